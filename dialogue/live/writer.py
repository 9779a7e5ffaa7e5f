"""Group commit: while one transaction commits, the next batch gathers. No artificial wait.

Two hundred people who write at once share a few commits instead of queueing for two hundred.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from time import perf_counter
from typing import Any, Protocol

from django.db import transaction

from dialogue.limits.crossing import crossed
from dialogue.live import metrics, threads
from dialogue.live.gathering import Gathering
from dialogue.live.models import Stream
from dialogue.live.outage import away
from dialogue.live.refusals import Busy, Refusal

log = logging.getLogger(__name__)

# A commit of 500 takes some 50 ms; longer ones would only make the people in them wait for each other.
BATCH = 500
# More than this waiting means the database has stopped; say so at once instead of promising.
WAITING_LIMIT = 5_000


class Draft(Protocol):
    """What a verb that can be hot takes a list of. `prepare` does, or refuses, what needs no transaction."""

    stream_id: int

    def prepare(self) -> None: ...


Verb = Callable[[list[Any]], list[Any]]


@dataclass(slots=True)
class Job:
    verb: Verb
    draft: Draft


class Writer:
    """The one writer of a process. `submit` keeps the order of its calls; `wrote` is called after each batch is answered."""

    def __init__(self, wrote: Callable[[], object] = bool) -> None:
        self.jobs = Gathering(self._write, BATCH, WAITING_LIMIT, wrote)

    def submit(self, verb: Verb, draft: Draft) -> asyncio.Future:
        """A future of the verb's outcome for this draft, set after the commit; a Refusal comes as its exception."""
        return self.jobs.submit(Job(verb, draft))

    async def _write(self, batch: list[Job]) -> list[Any]:
        began = perf_counter()
        try:
            return await threads.writing(outcomes_of, batch)
        finally:
            metrics.committed(len(batch), perf_counter() - began)


def outcomes_of(batch: list[Job]) -> list[Any]:
    """What became of each job, in order; what cannot be prepared does not reach the transaction."""
    outcomes: dict[int, Any] = {}
    ready: list[Job] = []
    for job in batch:
        try:
            job.draft.prepare()
            ready.append(job)
        except Refusal as refusal:
            outcomes[id(job)] = refusal
    outcomes |= {id(job): outcome for job, outcome in zip(ready, commit(ready) if ready else (), strict=True)}
    return [outcomes[id(job)] for job in batch]


def commit(batch: list[Job], again: bool = True) -> list[Any]:
    """The outcomes of a batch, in its order; what spoils the batch is found by trying one by one. What another transaction
    crossed is tried once more (`again`)."""
    try:
        with transaction.atomic():
            runs = [(verb, [job.draft for job in run]) for verb, run in groupby(batch, key=lambda job: job.verb)]
            if len(streams := {job.draft.stream_id for job in batch}) > 1:
                # All at once and in order of id: verbs lock theirs one after the other, and so do edits among themselves.
                Stream.objects.lock(streams)
            return [outcome for verb, drafts in runs for outcome in verb(drafts)]
    except Refusal as refusal:
        if len(batch) == 1:
            return [refusal]
    except Exception as error:
        if crossed(error):
            return commit(batch, again=False) if again else [Busy(retry_after=1)] * len(batch)
        if away(error):
            log.warning("The database did not take a batch of %d: %s", len(batch), error, extra={"refused": len(batch)})
            return [Busy(retry_after=2)] * len(batch)
        # One that nobody foresaw must not cost the others of its batch their words.
        if len(batch) == 1:
            log.exception("A draft could not be written")
            return [Busy(retry_after=1)]
    return [outcome for job in batch for outcome in commit([job])]
