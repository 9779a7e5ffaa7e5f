"""One server of one contender, fresh: its ground laid, its process on its own core, gone afterwards."""

import os
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from forum.child import Child
from forum.embedded import Embedded
from forum.server import ROOT
from tests.bench import cores
from tests.bench.contender import Contender, Ground
from tests.bench.load import Load, load, write

SECONDS_TO_START = 30


class NotStarted(Exception):
    """The server did not begin to listen, or has ended."""


def vacant() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


class Stage:
    """A contender that runs. `load` brings sockets to it."""

    def __init__(self, contender: Contender, ground: Ground):
        self.contender, self.ground = contender, ground
        self.start()

    def start(self) -> None:
        environment = os.environ | self.contender.environment(self.ground)
        self.log = (self.ground.folder / "log").open("a")
        with cores.on(cores.SERVER):
            command = self.contender.command(self.ground)
            self.server = Child(command, cwd=ROOT, env=environment, stdout=self.log, stderr=self.log)
        deadline = time.monotonic() + SECONDS_TO_START
        while not self.answers():
            if self.server.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise NotStarted((self.ground.folder / "log").read_text()[-500:].strip() or "it said nothing")
            time.sleep(0.05)

    def answers(self) -> bool:
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.ground.port)) == 0

    def kill(self) -> None:
        """As a power cut would."""
        self.server.kill()
        self.server.end()
        self.log.close()

    def stop(self) -> None:
        self.server.end(grace=1)
        self.log.close()

    def memory(self) -> float:
        """KiB the server has in memory."""
        status = Path(f"/proc/{self.server.pid}/status").read_text()
        return float(status.split("VmRSS:")[1].split()[0])

    @contextmanager
    def load(self, sockets: int, rooms: int = 1, first: int = 0, after: int | None = None, **options) -> Iterator[Load]:
        """Sockets number `first` and following, spread over the rooms; options are those of client/load.c."""
        seats = [self.contender.seat(self.ground, first + n, n % rooms) for n in range(sockets)]
        if after is not None:
            seats = [seat.since(after) for seat in seats]
        file = write(seats, self.ground.folder / f"seats-{first}")
        with (
            cores.on(cores.LOAD),
            load(self.ground.port, file, self.contender.dialect, pid=self.server.pid, **options) as running,
        ):
            yield running

    def end_of(self, sockets: int, rooms: int = 1, **options) -> dict:
        """The last report of a run."""
        with self.load(sockets, rooms, **options) as running:
            while (report := running.next())["at"] != "end":
                pass
            return report


@contextmanager
def stage(contender: Contender, people: int = 0, rooms: int = 1, posts: int = 0) -> Iterator[Stage]:
    """A fresh server; `people` can sign in, there are so many rooms, and posts in the first."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        with cores.on(cores.LOAD):
            bell = Embedded(folder)
            address = bell.start()
        ground = Ground(Path(folder), vacant(), address)
        try:
            contender.fill(ground, people, rooms, posts)
            running = Stage(contender, ground)
            try:
                yield running
            finally:
                running.stop()
        finally:
            bell.stop()
