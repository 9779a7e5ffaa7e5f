"""One reader's place in a feed. A seat is a cursor, not a queue: a slow reader costs two numbers, not memory."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from dialogue.live import threads
from dialogue.live.closing import TOO_SLOW
from dialogue.live.feed import Feed, counted
from dialogue.live.frames import joined
from dialogue.live.kinds import tallies
from dialogue.live.reading import PAGE, read

# Characters sent and not yet acknowledged; daphne never pushes back, so this is what bounds memory.
WINDOW = 256 * 1024
# A reader who acknowledges nothing for this long, with something to acknowledge, has gone or reads too slowly.
PATIENCE = 15.0
# Answers and passing facts waiting to be sent to one reader; passing facts are dropped first.
NOTES = 100
# Browsers acknowledge every heartbeat; who has not been heard for three of them has gone.
SILENCE = 50.0


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever sits here, as far as the engine must know. Anonymous readers have no id and no country."""

    id: int | None = None
    handle: str = ""
    name: str = ""
    sector: str = ""
    country: str = ""


class Seat:
    """`after` and `tally` say what the reader already has. `reconsider` is called when their rights may have changed."""

    def __init__(self, feed: Feed, person: Person, after: int, tally: int, reconsider: Callable[[], None]):
        self.feed, self.person, self.reconsider = feed, person, reconsider
        self.sent = self.acked = after
        self.tally = tally
        self.heard_at = monotonic()
        self.wake = asyncio.Event()
        self.notes: deque[str] = deque()
        self.stuck_since: float | None = None
        self.closed: int | None = None

    # What comes in from the hub

    def nudge(self) -> None:
        self.wake.set()

    def pass_on(self, text: str) -> None:
        """A passing fact: dropped when this reader already lags."""
        if len(self.notes) < NOTES // 2 and not self.full():
            self.notes.append(text)
            self.wake.set()

    def answer(self, text: str) -> None:
        """An answer to what this reader asked; too many unread ones mean that nobody reads."""
        self.notes.append(text)
        self.wake.set()
        if len(self.notes) > NOTES:
            self.close(TOO_SLOW)

    def close(self, code: int) -> None:
        self.closed = self.closed or code
        self.wake.set()

    # What the reader tells

    def heard(self) -> None:
        self.heard_at = monotonic()

    def acknowledge(self, seq: int) -> bool:
        """False when the reader claims to have what was never sent."""
        if seq > self.sent:
            return False
        if seq > self.acked:
            self.acked, self.stuck_since = seq, None
            self.wake.set()
        return True

    # What goes out

    def full(self) -> bool:
        return self.feed.offset(self.sent) - self.feed.offset(self.acked) > WINDOW

    def overdue(self) -> bool:
        """Whether this reader has left something unacknowledged for too long. Asked by the hub every second."""
        if self.acked == self.sent:
            self.stuck_since = None
        elif self.stuck_since is None:
            self.stuck_since = monotonic()
        return self.stuck_since is not None and monotonic() - self.stuck_since > PATIENCE

    def silent(self) -> bool:
        return monotonic() - self.heard_at > SILENCE

    async def take(self) -> list[str]:
        """The messages to send now: answers first, then what happened since the last ones, as far as the window allows."""
        self.wake.clear()
        messages = joined(list(self.notes))
        self.notes.clear()
        if self.sent < self.feed.tail:
            return messages + await self.catch_up()
        if self.sent < self.feed.head and not self.full():
            messages += self.feed.between(self.sent, self.feed.head)
            self.sent = self.feed.head
        if self.tally < self.feed.tally and not self.full():
            messages += joined(await self.counts())
        return messages

    async def counts(self) -> list[str]:
        until, texts = self.feed.tally, self.feed.counts_after(self.tally)
        if texts is None:
            texts = counted(until, await threads.reading(tallies, self.feed.stream_id, self.tally))
        self.tally = until
        return texts

    async def catch_up(self) -> list[str]:
        """One page from the database, once the page before has been acknowledged."""
        if self.acked < self.sent:
            return []
        frames = await threads.reading(read, self.feed.stream_id, self.sent, PAGE)
        if frames:
            self.sent = frames[-1].seq
        self.wake.set()
        return joined([frame.text for frame in frames])
