"""Faults: each begins and heals. A run does things under them and afterwards asks what they did to people."""

import contextlib
import os
import signal
import sqlite3
import threading
from pathlib import Path

from tests.faults.database import wait_for


class Fault:
    def __init__(self, world):
        self.world = world

    def begin(self) -> None:
        raise NotImplementedError

    def heal(self) -> None:
        """Nothing to do where the fault is over at once."""


class RedisKilled(Fault):
    def begin(self) -> None:
        os.kill(self.world.redis.process.pid, signal.SIGKILL)

    def heal(self) -> None:
        wait_for(lambda: self.world.redis.tend() or self.world.redis.answers(), 10, "Redis is back")


class RedisFrozen(Fault):
    def begin(self) -> None:
        os.kill(self.world.redis.process.pid, signal.SIGSTOP)

    def heal(self) -> None:
        os.kill(self.world.redis.process.pid, signal.SIGCONT)


class RedisFlushed(Fault):
    """Everything Redis keeps is thrown away, five times a second. The bell keeps nothing there."""

    def begin(self) -> None:
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._flush, daemon=True)
        self.thread.start()

    def _flush(self) -> None:
        import redis

        with redis.Redis.from_url(self.world.redis.url) as line:
            while not self.over.wait(0.2):
                line.flushall()

    def heal(self) -> None:
        self.over.set()
        self.thread.join(5)


class RedisSlow(Fault):
    seconds = 0.4

    def begin(self) -> None:
        self.world.proxy.delay = self.seconds

    def heal(self) -> None:
        self.world.proxy.delay = 0.0


class RedisHalfOpen(Fault):
    """Both directions are swallowed and no line is closed."""

    def begin(self) -> None:
        self.world.proxy.swallow = True

    def heal(self) -> None:
        self.world.proxy.swallow = False


class BellsGarbled(Fault):
    """Bells are doubled, delayed and come in another order."""

    def begin(self) -> None:
        self.before, self.world.proxy.garble = self.world.proxy.garbled, True

    def heal(self) -> None:
        self.world.proxy.garble = False
        assert self.world.proxy.garbled > self.before + 5, "no bell passed that could be garbled"


class WebFrozen(Fault):
    def __init__(self, world, web):
        super().__init__(world)
        self.web = web

    def begin(self) -> None:
        self.web.freeze()

    def heal(self) -> None:
        self.web.thaw()


class DatabaseCrashed(Fault):
    def begin(self) -> None:
        self.world.database.crash()

    def heal(self) -> None:
        self.world.database.start()


class DatabaseFrozen(Fault):
    def begin(self) -> None:
        self.world.database.freeze()

    def heal(self) -> None:
        self.world.database.thaw()


class DatabaseLocked(Fault):
    """Somebody else holds what every writer needs. The lock is taken and let go from one thread, as SQLite asks."""

    def begin(self) -> None:
        self.over, held = threading.Event(), threading.Event()

        def hold() -> None:
            with self.world.database.locked():
                held.set()
                self.over.wait(120)

        self.thread = threading.Thread(target=hold, daemon=True)
        self.thread.start()
        assert held.wait(20), "the lock was not got"

    def heal(self) -> None:
        self.over.set()
        self.thread.join(10)


class DiskFull(Fault):
    """A file beside the database takes all the room there is."""

    def begin(self) -> None:
        self.file = Path(self.world.database.path).parent / "ballast"
        with contextlib.suppress(OSError), self.file.open("wb", buffering=0) as ballast:
            while True:
                ballast.write(b"\0" * 4096)

    def heal(self) -> None:
        self.file.unlink()


def integrity(database) -> str:
    """What SQLite itself says of the file."""
    line = sqlite3.connect(database.path)
    try:
        return line.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        line.close()


@contextlib.contextmanager
def under(fault: Fault):
    """While the block runs the fault holds; yields the span [begin, heal], complete once it has healed."""
    name, span = type(fault).__name__, []
    fault.begin()
    span.append(fault.world.note(f"{name} begins"))
    try:
        yield span
    finally:
        fault.heal()
        span.append(fault.world.note(f"{name} heals"))
