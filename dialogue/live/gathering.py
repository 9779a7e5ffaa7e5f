"""While one batch is worked on, the next gathers. No artificial wait: under load batches grow by themselves."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from django.db import OperationalError

from dialogue.live.outage import away
from dialogue.live.refusals import Busy, Refusal

log = logging.getLogger(__name__)

# Whoever has waited so long (seconds) is told to come back, whatever the database is doing.
PATIENCE = 4.0
LOOK_EVERY = 0.5
# A database that is frozen says nothing by itself.
SILENCE = OperationalError(f"no answer within {PATIENCE:g} s")


@dataclass(slots=True)
class Asked:
    item: Any
    done: asyncio.Future
    at: float = field(default_factory=monotonic)

    def answer(self, outcome: Any) -> None:
        if self.done.done():
            return
        if isinstance(outcome, Refusal):
            self.done.set_exception(outcome)
        else:
            self.done.set_result(outcome)


class Gathering:
    """Many askers, few trips: `work` is given a list of what was submitted and returns an outcome for each.

    `batch` is the most that goes in one trip, `limit` the most that waits; more is refused at once instead of promised.
    `after` is called when a batch has been answered. A batch that fails is tried again in halves, so that what spoils
    it costs nobody else their place: `work` must leave nothing behind when it raises.
    """

    def __init__(
        self,
        work: Callable[[list[Any]], Awaitable[list[Any]]],
        batch: int,
        limit: int,
        after: Callable[[], object] = bool,
    ):
        self.work, self.batch, self.limit, self.after = work, batch, limit, after
        self.waiting: list[Asked] = []
        self.running: asyncio.Task | None = None

    def submit(self, item: Any) -> asyncio.Future:
        """A future of this item's outcome; a Refusal comes as its exception. The order of calls is kept."""
        asked = Asked(item, asyncio.get_running_loop().create_future())
        if len(self.waiting) >= self.limit:
            asked.answer(Busy(retry_after=5))
            return asked.done
        self.waiting.append(asked)
        if self.running is None or self.running.done():
            self.running = asyncio.create_task(self._run())
        return asked.done

    async def drained(self) -> None:
        """Wait until everything submitted has its outcome."""
        while self.running and not self.running.done():
            await asyncio.gather(self.running, return_exceptions=True)

    async def _run(self) -> None:
        while self.waiting:
            batch, self.waiting = self.waiting[: self.batch], self.waiting[self.batch :]
            for asked, outcome in zip(batch, await self._outcomes(batch), strict=True):
                asked.answer(outcome)
            self.after()

    async def _outcomes(self, batch: list[Asked]) -> list[Any]:
        trip = asyncio.ensure_future(self.work([asked.item for asked in batch]))
        try:
            while not (await asyncio.wait([trip], timeout=LOOK_EVERY))[0]:
                # What is on its way may still be done; whoever asks again with the same key gets the same answer.
                self._give_up(batch)
                self.waiting = self._give_up(self.waiting)
            return trip.result()
        except asyncio.CancelledError:
            trip.cancel()
            raise
        except Exception as error:
            if away(error):
                # It would not be there for each of them either.
                log.warning(
                    "The database did not answer a batch of %d: %s", len(batch), error, extra={"refused": len(batch)}
                )
                return [Busy(retry_after=2)] * len(batch)
            if len(batch) == 1:
                log.exception("What was asked could not be done")
                return [Busy(retry_after=2)]
        return await self._apart(batch)

    async def _apart(self, batch: list[Asked]) -> list[Any]:
        """Half by half, until whatever spoils it stands alone: few more trips than there are such items."""
        outcomes = []
        for half in (batch[: len(batch) // 2], batch[len(batch) // 2 :]):
            # Whoever waited too long meanwhile has been answered; the trips are for the others.
            self._give_up(half)
            rest = [asked for asked in half if not asked.done.done()]
            found = dict(zip(map(id, rest), await self._outcomes(rest) if rest else (), strict=True))
            outcomes += [found.get(id(asked)) for asked in half]
        return outcomes

    def _give_up(self, asked: list[Asked]) -> list[Asked]:
        """Answer those who have waited too long; returns the others."""
        overdue = monotonic() - PATIENCE
        late = [one for one in asked if one.at < overdue and not one.done.done()]
        for one in late:
            one.answer(Busy(retry_after=2))
        if late:
            log.warning("%d have waited too long: %s", len(late), SILENCE, extra={"refused": len(late)})
        return [one for one in asked if one.at >= overdue]
