"""Rights that change while sockets are open: a stream of its own, read by every process like any other.

What is written is only *whose* rights changed. Each seat concerned then asks again, from the beginning, whether it may stay.
"""

import json
from collections.abc import Iterable

import msgspec
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils import timezone

from dialogue.live.frames import Frame
from dialogue.live.kinds import kind
from dialogue.live.models import Stream
from dialogue.live.record import writing

NAME = "access"
# More at once, and everybody asks again: one event instead of very many.
MANY = 100


@kind("access.changed")
class AccessChanged(msgspec.Struct):
    """Rights of `person` (id; null: of everyone) in `stream` (id; null: in every room) changed. Never sent to a browser."""

    person: int | None
    stream: int | None


def find_stream() -> int:
    """The id of the access stream."""
    return Stream.objects.get_or_create(name=NAME)[0].pk


def changed(whose: Iterable[tuple[int | None, int | None]]) -> None:
    """To be called in the transaction that changes rights: (person id, stream id), None for everyone and everywhere."""
    pairs = list(dict.fromkeys(whose))
    if not pairs:
        return
    own = find_stream()
    with writing([own]) as record:
        for person_id, stream_id in pairs if len(pairs) <= MANY else [(None, None)]:
            record.append(own, "access.changed", {"person": person_id, "stream": stream_id})


def changed_of(person_ids: Iterable[int]) -> None:
    """The rights of these people changed, in every room."""
    changed((person_id, None) for person_id in sorted(person_ids))


def whom(frame: Frame) -> tuple[int | None, int | None]:
    data = json.loads(frame.text)["data"]
    return data["person"], data["stream"]


def listen() -> None:
    """Sessions end in many ways (sign-out, "sign out everywhere", a staff member): the row is deleted, or tells of somebody
    else, or of an earlier end. One that ends by time, or past Django, is noticed by who sits there (stay.py)."""
    post_delete.connect(_session_ended, sender=Session, dispatch_uid="live.access")
    pre_save.connect(_session_to_be_saved, sender=Session, dispatch_uid="live.access")
    post_save.connect(_session_saved, sender=Session, dispatch_uid="live.access")


def _person_of(session: Session) -> tuple[str | None, str | None]:
    data = session.get_decoded()
    return data.get(SESSION_KEY), data.get(HASH_SESSION_KEY)


def _session_ended(sender, instance: Session, **kwargs) -> None:
    person_id, _ = _person_of(instance)
    if person_id and instance.expire_date > timezone.now():
        changed_of([int(person_id)])


def _session_to_be_saved(sender, instance: Session, **kwargs) -> None:
    before = Session.objects.filter(pk=instance.pk).first()
    person = _person_of(before) if before else (None, None)
    ends = before and (person != _person_of(instance) or instance.expire_date < before.expire_date)
    instance.ended_for = person[0] if ends else None  # type: ignore[attr-defined]


def _session_saved(sender, instance: Session, **kwargs) -> None:
    if person_id := instance.ended_for:  # type: ignore[attr-defined]
        changed_of([int(person_id)])
