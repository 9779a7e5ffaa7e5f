from collections import Counter
from collections.abc import Mapping

from django.conf import settings
from django.db import models

from accounts.sectors import Sector
from dialogue.rooms.models.room import Room


class VoiceQuerySet(models.QuerySet["Voice"]):
    def add(self, rooms: Mapping[int, Room], posts: Mapping[tuple[int, int, str], int]) -> None:
        """Add posts, by (room, person, sector), that came into sight or (below zero) went out of it. The streams of `rooms`
        are locked, and the rooms were read since; their counts are to be saved by whoever calls."""
        known = self.filter(room__in=rooms, person__in={person for _room, person, _sector in posts})
        shown = Counter({(voice.room_id, voice.person_id, voice.sector): voice.posts for voice in known})
        kept: list[Voice] = []
        gone: list[Voice] = []
        for key, change in posts.items():
            (room_id, person_id, sector), before = key, shown[key]
            after = max(0, before + change)
            rooms[room_id].count(sector, people=bool(after) - bool(before), posts=change)
            voice = Voice(room_id=room_id, person_id=person_id, sector=sector, posts=after)
            (kept if after else gone).append(voice)
        Voice.objects.bulk_create(
            kept, update_conflicts=True, update_fields=["posts"], unique_fields=["room", "person", "sector"]
        )
        for voice in gone:
            self.filter(room=voice.room_id, person=voice.person_id, sector=voice.sector).delete()

    def change(self, room_id: int, posts: Mapping[tuple[int, str], int]) -> Room:
        """The same for one room whose stream is locked, by (person, sector); the counts of the room are saved."""
        room = Room.objects.get(pk=room_id)
        self.add({room_id: room}, {(room_id, *key): number for key, number in posts.items()})
        Room.objects.filter(pk=room_id).update(people=room.people, voices=room.voices)
        return room


class Voice(models.Model):
    """How many posts of a person, in one capacity, are in sight in a room; no row where none is. Changed in the transaction
    that changes the posts, under the lock of the stream, so that `Room.people` never counts posts or people."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="voices")
    sector = models.CharField(max_length=16, choices=Sector.choices)
    posts = models.PositiveIntegerField()

    objects = VoiceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "person", "sector"], name="one_voice_per_capacity")]

    def __str__(self) -> str:
        return f"{self.person} as {self.sector}"
