"""The load client as seen from Python: who sits where, what is done, and the counts that come back.

A server that is running already, a file with one session key per line:

    python -m tests.bench.load --url http://127.0.0.1:8000 --room bench-0 --sessions keys --sockets 1000 \\
        --inflight 8 --seconds 5 --pid 4711

`--inflight 8` keeps eight posts on their way: a post is answered when every socket of its room has read it, and the next
socket in turn speaks. `--rate 10` sends ten a second instead. `--answer ack`: whoever spoke speaks again as soon as they are
answered. `--react 50`: reactions to posts 1 to 50 instead of posts. More: client/load.c. Seen is measured from just before the
send of the post to the read of each socket. Prints JSON.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.build import program


class LoadFailed(Exception):
    """The client ended early; the lines above say why."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where one socket connects: `room` is its number from 0, `after` the number of the last event it has."""

    path: str = "/"
    cookie: str = ""
    room: int = 0
    after: int | None = None

    def since(self, after: int) -> "Seat":
        return replace(self, after=after)

    def line(self) -> str:
        return f"{self.room} {self.path} {'-' if self.after is None else self.after} {self.cookie}\n"


def write(seats: Iterable[Seat], file: Path) -> Path:
    file.write_text("".join(seat.line() for seat in seats))
    return file


class Load:
    """One run of the client. Read `next()` for each report; `go_on()` ends a hold."""

    def __init__(self, port: int, seats: Path, dialect: str = "solidaction", **options):
        words = [program("load"), "--port", port, "--seats", seats, "--dialect", dialect]
        words += ["--origin", f"http://127.0.0.1:{port}"]
        for name, value in options.items():
            if value is not None and value is not False:
                words += [f"--{name.replace('_', '-')}", *([] if value is True else [value])]
        self.process = subprocess.Popen(
            [str(word) for word in words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def next(self) -> dict:
        """The next report: "open", "caught up", "back" or "end"."""
        line = self.process.stdout.readline()
        if not line:
            raise LoadFailed(f"the load client ended with code {self.process.wait()}")
        return json.loads(line)

    def go_on(self) -> None:
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


@contextmanager
def load(port: int, seats: Path, dialect: str = "solidaction", **options):
    """A running client; stopped at the end, whatever happened."""
    running = Load(port, seats, dialect, **options)
    try:
        yield running
    finally:
        running.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description="Load on a running server; more options of client/load.c may follow.")
    parser.add_argument("--url", required=True)
    parser.add_argument("--room", default="bench-0")
    parser.add_argument("--sessions", type=Path, required=True, help="one session key per line")
    parser.add_argument("--sockets", type=int, default=1000)
    parser.add_argument("--cookie", default="sessionid", help="the session cookie's name")
    given, rest = parser.parse_known_args()
    address = urlsplit(given.url)
    path = f"/live/rooms/{given.room}/"
    keys = islice(cycle(given.sessions.read_text().split()), given.sockets)
    with tempfile.TemporaryDirectory() as folder:
        seats = write((Seat(path, f"{given.cookie}={key}") for key in keys), Path(folder) / "seats")
        words = [program("load"), "--port", str(address.port or 80), "--origin", given.url, "--seats", seats]
        return subprocess.run([*words, "--dialect", "solidaction", *rest]).returncode


if __name__ == "__main__":
    sys.exit(main())
