"""Who comes in by a session, and as whom: asked when a socket opens and again whenever rights change."""

from django.contrib import auth
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.utils.translation import override

from accounts.models import User
from dialogue.live.refusals import NotFound
from dialogue.live.seat import Person
from dialogue.rooms.models import Room


def person_of(session_key: str):
    """The user of a session, checked as Django does for a page; anonymous when the session has ended."""
    request = HttpRequest()
    request.session = SessionStore(session_key or None)
    return auth.get_user(request)


def room_for(user, slug: str) -> Room:
    """The room, looked up through the visitor; NotFound says nothing about whether it exists."""
    with override(None):
        room = Room.objects.open_to(user).filter(slug=slug).select_related("stream", "theme").first()
    if room is None:
        raise NotFound
    return room


def seated(user) -> Person:
    """What the engine must know of a visitor."""
    if not isinstance(user, User):
        return Person()
    return Person(user.pk, user.handle, user.name, user.sector, user.country)
