"""What one process knows of one stream: the ring of recent frames, and the seats that follow it."""

import asyncio
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Sequence
from time import monotonic
from typing import TYPE_CHECKING

from dialogue.live.frames import Frame, Message, joined, passing, size_of
from dialogue.live.kinds import KINDS, tallies
from dialogue.live.reading import PAGE, Head, read
from dialogue.live.sharing import Shared

if TYPE_CHECKING:
    from dialogue.live.seat import Seat

# Recent frames kept for those who return or lag: whichever is reached first.
RING_FRAMES = 1_000
RING_BYTES = 1024 * 1024
# What was joined for some is kept for others who stand where they stood, up to so many bytes, until there is news.
JOINED_BYTES = 1024 * 1024
# Gatherings of counts kept for seats that lag a little; whoever lags more reads the database.
COUNTINGS = 40
# Posts whose counts fit one frame well below the message limit.
COUNTED = 150
# Posts whose counts are read for one who has seen none of them, before the next are.
COUNTS = 1_000
# Roughly, of one post's in memory.
COUNT_BYTES = 500
# A feed nobody follows is kept this long, for those who come back from a short cut.
KEPT = 60.0


class Feed:
    def __init__(self, stream_id: int, head: Head):
        self.stream_id = stream_id
        self.epoch, self.head, self.tally = head.epoch, head.seq, head.tally
        # What is known to have been committed, whether read yet or not.
        self.committed, self.committed_tally = head.seq, head.tally
        self.frames: list[Frame] = []
        # ends[i]: bytes of all frames ever appended up to and including frames[i]; `end` of all.
        self.ends: list[int] = []
        self.start = self.end = 0
        # The number before the oldest frame in the ring.
        self.tail = head.seq
        self.countings: deque[tuple[int, int, list[str]]] = deque(maxlen=COUNTINGS)
        # Whether everybody may read it, as the last who was let in was told.
        self.public = False
        self.seats: set[Seat] = set()
        self.followed_at = monotonic()
        self.reads = Shared(weight)
        # Asked before words are shown: whether this process has stood still, and holds what may be old.
        self.feel: Callable[[], object] = bool
        self._joined: dict[tuple[int, int], list[Message]] = {}
        self._joined_bytes = 0

    def append(self, frames: Sequence[Frame]) -> list[Frame]:
        """Take the frames that come next, drop those already here; returns what was new. A gap ends the taking."""
        new = []
        for frame in frames:
            if frame.seq == self.head + 1:
                if frame.subject is not None and KINDS[frame.kind].recalls:
                    self._recall(frame.subject)
                self.head = frame.seq
                self.end += size_of(frame.text)
                self.frames.append(frame)
                self.ends.append(self.end)
                new.append(frame)
        self.committed = max(self.committed, self.head)
        self._unjoin()
        if len(self.frames) > RING_FRAMES or self.end - self.start > RING_BYTES:
            by_bytes = bisect_left(self.ends, self.end - RING_BYTES // 2)
            # The older half, so that the cost of moving the rest is shared by many appends.
            self._drop(max(len(self.frames) - RING_FRAMES // 2, by_bytes))
        return new

    def _recall(self, subject: int) -> None:
        """Words about `subject` may not be shown as they were: who has not had them yet reads them as they stand now."""
        self._reread()
        for index in range(len(self.frames) - 1, -1, -1):
            if self.frames[index].subject == subject:
                return self._drop(index + 1)

    def forget(self) -> None:
        """Nothing at hand is sure to be what may be shown now: everyone reads on from the database."""
        self._reread()
        self._unjoin()
        self._drop(len(self.frames))

    def _reread(self) -> None:
        self.reads.forget()
        for seat in self.seats:
            seat.fetched = []

    def _drop(self, number: int) -> None:
        """Let go of the oldest `number` frames."""
        if number > 0:
            self.start, self.tail = self.ends[number - 1], self.frames[number - 1].seq
            del self.frames[:number], self.ends[:number]

    def offset(self, seq: int) -> int:
        """Bytes appended up to and including `seq`; what has left the ring counts as its beginning."""
        index = seq - self.tail - 1
        return self.ends[min(index, len(self.ends) - 1)] if index >= 0 and self.ends else self.start

    def between(self, after: int, until: int) -> list[Message]:
        """The frames after `after` up to `until`. The same pair is asked by many seats and joined once."""
        messages = self._joined.get((after, until))
        if messages is None:
            first = after - self.tail
            messages = joined([frame.text for frame in self.frames[first : first + until - after]])
            self._joined_bytes += self.offset(until) - self.offset(after)
            if self._joined_bytes > JOINED_BYTES:
                self._unjoin()
            self._joined[after, until] = messages
        return messages

    def _unjoin(self) -> None:
        self._joined.clear()
        self._joined_bytes = 0

    def within(self, after: int, size: int) -> int:
        """The number of the frame in the ring with which those behind `after` are more than `size` bytes; the last, if none is."""
        index = bisect_right(self.ends, self.offset(after) + size)
        return min(self.tail + index + 1, self.head)

    def page(self, after: int) -> asyncio.Future[list[Frame]]:
        """Frames behind number `after`, from the database; a storm of people who return shares one reading.

        Pages begin at multiples of their size, so that those who stand at slightly different numbers share them too.
        """
        start = after - after % PAGE
        # A page that the head is in is another page once the head has moved.
        return self.reads.get(("page", start, min(start + PAGE, self.head)), read, self.stream_id, start, PAGE)

    def count(self, until: int, rows: list[dict]) -> None:
        """Take the counts that changed after the last taking, as they stand at tally `until`."""
        self.countings.append((self.tally, until, counted(until, rows)))
        self.tally = until

    def counts_after(self, tally: int) -> list[str] | None:
        """The counts that changed after `tally`, ready to send; None when that is too long ago."""
        wanted = [counting for counting in self.countings if counting[1] > tally]
        if not wanted or wanted[0][0] > tally:
            return None
        return [text for _, _, texts in wanted for text in texts]

    def tallies(self, after: int) -> asyncio.Future[list[dict]]:
        """The counts that changed first after tally number `after`, from the database, read once for many."""
        return self.reads.get(("tallies", after, self.tally), tallies, self.stream_id, after, COUNTS)

    def idle(self) -> bool:
        """Whether nobody has followed this feed for a while. Asked by the watch every second."""
        if self.seats:
            self.followed_at = monotonic()
        return monotonic() - self.followed_at > KEPT


def counted_to(rows: list[dict], until: int) -> int:
    """The tally number up to which these rows tell the counts: `until`, or that of the last where there may be more."""
    return until if len(rows) < COUNTS else rows[-1]["tally"]


def weight(rows: list) -> int:
    """Bytes, roughly, of a page of frames or of counts."""
    return sum(len(row.text) if isinstance(row, Frame) else COUNT_BYTES for row in rows)


def counted(tally: int, rows: list[dict]) -> list[str]:
    """Absolute counts as passing facts: {"tally", "posts": [...]}."""
    pages = [rows[start : start + COUNTED] for start in range(0, len(rows), COUNTED)]
    return [passing("tally", {"tally": tally, "posts": page}) for page in pages]
