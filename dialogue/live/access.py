"""Rights that change while sockets are open: a stream of its own, read by every process like any other.

What is written is only *whose* rights changed. Each seat concerned then asks again, from the beginning, whether it may stay.
"""

import json

import msgspec
from django.contrib.auth.signals import user_logged_out
from django.contrib.sessions.models import Session
from django.db.models.signals import post_delete

from dialogue.live.frames import Frame
from dialogue.live.kinds import kind
from dialogue.live.models import Stream
from dialogue.live.record import writing

NAME = "access"


@kind("access.changed")
class AccessChanged(msgspec.Struct):
    """Rights of `person` (id; null: of everyone) in `stream` (id; null: in every room) changed. Never sent to a browser."""

    person: int | None
    stream: int | None


def find_stream() -> int:
    """The id of the access stream."""
    return Stream.objects.get_or_create(name=NAME)[0].pk


def changed(person_id: int | None = None, on_stream: int | None = None) -> None:
    """To be called in the transaction that changes what somebody may read."""
    own = find_stream()
    with writing([own]) as record:
        record.append(own, "access.changed", {"person": person_id, "stream": on_stream})


def whom(frame: Frame) -> tuple[int | None, int | None]:
    data = json.loads(frame.text)["data"]
    return data["person"], data["stream"]


def listen() -> None:
    """Sessions end in many ways (sign-out, "sign out everywhere", a staff member); all of them delete the row."""
    post_delete.connect(_session_ended, sender=Session, dispatch_uid="live.access")
    user_logged_out.connect(_signed_out, dispatch_uid="live.access")


def _session_ended(sender, instance, **kwargs) -> None:
    person_id = instance.get_decoded().get("_auth_user_id")
    if person_id:
        changed(int(person_id))


def _signed_out(sender, request, user, **kwargs) -> None:
    if user:
        changed(user.pk)
