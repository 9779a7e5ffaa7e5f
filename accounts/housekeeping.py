"""What is kept for a time only, and ends by itself: each app registers its jobs at start-up, `manage.py housekeeping` does them."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TypeVar

from django.db import InterfaceError, OperationalError

from dialogue.limits.crossing import crossed

log = logging.getLogger(__name__)

Thing = TypeVar("Thing")


class Unfinished(Exception):
    """Some of the things a job is about could not be done; the others were."""


# Given the time, does what is due by then and says how many things it did. Doing it twice does nothing more.
Job = Callable[[datetime], int]

_jobs: dict[str, Job] = {}


def each(things: Iterable[Thing], do: Callable[[Thing], object]) -> int:
    """Do it for each, and count for how many something was done. One that fails keeps no other from its turn: it is told at the
    end, by raising Unfinished. What another transaction crossed is done once more; a database that is away ends it at once."""
    done, failed = 0, []
    for thing in things:
        try:
            done += bool(_once_more(do, thing))
        except Exception as error:
            if isinstance(error, InterfaceError | OperationalError) and not crossed(error):
                raise
            log.exception("Housekeeping failed at %r", thing)
            failed.append(thing)
    if failed:
        raise Unfinished(f"{done} were done, {len(failed)} failed")
    return done


def _once_more(do: Callable[[Thing], object], thing: Thing) -> object:
    try:
        return do(thing)
    except OperationalError as error:
        if not crossed(error):
            raise
        return do(thing)


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
