"""What a contender must say about itself. To add one: a file in contenders/ with a subclass, and its name in lineup.py."""

import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from tests.bench.load import Seat


@dataclass
class Ground:
    """What one server stands on: a folder of its own, a port, a Redis-compatible server; `sessions` once it is filled."""

    folder: Path
    port: int
    redis: str
    sessions: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class Contender:
    """One server to compare with. It gets a text over a websocket and gives it to everyone who is connected."""

    name: str
    # How posts are written and read: client/dialect.c.
    dialect = "plain"
    # Python packages without which it cannot run.
    needs: tuple[str, ...] = ()
    # Cannot carry 10 posts a second to 1,000 sockets: its latency is taken at 2.
    slow = False
    # Whether `make bench QUICK=1` runs it.
    quick = True

    def missing(self) -> str:
        """Why it cannot run here; empty when it can."""
        absent = [name for name in self.needs if not find_spec(name)]
        return f"without {', '.join(absent)}: bin/setup bench" if absent else ""

    def fill(self, ground: Ground, people: int, rooms: int, posts: int) -> None:
        """Prepare its database, if it has one; puts session keys into `ground.sessions`."""

    def command(self, ground: Ground) -> list[str]:
        """How it is started, as a single process."""
        raise NotImplementedError

    def environment(self, ground: Ground) -> dict[str, str]:
        """Variables its process needs beside our own."""
        return {}

    def seat(self, ground: Ground, number: int, room: int) -> Seat:
        """Where the socket of this number connects."""
        return Seat("/", room=room)


def python(module: str, *words: object) -> list[str]:
    return [sys.executable, "-m", module, *map(str, words)]
