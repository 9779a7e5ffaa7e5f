"""Readings of the database that many readers ask for at the same moment: done once."""

import asyncio
from collections.abc import Callable, Hashable

from dialogue.live import threads

# Readings kept: a storm asks for the same few; more would be a second copy of the record in memory.
KEPT = 32


class Shared:
    """`reading(work, *args)` does the work: in a reading thread, unless the hub knows better."""

    def __init__(self) -> None:
        self.reading: Callable = threads.reading
        self.readings: dict[Hashable, asyncio.Future] = {}

    def get(self, key: Hashable, work: Callable, *args) -> asyncio.Future:
        """A future of `work(*args)` in a reading thread; whoever asks for the same key gets the same one."""
        reading = self.readings.get(key)
        if reading is None or (reading.done() and (reading.cancelled() or reading.exception())):
            while len(self.readings) >= KEPT:
                self.readings.pop(next(iter(self.readings)))
            reading = self.readings[key] = asyncio.ensure_future(self.reading(work, *args))
        return reading

    def forget(self) -> None:
        """What was read may not hold any more."""
        self.readings.clear()
