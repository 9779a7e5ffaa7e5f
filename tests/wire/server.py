"""The servers the cases are tried on, each with its production limits, and the file its log goes to."""

import atexit
import contextlib
import os
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings

from tests.live.processes import DAPHNE, SERVE, UVICORN, Server
from tests.wire.world import made

LIMIT = "32768"
COMMANDS = {
    "serve": SERVE,
    "daphne": [*DAPHNE, "--websocket-max-message-size", LIMIT, "--websocket-max-frame-size", LIMIT],
    "uvicorn": [*UVICORN, "--ws-max-size", LIMIT, "--ws-per-message-deflate", "false"],
}
# Who breaks the protocol is cut off by these without a close frame that says why.
TERSE = ("serve", "daphne")
# An answer to every ping is kept by these for as long as the other side reads none.
COUNTS_NO_FRAMES = ("daphne", "uvicorn")
# Tracebacks that are the server's own way to say something ordinary.
OWN_WORDS = {"uvicorn": "Invalid UTF-8 sequence received from client"}


@cache
def prepared() -> tuple[Path, list[str]]:
    """The database file that all begin with, and its speakers' sessions."""
    file = Path(mkdtemp()) / "forum.sqlite3"
    atexit.register(shutil.rmtree, file.parent)
    names = {"SOLIDACTION_MODE": "test", "DATABASE_URL": f"sqlite:///{file}", "RUN_DIR": str(settings.RUN_DIR)}
    return file, made(os.environ | names)


class Tried(Server):
    """A server process under trial; `name` is one of COMMANDS."""

    def __init__(self, name: str, folder: Path):
        self.name, self.read = name, 0
        self.log = (folder / "log").open("w")
        super().__init__(command=COMMANDS[name], database=f"sqlite:///{folder / 'forum.sqlite3'}")

    def start(self) -> None:
        # One database is made, and each server begins with a copy of it.
        first, self.sessions = prepared()
        shutil.copy(first, self.environment["DATABASE_URL"].removeprefix("sqlite:///"))
        super().start()

    def memory(self) -> int:
        """Bytes of RAM in use."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) * 1024

    def lines(self) -> int:
        """Sockets the process has open."""
        found = 0
        for each in Path(f"/proc/{self.process.pid}/fd").iterdir():
            with contextlib.suppress(FileNotFoundError):
                found += "socket:" in os.readlink(each)
        return found

    def complaints(self) -> str:
        """What has been logged since this was last asked, when there is a traceback of ours in it."""
        with open(self.log.name, errors="replace") as log:
            log.seek(self.read)
            said = log.read()
            self.read = log.tell()
        own = OWN_WORDS.get(self.name)
        return said if said.count("Traceback") > (said.count(own) if own else 0) else ""
