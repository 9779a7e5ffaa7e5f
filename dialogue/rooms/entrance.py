"""Who comes in by a session, and as whom: asked when a socket opens and again whenever rights change."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from accounts import sessions
from accounts.models import Mandate, User
from accounts.models.held import holds_end
from accounts.sectors import Sector
from dialogue.live.entrance import Admission, Ask
from dialogue.live.refusals import NotFound, Refusal
from dialogue.live.seat import Person
from dialogue.rooms.models import Participant, Room
from dialogue.rooms.standing import covering
from dialogue.rooms.wording import Likely


class Entered(NamedTuple):
    """What a socket remembers of its room."""

    pk: int
    likely: Likely


class Visitor(NamedTuple):
    """Who comes by a session, and when it ends by itself."""

    user: User | AnonymousUser
    ends: datetime | None = None


def people_of(session_keys: Iterable[str]) -> dict[str, Visitor]:
    """Who comes by each session, as Django finds it for a page, in two queries for all; anonymous when it has ended."""
    keys = {key for key in session_keys if key}
    opened = sessions.opened(keys)
    users = User.objects.with_powers({session.person_id for session in opened.values() if session.person_id})
    people = dict.fromkeys({"", *keys}, Visitor(AnonymousUser()))
    for key, session in opened.items():
        user = users.get(session.person_id or 0)
        if user and user.is_active and session.of(user).exists:
            people[key] = Visitor(user, session.expires_at)
    return people


def room_for(user, slug: str) -> Room:
    """The room, looked up through the visitor; NotFound says nothing about whether it exists."""
    with override(None):
        room = Room.objects.open_to(user).filter(slug=slug).select_related("stream", "theme").first()
    if room is None:
        raise NotFound
    return room


def admit(asks: Sequence[Ask]) -> list[Admission | Refusal]:
    """Who may sit down where. What everyone may read is looked up once for all; the rest through each visitor."""
    people = people_of(ask.session_key for ask in asks)
    public = {
        room.slug: room for room in Room.objects.open_to(AnonymousUser()).filter(slug__in={ask.place for ask in asks})
    }
    known = {visitor.user.pk for visitor in people.values() if visitor.user.pk}
    held = Mandate.objects.in_hand(known)
    paused = holds_end(known)
    muted = Participant.objects.muted_now(known)
    outcomes: list[Admission | Refusal] = []
    for ask in asks:
        user, ends = people[ask.session_key]
        try:
            room = public.get(ask.place) or room_for(user, ask.place)
        except NotFound as refusal:
            outcomes.append(refusal)
        else:
            muted_until = muted.get((room.pk, user.pk or 0))
            ends = min((moment for moment in (ends, paused.get(user.pk or 0)) if moment), default=None)
            outcomes.append(_admission(user, room, held[user.pk] if user.pk else [], ends, muted_until))
    return outcomes


def _admission(
    user: User | AnonymousUser, room: Room, held: list[Mandate], ends: datetime | None, muted_until: datetime | None
) -> Admission:
    """`ends`: when their session does, or a mandate of theirs is in force again."""
    public = room.visibility == Room.Visibility.PUBLIC
    if not isinstance(user, User):
        return Admission(room.stream_id, Person(), Entered(room.pk, Likely(room.languages)), public=public)
    suspended_until = user.suspended_until if user.suspended() else None
    # When what they may do changes by itself.
    until = [ends, muted_until, suspended_until, *(mandate.valid_until for mandate in held)]
    sector = held[0].organisation.sector if held else Sector.CITIZEN.value
    chosen = [{"mandate": mandate.pk, "organisation": mandate.organisation.name} for mandate in covering(held, room)]
    return Admission(
        room.stream_id,
        Person(user.pk, user.handle, user.name, sector, user.country),
        Entered(room.pk, Likely(room.languages, user.languages)),
        {"mandates": chosen, "silenced": _silenced(user, muted_until)},
        min((moment for moment in until if moment), default=None),
        public,
    )


def _silenced(user: User, muted_until: datetime | None) -> dict | None:
    """{"code", "until"}: why they may not speak, told on their own line only."""
    if user.suspended_until and user.suspended():
        return {"code": "suspended", "until": user.suspended_until}
    return {"code": "muted", "until": muted_until} if muted_until else None
