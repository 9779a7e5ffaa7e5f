"""Readings of the database that many readers ask for at the same moment: done once."""

import asyncio
from collections.abc import Callable, Hashable
from typing import Any

from dialogue.live import threads

# Readings kept, and bytes of all together: a storm asks for the same few; more would be a second copy of the record in memory.
KEPT, KEPT_BYTES = 32, 8 * 1024 * 1024


class Shared:
    """`reading(work, *args)` does the work: in a reading thread, unless the hub knows better. `weigh` says how many bytes a
    result has."""

    def __init__(self, weigh: Callable[[Any], int]) -> None:
        self.reading: Callable = threads.reading
        self.weigh = weigh
        self.readings: dict[Hashable, asyncio.Future] = {}

    def get(self, key: Hashable, work: Callable, *args) -> asyncio.Future:
        """A future of `work(*args)` in a reading thread; whoever asks for the same key gets the same one."""
        reading = self.readings.get(key)
        if reading is None or (reading.done() and (reading.cancelled() or reading.exception())):
            while len(self.readings) >= KEPT:
                self.readings.pop(next(iter(self.readings)))
            reading = self.readings[key] = asyncio.ensure_future(self.reading(work, *args))
            reading.add_done_callback(self._came)
        return reading

    def _came(self, _reading: asyncio.Future) -> None:
        """The latest stay, as far as they are not too many bytes."""
        left = KEPT_BYTES
        for key, reading in reversed(list(self.readings.items())):
            if reading.done() and not reading.cancelled() and not reading.exception():
                left -= self.weigh(reading.result())
                if left < 0:
                    del self.readings[key]

    def forget(self) -> None:
        """What was read may not hold any more."""
        self.readings.clear()
