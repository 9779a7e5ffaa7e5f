"""Real servers for tests: daphne processes over one database and one Redis-compatible server, and plain websocket clients."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import connection
from websockets.sync.client import connect

from tests.patience import PATIENCE, until

ROOT = Path(__file__).resolve().parent.parent.parent


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


SERVE = ["manage.py", "serve", "--host", "127.0.0.1", "--port", "{port}"]
DAPHNE = ["-m", "daphne", "-b", "127.0.0.1", "-p", "{port}", "-v", "0", "forum.asgi:application"]
UVICORN = [
    "-m",
    "uvicorn",
    "--host",
    "127.0.0.1",
    "--port",
    "{port}",
    "--log-level",
    "warning",
    "forum.asgi:application",
]


def database_of_the_tests() -> str:
    parts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{Path(parts['NAME']).resolve()}"
    return f"postgres://{parts['USER']}:{parts['PASSWORD']}@{parts['HOST']}:{parts['PORT']}/{parts['NAME']}"


class Server:
    """One web process on its own port; `stop`, `kill` and `start` again as often as a test likes."""

    # Where its log goes; None: to the terminal.
    log = None

    def __init__(self, redis_url: str = "", command: list[str] = SERVE, database: str = ""):
        self.port = free_port()
        self.command = [sys.executable, *(word.format(port=self.port) for word in command)]
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "SOLIDACTION_MODE": "test",
            "DATABASE_URL": database or database_of_the_tests(),
            "REDIS_URL": redis_url,
            "ORIGINS": self.url,
            "RUN_DIR": str(settings.RUN_DIR),
        }
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, cwd=ROOT, env=self.environment, stderr=self.log)
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self.port), timeout=2).close()
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    self.kill()
                    raise AssertionError("the server did not start") from None
                time.sleep(0.05)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self, seconds: float = PATIENCE) -> int:
        """Ask it to end; its exit code."""
        self.process.terminate()
        return self.process.wait(seconds)

    def line(self, room, session: str = "", query: str = "after=0") -> "Client":
        return Client(self, room, session, query)


class Client:
    """A websocket of a visitor; remembers every number it was given, and the position to come back with."""

    def __init__(self, server: Server, room, session: str, query: str):
        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"} if session else {}
        address = f"{server.url.replace('http', 'ws', 1)}/live/rooms/{room.slug}/?{query}"
        self.wire = connect(
            address,
            origin=server.url,
            additional_headers=headers,
            proxy=None,
            open_timeout=PATIENCE,
            ping_interval=None,
        ).__enter__()
        self.numbers: list[int] = []
        self.answers: dict[str, dict] = {}

    def send(self, **command) -> str:
        key = command.setdefault("key", str(uuid4()))
        self.wire.send(json.dumps(command))
        return key

    def listen(self, until, seconds: float = PATIENCE) -> None:
        """Take frames until `until()` is true; TimeoutError when it does not become so."""
        deadline = time.monotonic() + seconds
        while not until():
            for line in self.wire.recv(timeout=max(0.01, deadline - time.monotonic())).split("\n"):
                frame = json.loads(line)
                if "seq" in frame and "kind" in frame:
                    self.numbers.append(frame["seq"])
                elif "ack" in frame:
                    self.answers[frame["ack"]] = frame
                elif frame.get("error"):
                    self.answers[frame["key"]] = frame

    def close(self) -> None:
        self.wire.close()


def processes_under(pid: int) -> set[int]:
    """The web processes a supervisor has started."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, parent = stat.read_text().rpartition(")")[2].split()[:2]
            words = (stat.parent / "cmdline").read_text().split("\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == pid and "serve" in words and "--fd" in words and not words[0].endswith("sh"):
            found.add(int(stat.parent.name))
    return found


def holding(pid: int, port: int) -> set[int]:
    """The web processes of a supervisor that have taken a connection at its port and hold it."""
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    taken = {f"socket:[{row[9]}]" for row in rows if row[1].endswith(f":{port:04X}") and row[3] == "01"}
    found = set()
    for process in processes_under(pid):
        for file in Path(f"/proc/{process}/fd").glob("*"):
            with suppress(OSError):
                if os.readlink(file) in taken:
                    found.add(process)
    return found


def all_serve(pid: int, port: int, number: int = 2) -> set[int]:
    """The processes of a supervisor, once each of them has answered somebody: before that it has said that it serves. One that has
    not may be silent for a minute until it is taken for stuck (forum/serving/process.py)."""
    answering: set[int] = set()

    def each_has_answered() -> bool:
        with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as visitor:
            visitor.request("GET", "/health/live")
            visitor.getresponse().read()
            answering.update(holding(pid, port))
        return len(answering) == number

    until(each_has_answered)
    return answering


@contextmanager
def servers(number: int, redis_url: str = "", command: list[str] = SERVE):
    running = [Server(redis_url, command) for _ in range(number)]
    try:
        yield running
    finally:
        for server in running:
            server.kill()
