from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import sessions
from accounts.models import User
from accounts.models.rights_model import RightsModel, RightsQuerySet
from dialogue.live import access
from dialogue.live.record import writing
from dialogue.rooms.action import Action
from dialogue.rooms.models.room import Room


@dataclass(slots=True)
class Place(Action):
    """How far somebody has read."""

    seq: int


class ParticipantQuerySet(RightsQuerySet["Participant"]):  # type: ignore[override]  # as_manager, which the stubs make up
    def muted_now(self, person_ids: Iterable[int]) -> dict[tuple[int, int], datetime]:
        """{(room id, person id): until when}"""
        muted = self.filter(person__in=person_ids, muted_until__gt=timezone.now())
        rows = muted.values_list("room", "person", "muted_until")
        return {(room, person): until for room, person, until in rows if until}

    def read_up_to(self, places: Sequence[Place]) -> list[dict]:
        """Remember how far people have read; a smaller number than before changes nothing, nor what comes by a session that
        has ended."""
        furthest: dict[tuple[int, int], int] = {}
        people = User.objects.in_bulk({place.person_id for place in places})
        found = sessions.facts(((place.person_id, place.session) for place in places), people)
        for place in places:
            if (session := found[place.person_id, place.session]) and not session.exists:
                continue
            at = (place.room_id, place.person_id)
            furthest[at] = max(place.seq, furthest.get(at, 0))
        Participant.objects.bulk_create(
            [Participant(room_id=room, person_id=person) for room, person in furthest], ignore_conflicts=True
        )
        for (room, person), seq in furthest.items():
            self.filter(room=room, person=person, read_seq__lt=seq).update(read_seq=seq)
        return [{}] * len(places)


class Participant(RightsModel):
    """One person in one room: whether a member, how far they have read, until when muted."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="participations")
    member = models.BooleanField(_("member"), default=False)
    read_seq = models.BigIntegerField(default=0)
    muted_until = models.DateTimeField(_("muted until"), null=True, blank=True)

    RIGHTS = frozenset({"room", "person", "member", "muted_until"})

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [models.UniqueConstraint(fields=["room", "person"], name="once_in_a_room")]

    def __str__(self) -> str:
        return f"{self.person} in {self.room}"

    @classmethod
    def announce(cls, rows: list["Participant"]) -> None:
        streams = dict(Room.objects.filter(pk__in=[row.room_id for row in rows]).values_list("pk", "stream"))
        access.changed((row.person_id, streams[row.room_id]) for row in rows)

    def streams(self) -> list[int]:
        return [self.room.stream_id]

    def muted(self, at: datetime | None = None) -> bool:
        return bool(self.muted_until and self.muted_until > (at or timezone.now()))

    def mute(self, until: datetime, by) -> None:
        """Nobody hears this person in this room until then; they may still read."""
        self._set_mute(until, "person.muted", by)

    def unmute(self, by) -> None:
        self._set_mute(None, "person.unmuted", by)

    def _set_mute(self, until: datetime | None, kind: str, by) -> None:
        with writing([self.room.stream_id]) as record:
            self.muted_until = until
            self.save(update_fields=["muted_until"])
            # Everybody learns that it happened, nobody to whom; their own line is told by their standing there.
            record.append(self.room.stream_id, kind, {}, actor=by, content=self.person.handle)
