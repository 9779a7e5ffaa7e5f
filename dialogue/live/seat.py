"""One reader's place in a feed. A seat is a cursor, not a queue: a slow reader costs a few numbers, not memory."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from dialogue.live.closing import BUSY, RELOAD, TOO_SLOW
from dialogue.live.feed import Feed, counted, counted_to
from dialogue.live.frames import MESSAGE_LIMIT, Frame, Message, joined, size_of

log = logging.getLogger(__name__)

# Bytes sent and not yet acknowledged; daphne never pushes back, so this is what bounds memory. With the frame that goes beyond
# it they are 256 KiB at most.
WINDOW = 256 * 1024 - MESSAGE_LIMIT
# Bytes of a page of the past that go at once, and are acknowledged together.
PART = 64 * 1024 - MESSAGE_LIMIT
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
    """`after` and `tally` say what the reader already has.

    `wake` is called when there is something to take, `reconsider` when this reader's rights may have changed.
    """

    __slots__ = (
        "acked", "acked_at", "address", "closed", "counting", "feed", "fetched", "heard_at", "notes", "paged", "person", "quiet", "reading",
        "reconsider", "sent", "sent_at", "stalled_since", "stuck_since", "tally", "wake",
    )  # fmt: skip

    def __init__(
        self, feed: Feed, person: Person, after: int, tally: int,
        wake: Callable[[], None], reconsider: Callable[[], None],
    ):  # fmt: skip
        self.feed, self.person, self.wake, self.reconsider = feed, person, wake, reconsider
        self.sent = self.acked = after
        # Where `sent` and `acked` stand among all bytes of the feed: their difference is on its way.
        self.sent_at = self.acked_at = feed.offset(after)
        self.tally = tally
        # Asked for a line that carries nobody's coming, going and typing: each byte is dear.
        self.quiet = False
        # Where the line comes from, for guests are counted by it.
        self.address = ""
        self.heard_at = monotonic()
        self.notes: deque[str] = deque()
        self.stuck_since: float | None = None
        # Since when the line itself takes nothing more; told by the line, where it can know.
        self.stalled_since: float | None = None
        self.closed: int | None = None
        # For who is further behind than the ring: a page that has come, whether one is being read, and what of the
        # pages sent is not yet acknowledged, as (last number, bytes). Counts wait while older ones, or what this reader
        # chose elsewhere meanwhile, are being read.
        self.fetched: list[Frame] = []
        self.reading = self.counting = False
        self.paged: deque[tuple[int, int]] | None = None

    # What comes in from the hub

    def pass_on(self, text: str) -> None:
        """A passing fact: dropped when this reader already lags."""
        if len(self.notes) < NOTES // 2 and not self.full():
            self.notes.append(text)
            self.wake()

    def answer(self, text: str) -> None:
        """An answer to what this reader asked; too many unread ones mean that nobody reads."""
        self.notes.append(text)
        if len(self.notes) > NOTES:
            self.close(TOO_SLOW)
        self.wake()

    def close(self, code: int) -> None:
        self.closed = self.closed or code
        self.wake()

    # What the reader tells

    def heard(self) -> None:
        self.heard_at = monotonic()

    def acknowledge(self, seq: int) -> bool:
        """False when the reader claims to have what was never sent."""
        if seq > self.sent:
            return False
        if seq > self.acked:
            waited = self.full() or self.sent < self.feed.tail
            self.acked, self.acked_at, self.stuck_since = seq, self.feed.offset(seq), None
            while self.paged and self.paged[0][0] <= seq:
                self.paged.popleft()
            if waited:
                self.wake()
        return True

    # What goes out

    def full(self) -> bool:
        return self.room() < 0

    def room(self) -> int:
        """Bytes that may be sent now; a frame that begins within them goes whole."""
        on_its_way = self.sent_at - self.acked_at
        if self.paged:
            on_its_way += sum(size for _, size in self.paged)
        return WINDOW - on_its_way

    def lags(self) -> bool:
        """Whether there is something that this reader has not been sent. Asked by the watch every second."""
        return self.sent < self.feed.head or self.tally < self.feed.tally or bool(self.notes)

    def overdue(self) -> bool:
        """Whether this reader has left something unacknowledged, or unread, for too long. Asked every second."""
        now = monotonic()
        if self.acked == self.sent:
            self.stuck_since = None
        elif self.stuck_since is None:
            self.stuck_since = now
        return any(since is not None and now - since > PATIENCE for since in (self.stuck_since, self.stalled_since))

    def silent(self) -> bool:
        return monotonic() - self.heard_at > SILENCE

    def take(self) -> list[Message]:
        """The messages to send now: answers first, then what happened since the last ones, as far as the window allows."""
        feed, messages = self.feed, []
        feed.feel()
        if self.notes:
            messages = joined(list(self.notes))
            self.notes.clear()
        if self.sent < feed.tail:
            messages += self._page()
        elif self.sent < feed.head and (room := self.room()) >= 0:
            until = feed.head if feed.end - self.sent_at <= room else feed.within(self.sent, room)
            messages += feed.between(self.sent, until)
            self.sent, self.sent_at = until, feed.end if until == feed.head else feed.offset(until)
        # Counts only to who has every post they may belong to: a page has no row yet for the others.
        if self.tally < feed.tally and self.sent == feed.head and not self.counting and not self.full():
            messages += self._counts()
        return messages

    # Further behind than the ring: page by page from the database, as far as the window allows

    def _page(self) -> list[Message]:
        if not self.fetched:
            if not self.reading and not self.full():
                self.reading = True
                self.feed.page(self.sent).add_done_callback(self._came)
            return []
        frames, self.fetched = self.fetched, []
        self.paged = self.paged or deque()
        self.paged.append((frames[-1].seq, sum(size_of(frame.text) for frame in frames)))
        self.sent, self.sent_at = frames[-1].seq, self.feed.offset(frames[-1].seq)
        self.acked_at = self.feed.offset(self.acked)
        asyncio.get_running_loop().call_soon(self.wake)
        return joined([frame.text for frame in frames])

    def _came(self, page: asyncio.Future[list[Frame]]) -> None:
        self.reading = False
        if page.cancelled() or page.exception():
            log.warning("A reader could not be caught up (%s)", "stopped" if page.cancelled() else page.exception())
            return self.close(BUSY)
        # The rest of the page is there for a while (`Shared`), or is read again.
        room = min(self.room(), PART)
        for frame in page.result():
            if frame.seq > self.sent:
                self.fetched.append(frame)
                room -= size_of(frame.text)
                if room < 0:
                    break
        if not self.fetched:
            return self.close(RELOAD)
        self.wake()

    def _counts(self) -> list[Message]:
        texts = self.feed.counts_after(self.tally)
        if texts is not None:
            self.tally = self.feed.tally
            return joined(texts)
        self.counting = True
        until = self.feed.tally
        self.feed.tallies(self.tally).add_done_callback(lambda rows: self._counted(until, rows))
        return []

    def _counted(self, until: int, rows: asyncio.Future[list[dict]]) -> None:
        self.counting = False
        if rows.cancelled() or rows.exception():
            return self.close(BUSY)
        self.tally = counted_to(rows.result(), until)
        self.notes.extend(counted(self.tally, rows.result()))
        self.wake()
