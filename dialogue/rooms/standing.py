"""How one person stands in one room: everything the policy looks at, read together for many people at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import Mandate, User
from dialogue.rooms.models.participant import Participant
from dialogue.rooms.models.room import Room


@dataclass(slots=True)
class Standing:
    """`person` is None for somebody who is not signed in. `mandates` are those that can be chosen in this room."""

    room: Room
    person: User | None
    participant: Participant | None = None
    mandates: list[Mandate] = field(default_factory=list)

    @property
    def member(self) -> bool:
        return bool(self.participant and self.participant.member)

    @property
    def staff(self) -> bool:
        return bool(self.person and self.person.is_active and self.person.is_staff)

    @classmethod
    def of(cls, person, room: Room) -> "Standing":
        """The standing of a signed-in or anonymous visitor."""
        if not person.is_authenticated:
            return cls(room, None)
        participant = Participant.objects.filter(room=room, person=person).first()
        return cls(room, person, participant, covering(Mandate.objects.in_hand([person.pk])[person.pk], room))

    @classmethod
    def load(cls, pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], "Standing"]:
        """Standings by (room id, person id), at most five queries for all of them; to be called with the streams locked."""
        pairs = set(pairs)
        room_ids, person_ids = {room for room, _ in pairs}, {person for _, person in pairs}
        rooms = Room.objects.in_bulk(room_ids)
        people = User.objects.in_bulk(person_ids)
        participants = {
            (participant.room_id, participant.person_id): participant
            for participant in Participant.objects.filter(room__in=room_ids, person__in=person_ids)
        }
        held = Mandate.objects.in_hand(person_ids)
        return {
            (room, person): cls(
                rooms[room], people.get(person), participants.get((room, person)), covering(held[person], rooms[room])
            )
            for room, person in pairs
        }


def covering(mandates: list[Mandate], room: Room) -> list[Mandate]:
    """Those that may be used in this room: some are for certain themes only."""
    return [mandate for mandate in mandates if not mandate.themes or mandate.covers(room.theme.slug)]
