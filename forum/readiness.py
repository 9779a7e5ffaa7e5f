"""Whether the database answers, is up to date and takes what is written, asked so that one that hangs cannot hang us."""

import asyncio
import logging
import threading
from concurrent.futures import Future
from time import monotonic

from django.db import connection
from django.utils import timezone

from dialogue.live import trial
from dialogue.live.models import Stream
from forum.management.commands.prepare import pending
from forum.unfinished import wait_too_long

log = logging.getLogger(__name__)

# Seconds the database may take, and seconds its answer stands: probing more often must cost nothing.
PATIENCE, FRESH = 1.0, 1.0
# Seconds until writing is tried again, when it worked; when it did not, each look tries: people must not wait for a number.
TRY_EVERY = 3.0
# A look that hangs longer sits on a dead line, and would not see the database come back.
HOPELESS = 30.0


class Readiness:
    """One thread at a time looks, with a connection of its own; while it hangs there is no second one for half a minute."""

    def __init__(self) -> None:
        self.looking: Future[str] | None = None
        self.began = 0.0
        # Once up to date, always: a newer version of the code is another process.
        self.migrated = False
        self.try_at = 0.0
        # Mail and other jobs; pages are served all the same.
        self.jobs_wait = False

    async def missing(self) -> str:
        """`database`, `migrations` or `writing`, whichever is not as it must be; "" when all are."""
        if self.looking is None or monotonic() - self.began > (FRESH if self.looking.done() else HOPELESS):
            self.looking, self.began = Future(), monotonic()
            # No pool: it would wait for a hanging look when the process ends.
            threading.Thread(target=self.look, args=[self.looking], name="readiness", daemon=True).start()
        try:
            async with asyncio.timeout(PATIENCE):
                return await asyncio.shield(asyncio.wrap_future(self.looking))
        except TimeoutError:
            return "database"

    def look(self, answer: "Future[str]") -> None:
        lacks = "database"
        try:
            if not self.migrated:
                self.migrated = not pending()
            # A table that everything needs, not `SELECT 1`: that would also pass while the record is locked away.
            list(Stream.objects.values_list("pk")[:1])
            lacks = "writing"
            if self.migrated and monotonic() >= self.try_at:
                trial.write()
                self.try_at = monotonic() + TRY_EVERY
            lacks = "" if self.migrated else "migrations"
            self.jobs_wait = self.migrated and wait_too_long(timezone.now())
        except Exception as error:
            log.warning("Not ready: %s (%s)", lacks, error)
        finally:
            answer.set_result(lacks)
            connection.close()
