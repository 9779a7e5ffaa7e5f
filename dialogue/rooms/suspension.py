"""Suspending a person: who may, and what it takes, is decided in accounts; it is told in every room where they take part."""

from collections.abc import Callable
from datetime import timedelta

from django.core.exceptions import ValidationError

from accounts.models import Suspension, User
from dialogue.live.record import Record, writing
from dialogue.rooms.models import Room


def suspend(person: User, lasts: timedelta, by: User, reason: str) -> Suspension:
    """For so long this person can read, and nothing else, anywhere; at once, or when a second person confirms it
    (`begun_at`). ValidationError says why not."""
    return _told(person, by, lambda: Suspension.propose(person, by, reason, lasts=lasts))


def reinstate(person: User, by: User, reason: str) -> Suspension:
    """They take part again; at once, or when a second person confirms it."""
    return suspend(person, timedelta(0), by, reason)


def confirm(suspension: Suspension, by: User) -> None:
    """The second person agrees."""

    def do() -> Suspension:
        suspension.confirm(by)
        return suspension

    _told(suspension.person, by, do)


def _told(person: User, by: User, do: Callable[[], Suspension]) -> Suspension:
    streams = list(Room.objects.filter(posts__author=person).distinct().order_by().values_list("stream", flat=True))
    with writing(streams) as record:
        try:
            done = do()
        except ValidationError as refusal:
            # Nothing was written; the record is left as it is, and the refusal goes on.
            refused = refusal
        else:
            if done.begun_at:
                _tell(record, streams, done, by)
            return done
    raise refused


def _tell(record: Record, streams: list[int], done: Suspension, by: User) -> None:
    """The record says that it happened, and to whom only by a salted hash: that goes when the person leaves (`holdings`)."""
    for stream_id in streams:
        kind = "person.reinstated" if done.lifts else "person.suspended"
        record.append(stream_id, kind, {}, actor=by, content=done.person.handle)
