"""Jobs of the worker that came to no end: it was killed in the midst of one, or what one needs (the mail server) was away. Each is done
again. Every job may be done twice: a mail has the same Message-ID then, and a namesake who is marked is not marked again."""

import logging
from datetime import datetime, timedelta

from django.db.models import F, Q
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

log = logging.getLogger(__name__)

# Between two signs of life of a worker at its job; without one for so long, the job is another's.
BEAT, DEAD = timedelta(seconds=3), timedelta(seconds=30)
# Tries of one job; from the first to the second, four times as long to each after it: a day in all. What is older is out of date.
TRIES, PAUSE, LATEST = 7, timedelta(minutes=1), timedelta(days=1)
# Nobody waits longer for a code.
TOO_LONG = timedelta(minutes=2)


def beat(job: str, now: datetime) -> None:
    """A worker is at this job, and lives."""
    DBTaskResult.objects.running().filter(pk=job).update(started_at=now)


def give_back(now: datetime) -> dict[str, int]:
    """How many jobs are to be done again, because their worker is gone or because they failed; and how many never will be."""
    # The clock of a machine may have been wrong: a job that began in an hour is nobody's either.
    silent = DBTaskResult.objects.running().exclude(started_at__range=(now - DEAD, now + DEAD))
    last = Q(priority__lte=1 - TRIES) | Q(enqueued_at__lt=now - LATEST)
    failed = DBTaskResult.objects.failed().filter(enqueued_at__gte=now - LATEST)
    pauses = Q()
    for tried in range(TRIES - 1):
        pauses |= Q(priority=-tried, finished_at__lt=now - PAUSE * 4**tried)
    given_up = {"status": TaskResultStatus.FAILED, "finished_at": now, "traceback": "Its worker was gone."}
    # The priority counts the tries: so what is new goes first, and what fails keeps nothing up.
    again = {"status": TaskResultStatus.READY, "priority": F("priority") - 1, "run_after": now}
    counts = {
        "given_up": _changed(silent.filter(last), given_up),
        "worker_gone": _changed(silent.exclude(last), again),
        "failed": _changed(failed.filter(pauses), again),
    }
    if any(counts.values()):
        log.error(
            "Jobs without an end: %(worker_gone)d of dead workers and %(failed)d failed go again; %(given_up)d given up",
            counts,
        )
    return counts


def _changed(jobs, fields: dict) -> int:
    # On SQLite an UPDATE of nothing holds up whoever writes.
    return jobs.update(**fields) if jobs.exists() else 0


def wait_too_long(now: datetime) -> bool:
    """Whether jobs wait that should have begun: there is no worker, or it cannot keep up."""
    late = Q(run_after=get_date_max(), enqueued_at__lt=now - TOO_LONG) | Q(run_after__lt=now - TOO_LONG)
    return DBTaskResult.objects.ready().filter(late).exists()
