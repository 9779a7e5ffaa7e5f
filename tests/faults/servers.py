"""Web processes of the forum for fault runs: started, killed, frozen and asked to stop; each writes its log to a file."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from forum.child import Child
from tests.live.processes import ROOT, free_port
from tests.patience import PATIENCE

APPLICATION = "tests.faults.asgi:application"
# daphne with the limits of production; any other server must keep every promise too.
COMMANDS = {
    "daphne": [
        "-m", "daphne", "-b", "127.0.0.1", "-p", "{port}", "-v", "0", "-t", "300", "--websocket_connect_timeout", "20",
        "--websocket-max-message-size", "32768", "--websocket-max-frame-size", "32768", APPLICATION,
    ],
    "uvicorn": [
        "-m", "uvicorn", "--host", "127.0.0.1", "--port", "{port}", "--log-level", "warning", "--ws",
        "websockets-sansio", "--ws-max-size", "32768", "--timeout-graceful-shutdown", "5", APPLICATION,
    ],
    "serve": ["manage.py", "serve", "--host", "127.0.0.1", "--port", "{port}"],
    "supervised": ["manage.py", "serve", "--host", "127.0.0.1", "--port", "{port}", "--workers", "2"],
}  # fmt: skip
# Where a process can be made to die (tests/faults/points.py), and what it says when it does.
POINTS = ("after_begin", "after_insert", "before_commit", "after_commit", "after_bell", "before_ack")
REACHED = "FAIL POINT REACHED:"
SERVE = ROOT / "forum/management/commands/serve.py"


def usual() -> str:
    """The server a run uses when none is named: ours where it exists."""
    return "serve" if SERVE.exists() else "daphne"


class Web:
    """One web process on its own port; the port stays the same through every death and start."""

    def __init__(self, name: str, folder: Path, server: str):
        self.name, self.server, self.port = name, server, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / f"{name}.log"
        self.process: Child | None = None
        # Environment of the next start.
        self.environment: dict[str, str] = {}
        self.starts = 0

    def start(self, wait: bool = True, **extra: str) -> None:
        command = [part.format(port=self.port) for part in COMMANDS[self.server]]
        environment = os.environ | self.environment | extra
        with self.log.open("a") as log:
            self.process = Child([sys.executable, *command], cwd=ROOT, env=environment, stdout=log, stderr=log)
        self.starts += 1
        if wait:
            self.wait()

    def wait(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"{self.name} did not start:\n{self.log.read_text()[-2000:]}")
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2):
                return True
        except OSError:
            return False

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """As a crash: at once and without a word."""
        os.kill(self.pid, signal.SIGKILL)
        self.process.end()

    def stop(self, seconds: float) -> float:
        """As a deploy: ask it to stop; the seconds it took, infinitely many when it had to be killed after `seconds`."""
        began = time.monotonic()
        self.process.terminate()
        try:
            self.process.wait(seconds)
            return time.monotonic() - began
        except subprocess.TimeoutExpired:
            # Its log then says where every thread stood.
            os.kill(self.pid, signal.SIGABRT)
            self.process.wait(10)
            return float("inf")
        finally:
            self.process.end()

    def freeze(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def end(self) -> None:
        if self.process:
            if self.alive:
                self.thaw()
                self.process.kill()
            self.process.end()
