"""What is not read: what a process keeps for all readers together, and for how long."""

import logging
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

from dialogue.live.direct_http import Channel

log = logging.getLogger(__name__)

# Bytes kept for readers of HTTP answers and of sockets, all together. Above it those go first who would need longest for theirs as
# they have read so far; it is made good to three quarters, so that not every answer is followed by a search.
UNSENT_ALL = 48 * 1024 * 1024
RELIEVED = UNSENT_ALL * 3 // 4
# Seconds in which a reader must take at least something.
WRITE_SECONDS = 30


class Line(Protocol):
    """`backlog` are bytes that the system has not taken, `owed` all that is kept for this reader."""

    written: int

    def backlog(self) -> int: ...

    def owed(self) -> int: ...

    def abort(self) -> None: ...


@dataclass(slots=True)
class Waiting:
    since: float
    # Of what this connection was sent, what the system had taken by then, and has by now.
    before: int
    taken: int
    moved_at: float

    def left(self, owed: int, now: float) -> float:
        """Seconds until the rest is read, if this reader goes on like this."""
        return owed * (now - self.since) / (self.taken - self.before + 1)


class Unsent:
    """`wrote` after each piece of an answer; it waits where the reader is behind. `kept` after what a socket did not take at
    once. `look` once a second."""

    def __init__(self) -> None:
        self.waiting: dict[Line, Waiting] = {}
        self.owed = 0

    async def wrote(self, channel: Channel, more: bool) -> None:
        """A piece of an answer went to this reader; `more` follow, when this one is nearly gone."""
        if channel not in self.waiting:
            self.kept(channel, channel.owed())
        if more:
            await channel.flowing.wait()

    def kept(self, line: Line, size: int) -> None:
        """So many bytes more are kept for this reader."""
        if line not in self.waiting:
            now = monotonic()
            taken = line.written - line.backlog()
            self.waiting[line] = Waiting(now, taken, taken, now)
        self.owed += size
        if self.owed > UNSENT_ALL:
            self.look()

    def gone(self, line: Line) -> None:
        """Nothing is kept for this reader any more."""
        if self.waiting.pop(line, None):
            self.owed -= line.owed()

    def look(self) -> None:
        """Forget who has read all, give up who reads nothing, and the slowest when it is too much."""
        now = monotonic()
        for channel, waiting in list(self.waiting.items()):
            backlog = channel.backlog()
            taken = channel.written - backlog
            if not backlog:
                del self.waiting[channel]
            elif taken > waiting.taken:
                waiting.taken, waiting.moved_at = taken, now
            elif now - waiting.moved_at > WRITE_SECONDS:
                self.give_up(channel)
        self.owed = sum(channel.owed() for channel in self.waiting)
        if self.owed > UNSENT_ALL:
            self.relieve(now)

    def relieve(self, now: float) -> None:
        slowest = sorted(self.waiting, key=lambda channel: self.waiting[channel].left(channel.owed(), now))
        before = len(slowest)
        while self.owed > RELIEVED and slowest:
            channel = slowest.pop()
            self.owed -= channel.owed()
            self.give_up(channel)
        log.warning("Too much is unread: %d of %d readers were given up", before - len(slowest), before)

    def give_up(self, channel: Line) -> None:
        del self.waiting[channel]
        channel.abort()
