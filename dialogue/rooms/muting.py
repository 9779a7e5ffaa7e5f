"""Who muted whom, and when. The record alone says so, to whom only by a salted hash: it is asked for the person at hand."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from accounts.models.hold import HOLD
from dialogue.live.models import Event
from dialogue.rooms.models import Participant


def _mutes(person: User, **where) -> Iterator[Event]:
    """The latest first."""
    found = Event.objects.filter(kind="person.muted", **where).exclude(salt="").order_by("-seq")
    return (event for event in found.iterator() if event.is_of(event.kind, person.handle))


def lately(person: User, by: User, since: datetime) -> bool:
    return any(_mutes(person, actor=by, at__gt=since))


def shorten(person: User) -> int:
    """Whoever comes to speak for a body is muted for no longer than they could be from now on."""
    now, shortened = timezone.now(), 0
    for place in Participant.objects.select_for_update(of=("self",)).filter(person=person).select_related("room"):
        if not place.muted_until or place.muted_until <= now:
            continue
        muted = next(_mutes(person, stream=place.room.stream_id), None)
        ends = (muted.at if muted else now) + HOLD
        if place.muted_until > ends:
            place.muted_until = ends
            place.save(update_fields=["muted_until"])
            shortened += 1
    return shortened
