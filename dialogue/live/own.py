"""What somebody chose, told on their own lines and on no other: in another tab, on the telephone.

Every process reads it from the database, beside the counts that change with it: nothing of it goes over the bell.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from dialogue.live.closing import BUSY
from dialogue.live.feed import COUNTED, Feed
from dialogue.live.frames import passing
from dialogue.live.seat import Seat

if TYPE_CHECKING:
    from dialogue.live.hub import Hub

Choices = dict[int, list[dict]]
Read = Callable[[int, int, Collection[int]], Choices]
_reads: list[Read] = []


def chosen(read: Read) -> Read:
    """Declare who can tell what people chose after a tally number, by their id: `read(stream_id, after, people)`."""
    _reads.append(read)
    return read


def frames(stream_id: int, after: int, people: Collection[int]) -> dict[int, list[str]]:
    """By id, what each of these people must be told."""
    told: dict[int, list[str]] = defaultdict(list)
    for person, choices in (pair for read in _reads for pair in read(stream_id, after, people).items()):
        pages = (choices[start : start + COUNTED] for start in range(0, len(choices), COUNTED))
        told[person] += [passing("chosen", {"choices": page}) for page in pages]
    return told


async def tell(hub: "Hub", feed: Feed, after: int, seats: Collection[Seat]) -> None:
    """Tell those who sit there what they chose after tally number `after`; behind this, their counts may go on."""
    people = {seat.person.id for seat in seats if seat.person.id is not None}
    told = await hub.reading(frames, feed.stream_id, after, people) if people else {}
    for seat in list(seats) if told else ():
        for text in told.get(seat.person.id or 0, ()):
            seat.answer(text)


class Returned:
    """Those who come back, and may have chosen elsewhere meanwhile: while some are looked up, the next gather."""

    def __init__(self, hub: "Hub"):
        self.hub = hub
        self.waiting: defaultdict[Feed, list[Seat]] = defaultdict(list)
        self.running = False

    def come(self, seat: Seat) -> None:
        if seat.person.id is None or seat.tally >= seat.feed.tally:
            return
        # Where they stand is not told to have moved before they know what was theirs in it.
        seat.counting = True
        self.waiting[seat.feed].append(seat)
        if not self.running:
            self.running = True
            self.hub.start(self._look_up())

    async def _look_up(self) -> None:
        while self.waiting:
            feed, seats = self.waiting.popitem()
            try:
                await tell(self.hub, feed, min(seat.tally for seat in seats), seats)
            except Exception:
                for seat in seats:
                    seat.close(BUSY)
            for seat in seats:
                seat.counting = False
                seat.wake()
        self.running = False
