"""A thousand readers return 500 events late, to a real hub: the database queries that takes, and the seconds. Prints JSON.

`restart`: the hub has begun a moment ago, its ring is empty. `warm`: it was there when the 500 happened.
"""

import asyncio
import json
import sys
from collections import Counter
from threading import Barrier
from time import perf_counter

from tests.bench.inside import begin

begin()

from django.db import connection  # noqa: E402

from dialogue.live import reading, threads  # noqa: E402
from dialogue.live.feed import Feed  # noqa: E402
from dialogue.live.hub import Hub  # noqa: E402
from dialogue.live.seat import Person, Seat  # noqa: E402
from dialogue.rooms.models import Room  # noqa: E402

SEATS, MISSED, PATIENCE = 1_000, 500, 60.0
asked: Counter = Counter()
# Nobody leaves before everybody has come: so each reading thread counts.
together = Barrier(threads.READERS)


def counted(execute, *query):
    asked["queries"] += 1
    return execute(*query)


def count() -> None:
    """In a reading thread: count what its connection is asked from now on."""
    if counted not in connection.execute_wrappers:
        connection.execute_wrappers.append(counted)
    together.wait(timeout=10)


def stand() -> tuple[int, int]:
    room = Room.objects.select_related("stream").get(slug="bench-0")
    return room.stream_id, room.stream.head


class Line:
    """Takes whatever its seat has, at once, as a socket does that never fills; acknowledges like a page."""

    def __init__(self, feed: Feed, after: int):
        self.events = 0
        self.seat = Seat(feed, Person(), after, feed.tally, self.wake, lambda: None)

    def wake(self) -> None:
        for message in self.seat.take():
            self.events += message.text.count('"seq":')
        self.seat.acknowledge(self.seat.sent)


async def catch_up(how: str) -> dict:
    await asyncio.gather(*(threads.reading(count) for _ in range(threads.READERS)))
    stream_id, head = await threads.reading(stand)
    hub = Hub.here()
    feed = await hub.feed(stream_id)
    if how == "warm":
        feed.head = feed.tail = head - MISSED
        while feed.head < head:
            feed.append(await threads.reading(reading.read, stream_id, feed.head))
    await asyncio.sleep(1.5)  # The first looks of the watch are not part of it.
    asked.clear()
    began = perf_counter()
    lines = [Line(feed, head - MISSED) for _ in range(SEATS)]
    for line in lines:
        hub.sit(line.seat)
        line.wake()
    async with asyncio.timeout(PATIENCE):
        while any(line.seat.sent < head for line in lines):
            await asyncio.sleep(0.005)
    told = {"queries": asked["queries"], "seconds": perf_counter() - began}
    if any(line.events != MISSED or line.seat.closed for line in lines):
        raise AssertionError("somebody did not get exactly what they missed")
    await hub.stop()
    return told


if __name__ == "__main__":
    print(json.dumps(asyncio.run(catch_up(sys.argv[1]))))
