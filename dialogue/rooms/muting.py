"""Muting somebody in a room. Who muted whom, and when, only the record says, and to whom by a salted hash: it is asked for the
person at hand."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts import letters
from accounts.models import User
from accounts.models.hold import HOLD
from accounts.models.suspension import speaks_for_a_body
from dialogue.live.models import Event, Stream
from dialogue.rooms import policy
from dialogue.rooms.models import Participant, Room
from dialogue.rooms.standing import Standing


def mute(standing: Standing, person: User, lasts: timedelta) -> None:
    """Whoever speaks for a body is told by mail, as of a suspension; by mail to everybody, one could fill a mailbox."""
    room = standing.room
    with transaction.atomic():
        # In the order in which suspending locks them: of two words of one moderator, the second sees the first.
        Stream.objects.lock([room.stream_id])
        held = User.objects.held(person.pk, getattr(standing.person, "pk", None))
        person = next(each for each in held if each.pk == person.pk)
        policy.silence(standing, person, lasts)
        place, _new = Participant.objects.get_or_create(room=room, person=person)
        place.mute(timezone.now() + lasts, standing.person)
        # The title of a room is for those who may read it.
        if speaks_for_a_body(person).exists() and (place.member or room.visibility == Room.Visibility.PUBLIC):
            words = {"room": room, "until": place.muted_until}
            transaction.on_commit(partial(letters.write, person, "person_muted", words), robust=True)


def _mutes(person: User, **where) -> Iterator[Event]:
    """The latest first."""
    found = Event.objects.filter(kind="person.muted", **where).exclude(salt="").order_by("-seq")
    return (event for event in found.iterator() if event.is_of(event.kind, person.handle))


def lately(person: User, by: User, since: datetime) -> bool:
    return any(_mutes(person, actor=by, at__gt=since))


def shorten(person: User) -> int:
    """Whoever comes to speak for a body is muted for no longer than they could be from now on."""
    now, shortened = timezone.now(), 0
    for place in (
        Participant.objects.select_for_update(of=("self",), no_key=True).filter(person=person).select_related("room")
    ):
        if not place.muted_until or place.muted_until <= now:
            continue
        muted = next(_mutes(person, stream=place.room.stream_id), None)
        ends = (muted.at if muted else now) + HOLD
        if place.muted_until > ends:
            place.muted_until = ends
            place.save(update_fields=["muted_until"])
            shortened += 1
    return shortened
