"""The real server with the demonstration in it, on a port and in a run folder of its own."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from forum import demonstration, ground
from forum.server import HOST, ROOT, Server

SECONDS_TO_ANSWER = 60


def free_port() -> int:
    with socket.socket() as door:
        door.bind((HOST, 0))
        return door.getsockname()[1]


@contextmanager
def forum(folder: Path, port: int = 0) -> Iterator[str]:
    """Serves it until the block ends; gives its address. Mail and log go to a file, not into the table."""
    folder.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    os.environ |= {"RUN_DIR": str(folder), "ORIGINS": f"http://{HOST}:{port}"}
    ground.lay(port)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.audit.settings"
    embedded = demonstration.bell(folder)
    try:
        with (folder / "audit.log").open("w") as log, told(log):
            if demonstration.prepare():
                raise RuntimeError(f"the demonstration could not be prepared; see {folder / 'audit.log'}")
            subprocess.run([sys.executable, "-m", "tests.audit.world"], cwd=ROOT, check=True)
            server = Server(port)
        try:
            if server.first_answer(SECONDS_TO_ANSWER) != 200:
                raise RuntimeError(f"the forum does not answer; see {folder / 'audit.log'}")
            yield f"http://{HOST}:{port}"
        finally:
            server.end()
    finally:
        if embedded:
            embedded.stop()


@contextmanager
def told(log) -> Iterator[None]:
    """Children started meanwhile write into `log`."""
    kept = os.dup(1), os.dup(2)
    sys.stdout.flush()
    for number in (1, 2):
        os.dup2(log.fileno(), number)
    try:
        yield
    finally:
        for number, was in zip((1, 2), kept, strict=True):
            os.dup2(was, number)
            os.close(was)
