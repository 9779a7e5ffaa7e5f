"""Waking everyone who follows a feed: the first news at once, what comes right behind it together."""

import asyncio

from dialogue.live.feed import Feed
from dialogue.live.seat import Seat

# News that follow sooner than this (seconds) wait for each other: one send costs the same for one event as for thirty.
JOIN = 0.005
# Seats woken before the loop is let go, so that a huge room does not stall the small ones.
STEP = 500


class Fan:
    """One feed's fan. `stir` may be called as often as one likes."""

    __slots__ = ("again", "feed", "loop", "stirred_at", "task", "timer")

    def __init__(self, feed: Feed):
        self.feed = feed
        self.loop = asyncio.get_running_loop()
        self.stirred_at = 0.0
        self.timer: asyncio.TimerHandle | None = None
        self.task: asyncio.Task | None = None
        self.again = False

    def stir(self) -> None:
        """Wake every seat, now or within a few milliseconds."""
        if self.task:
            self.again = True
        elif self.timer is None:
            wait = self.stirred_at + JOIN - self.loop.time()
            if wait > 0:
                self.timer = self.loop.call_later(wait, self._turn)
            else:
                self._turn()

    def _turn(self) -> None:
        self.timer = None
        self.stirred_at = self.loop.time()
        seats = list(self.feed.seats)
        for seat in seats[:STEP]:
            seat.wake()
        if len(seats) > STEP:
            self.task = self.loop.create_task(self._rest(seats[STEP:]))

    async def _rest(self, seats: list[Seat]) -> None:
        for count, seat in enumerate(seats):
            if count % STEP == 0:
                await asyncio.sleep(0)
            seat.wake()
        self.task = None
        if self.again:
            self.again = False
            self.stir()

    def stop(self) -> None:
        if self.timer:
            self.timer.cancel()
        if self.task:
            self.task.cancel()
