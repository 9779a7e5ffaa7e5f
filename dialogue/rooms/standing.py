"""How one person stands in one room: everything the policy looks at, read together for many people at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import Mandate, User
from dialogue.rooms.models.participant import Participant
from dialogue.rooms.models.room import Room


@dataclass(slots=True)
class Standing:
    """`person` is None for somebody who is not signed in."""

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
        return cls(room, person, participant, list(person.mandates.active().select_related("organisation")))

    @classmethod
    def load(cls, pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], "Standing"]:
        """Standings by (room id, person id), four queries for all of them; to be called with the streams locked."""
        pairs = set(pairs)
        room_ids, person_ids = {room for room, _ in pairs}, {person for _, person in pairs}
        rooms = Room.objects.in_bulk(room_ids)
        people = User.objects.in_bulk(person_ids)
        participants = {
            (participant.room_id, participant.person_id): participant
            for participant in Participant.objects.filter(room__in=room_ids, person__in=person_ids)
        }
        mandates = defaultdict(list)
        for mandate in Mandate.objects.active().filter(person__in=person_ids).select_related("organisation"):
            mandates[mandate.person_id].append(mandate)
        return {
            (room, person): cls(rooms[room], people.get(person), participants.get((room, person)), mandates[person])
            for room, person in pairs
        }
