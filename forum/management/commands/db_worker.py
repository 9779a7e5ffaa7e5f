"""`manage.py db_worker`: the background worker, which says that it lives and gives back what others left unfinished."""

import logging
import os
import threading
import time
from itertools import count

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone
from django_tasks.signals import task_finished, task_started
from django_tasks_db.management.commands import db_worker

from dialogue.live import board, metrics
from forum.unfinished import BEAT, beat, give_back

log = logging.getLogger(__name__)

# Seconds the longest job may take (all names compared with those of all officials); beats between two looks for unfinished jobs.
LONGEST, LOOK_EVERY = 3_600.0, 5


class Command(db_worker.Command):
    def handle(self, **options):
        self.job, self.began = "", 0.0
        task_started.connect(self.begin)
        task_finished.connect(self.finish)
        threading.Thread(target=self.live, name="signs of life", daemon=True).start()
        return super().handle(**options)

    def begin(self, task_result, **about) -> None:
        self.job, self.began = str(task_result.id), time.monotonic()

    def finish(self, **about) -> None:
        self.job = ""

    def live(self) -> None:
        for number in count():
            try:
                self.sign(look=number % LOOK_EVERY == 0)
            except (DatabaseError, InterfaceError, OSError) as error:
                # The worker itself meets a database that is away, and says so.
                log.warning("No sign of life: %s", error)
            finally:
                connection.close()
            time.sleep(BEAT.total_seconds())

    def sign(self, look: bool) -> None:
        if self.job and time.monotonic() - self.began > LONGEST:
            log.error("A job took more than %d s; this worker ends, and the next one tries again", LONGEST)
            os._exit(1)
        if job := self.job:
            beat(job, timezone.now())
        for why, number in give_back(timezone.now()).items() if look else ():
            metrics.unfinished(why, number)
        board.post()
