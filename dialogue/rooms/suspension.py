"""Suspending a person: the state is theirs (accounts), the announcement stands in every room where they take part."""

from datetime import datetime

from accounts.models import User
from dialogue.live.record import writing
from dialogue.rooms.models import Room


def suspend(person: User, until: datetime, by: User) -> None:
    """Until then this person can read, and nothing else, anywhere."""
    _announce(person, "person.suspended", by, lambda: person.suspend(until))


def reinstate(person: User, by: User) -> None:
    _announce(person, "person.reinstated", by, person.reinstate)


def _announce(person: User, kind: str, by: User, change) -> None:
    """The record says that it happened, and to whom only by a salted hash: that goes when the person leaves (`holdings`)."""
    streams = list(Room.objects.filter(posts__author=person).distinct().order_by().values_list("stream", flat=True))
    with writing(streams) as record:
        change()
        for stream_id in streams:
            record.append(stream_id, kind, {}, actor=by, content=person.handle)
