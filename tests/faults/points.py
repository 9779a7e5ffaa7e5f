"""Fail points: the named moments on the way of a post at which a process can be made to die, by wrapping the functions there.

The death is announced on standard error first, so that a run can tell that the point was reached and not merely passed by.
"""

import os
import signal
import sys
import threading
from functools import wraps

from django.db.backends.base.base import BaseDatabaseWrapper
from redis.asyncio.client import Pipeline

from dialogue.live import record
from dialogue.live.models import StreamQuerySet
from dialogue.live.record import Record
from dialogue.live.socket import LiveSocket
from tests.faults.servers import POINTS, REACHED

# Whether the transaction of this thread has written to the record.
_thread = threading.local()


class Point:
    def __init__(self, name: str, arrival: int):
        self.name, self.left = name, arrival

    def arrive(self) -> None:
        self.left -= 1
        if self.left == 0:
            sys.stderr.write(f"{REACHED} {self.name}\n")
            sys.stderr.flush()
            os.kill(os.getpid(), signal.SIGKILL)


def around(owner, name: str, before=None, after=None) -> None:
    """Put something before or after `owner.name`; AttributeError when there is no such function any more."""
    real = getattr(owner, name)

    @wraps(real)
    def wrapped(*args, **options):
        if before:
            before(*args)
        result = real(*args, **options)
        if after:
            after(*args)
        return result

    setattr(owner, name, wrapped)


def after_begin(point: Point) -> None:
    around(StreamQuerySet, "lock", after=lambda *_: point.arrive())


def after_insert(point: Point) -> None:
    around(record, "insert", after=lambda *_: point.arrive())


def _recorded(arrive):
    def end(*_):
        if _thread.__dict__.pop("recorded", False):
            arrive()

    return end


def _mark() -> None:
    around(Record, "write", after=lambda *_: setattr(_thread, "recorded", True))


def before_commit(point: Point) -> None:
    _mark()
    around(BaseDatabaseWrapper, "_commit", before=_recorded(point.arrive))


def after_commit(point: Point) -> None:
    _mark()
    around(BaseDatabaseWrapper, "_commit", after=_recorded(point.arrive))


def after_bell(point: Point) -> None:
    real = Pipeline.execute

    async def execute(self, *args, **options):
        rings = [command for command in self.command_stack if b'"ring":"stream"' in command[0][-1]]
        result = await real(self, *args, **options)
        if rings:
            point.arrive()
        return result

    Pipeline.execute = execute


def before_ack(point: Point) -> None:
    def answered(socket, seat, key, future):
        if not future.cancelled() and future.exception() is None:
            point.arrive()

    around(LiveSocket, "answered", before=answered)


WORK = {
    work.__name__: work for work in (after_begin, after_insert, before_commit, after_commit, after_bell, before_ack)
}
assert set(WORK) == set(POINTS)


def arm(plan: str) -> None:
    """`plan` is NAME:ARRIVAL."""
    name, _, arrival = plan.partition(":")
    WORK[name](Point(name, int(arrival)))
