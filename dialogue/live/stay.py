"""How long somebody stays: asked again, from the beginning, whenever their rights may have changed or one of them ends by itself;
and every ten minutes, for what changes past Django (a statement by hand, another tool) is announced by nobody."""

import asyncio
import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils import timezone

from dialogue.live.closing import BUSY, NOT_HERE, RELOAD, SIGNED_OUT
from dialogue.live.entrance import Admission, Ask
from dialogue.live.frames import passing
from dialogue.live.refusals import NotFound
from dialogue.live.seat import Seat

if TYPE_CHECKING:
    from dialogue.live.hub import Hub

# Behind the moment at which a right ends, so that the database sees it ended.
BEHIND = 0.05
# Seconds until somebody is asked anew, at most: 10,000 lines are some 17 questions a second.
ANEW = 600.0


def pause(*, first: bool) -> float:
    """At first any part of it: after a restart all come at once, and must not be asked at once."""
    return ANEW * random.uniform(0 if first else 0.9, 1)  # noqa: S311  spreads questions, guards nothing


class Stay:
    """One reader's, over whatever line. `admit` is the door they came by."""

    seat: Seat | None = None
    timer: asyncio.TimerHandle | None = None

    def __init__(self, hub: "Hub", admit: Callable, ask: Ask):
        self.hub, self.ask, self.door = hub, ask, hub.entrance(admit)

    async def enter(self) -> Admission:
        """Raises the Refusal of the entrance."""
        self.rights = self.hub.rights
        self.admitted = await self.door.admission(self.ask)
        return self.admitted

    def begin(self, seat: Seat) -> None:
        self.seat = seat
        seat.feed.public = self.admitted.public
        self._set_timer(first=True)
        if self.hub.rights != self.rights:
            # They changed between the door and the seat, where nobody was found to be asked.
            self.reconsider()

    def end(self) -> None:
        if self.timer:
            self.timer.cancel()
        self.seat = None

    def reconsider(self) -> None:
        self.hub.start(self._reconsider())

    def _due(self) -> None:
        until = self.admitted.until
        self.hub.start(self._reconsider(doubted=until is not None and until <= timezone.now()))

    async def _reconsider(self, doubted: bool = True) -> None:
        try:
            admitted = await self.door.admission(self.ask)
        except NotFound:
            return self._close(NOT_HERE)
        except Exception:
            # Whoever was asked as a matter of form stays while the database is away.
            return self._close(BUSY) if doubted else self._set_timer(first=True)
        seat = self.seat
        if seat is None:
            return None
        if admitted.person.id != seat.person.id:
            return seat.close(SIGNED_OUT)
        if admitted.stream_id != seat.feed.stream_id:
            # Another room stands at this address now.
            return seat.close(RELOAD)
        self.hub.reseat(seat, admitted.person)
        if admitted.standing != self.admitted.standing:
            seat.answer(passing("standing", admitted.standing))
        self.admitted, seat.feed.public = admitted, admitted.public
        return self._set_timer(first=False)

    def _close(self, code: int) -> None:
        if self.seat:
            self.seat.close(code)

    def _set_timer(self, *, first: bool) -> None:
        if self.seat is None:
            return
        if self.timer:
            self.timer.cancel()
        left = pause(first=first)
        if self.admitted.until:
            left = min(left, max(0.0, (self.admitted.until - timezone.now()).total_seconds()) + BEHIND)
        self.timer = asyncio.get_running_loop().call_later(left, self._due)
