"""Who is writing is shown only of people who may say there what they write."""

import logging
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from dialogue.live import threads
from dialogue.live.entrance import Admission
from dialogue.live.kinds import KINDS
from dialogue.live.seat import Seat
from dialogue.live.stay import Stay

if TYPE_CHECKING:
    from dialogue.live.hub import Hub

log = logging.getLogger(__name__)

# A right that begins or ends by itself is noticed after so many seconds; one that somebody changes, at once.
ANSWER_LASTS = 30.0
# Seconds between two questions of one line: it may name another thread twenty times a second.
PAUSE = 1.0


class Typist:
    """The typing of one line. `may(admission, thread)` runs in a thread and asks the policy; the answer holds while nothing changes."""

    def __init__(self, hub: "Hub", seat: Seat, stay: Stay, may: Callable[[Admission, int | None], bool]):
        self.hub, self.seat, self.stay, self.may = hub, seat, stay, may
        self.answer: tuple[Admission, int | None] | None = None
        self.allowed = self.asking = self.writing = False
        self.asked_at, self.asked_head = 0.0, 0

    def types(self, thread: int | None) -> None:
        self.writing = True
        if self._known(thread):
            self._show(thread)
        elif not self.asking and monotonic() - self.asked_at > PAUSE:
            self.asking, self.asked_at = True, monotonic()
            self.hub.start(self._ask(thread))

    def stops(self) -> None:
        self.writing = False
        self.hub.presence[self.seat.feed.stream_id].stopped(self.seat.person)

    def _known(self, thread: int | None) -> bool:
        if self.answer is None or self.answer[0] is not self.stay.admitted or self.answer[1] != thread:
            return False
        feed = self.seat.feed
        if self.asked_head < feed.tail or monotonic() - self.asked_at > ANSWER_LASTS:
            return False
        since = feed.frames[self.asked_head - feed.tail :]
        return not any(KINDS[frame.kind].rights for frame in since)

    async def _ask(self, thread: int | None) -> None:
        admitted, self.asked_head = self.stay.admitted, self.seat.feed.head
        try:
            self.allowed = await threads.reading(self.may, admitted, thread)
            self.answer = admitted, thread
            self._show(thread)
        except Exception as error:
            log.warning("Whether somebody may write cannot be known right now (%s)", error)
        finally:
            self.asking = False

    def _show(self, thread: int | None) -> None:
        if self.allowed and self.writing and self.seat in self.seat.feed.seats:
            self.hub.presence[self.seat.feed.stream_id].types(self.seat.person, thread)
