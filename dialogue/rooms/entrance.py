"""Who comes in by a session, and as whom: asked when a socket opens and again whenever rights change."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import override

from accounts.models import Mandate, User
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


def people_of(session_keys: Iterable[str]) -> dict[str, User | AnonymousUser]:
    """The user of each session, as Django finds it for a page, in two queries for all; anonymous when it has ended."""
    keys = {key for key in session_keys if key}
    rows = Session.objects.filter(pk__in=keys, expire_date__gt=timezone.now())
    opened = {row.pk: row.get_decoded() for row in rows}
    users = User.objects.in_bulk([data[auth.SESSION_KEY] for data in opened.values() if auth.SESSION_KEY in data])
    return {key: _user(key, opened.get(key, {}), users) for key in {"", *keys}}


def _user(key: str, session: dict, users: dict[int, User]) -> User | AnonymousUser:
    if auth.SESSION_KEY not in session:
        return AnonymousUser()
    user = users.get(int(session[auth.SESSION_KEY]))
    given = session.get(auth.HASH_SESSION_KEY, "")
    if user and user.is_active and constant_time_compare(given, user.get_session_auth_hash()):
        return user
    # A password was changed, the secret key is being replaced, a user is gone: Django's own rules decide.
    request = HttpRequest()
    request.session = SessionStore(key)
    return auth.get_user(request)


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
    known = [user.pk for user in people.values() if user.pk]
    held = Mandate.objects.in_hand(known)
    muted = Participant.objects.muted([room.pk for room in public.values()], known) if known else {}
    outcomes: list[Admission | Refusal] = []
    for ask in asks:
        user = people[ask.session_key]
        try:
            room = public.get(ask.place) or room_for(user, ask.place)
        except NotFound as refusal:
            outcomes.append(refusal)
        else:
            if user.pk and ask.place not in public:
                muted |= Participant.objects.muted([room.pk], [user.pk])
            outcomes.append(
                _admission(user, room, held[user.pk] if user.pk else [], muted.get((room.pk, user.pk or 0)))
            )
    return outcomes


def _admission(user: User | AnonymousUser, room: Room, held: list[Mandate], muted_until: datetime | None) -> Admission:
    if not isinstance(user, User):
        return Admission(room.stream_id, Person(), Entered(room.pk, Likely(room.languages)))
    now = timezone.now()
    sector = held[0].organisation.sector if held else Sector.CITIZEN.value
    chosen = [{"mandate": mandate.pk, "organisation": mandate.organisation.name} for mandate in covering(held, room)]
    return Admission(
        room.stream_id,
        Person(user.pk, user.handle, user.name, sector, user.country),
        Entered(room.pk, Likely(room.languages, user.languages)),
        {"mandates": chosen, "silenced": _silenced(user, muted_until)},
        min(
            (end for end in (*(m.valid_until for m in held), user.suspended_until, muted_until) if end and end > now),
            default=None,
        ),
    )


def _silenced(user: User, muted_until: datetime | None) -> dict | None:
    """{"code", "until"}: why they may not speak, told on their own line only."""
    if user.suspended_until and user.suspended():
        return {"code": "suspended", "until": user.suspended_until}
    return {"code": "muted", "until": muted_until} if muted_until else None
