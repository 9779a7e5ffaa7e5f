"""What is kept for a time only, and ends by itself: each app registers its jobs at start-up, `manage.py housekeeping` does them."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime

log = logging.getLogger(__name__)

# Given the time, does what is due by then and says how many things it did. Doing it twice does nothing more.
Job = Callable[[datetime], int]

_jobs: dict[str, Job] = {}


def register(name: str, job: Job) -> None:
    _jobs[name] = job


def keep_house(now: datetime) -> Iterator[tuple[str, int | None]]:
    """Each job by its name, and how many things it did; None where it failed, which keeps no other from its turn."""
    for name, job in _jobs.items():
        try:
            yield name, job(now)
        except Exception:
            log.exception("Housekeeping could not finish: %s", name)
            yield name, None
