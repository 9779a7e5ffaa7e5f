"""How one person stands in one room: everything the policy looks at, read together for many people at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts import sessions
from accounts.models import Mandate, User
from accounts.sessions import SessionFact
from dialogue.rooms.models.participant import Participant
from dialogue.rooms.models.room import Room


@dataclass(slots=True)
class Standing:
    """`person` is None for somebody who is not signed in. `mandates` are those that can be chosen in this room; `session` is
    what they come by, None where nobody asks from outside (Action)."""

    room: Room
    person: User | None
    participant: Participant | None = None
    mandates: list[Mandate] = field(default_factory=list)
    session: SessionFact | None = None
    # Whether they may moderate; settled once, for the rules ask it often.
    staff: bool = field(init=False)

    def __post_init__(self) -> None:
        self.staff = bool(self.person and self.person.moderator)

    @property
    def member(self) -> bool:
        return bool(self.participant and self.participant.member)

    @classmethod
    def of(cls, person, room: Room, session: SessionFact | None) -> "Standing":
        """The standing of a signed-in or anonymous visitor."""
        if not person.is_authenticated:
            return cls(room, None, session=session)
        participant = Participant.objects.filter(room=room, person=person).first()
        held = covering(Mandate.objects.in_hand([person.pk])[person.pk], room)
        return cls(room, person, participant, held, session)

    @classmethod
    def load(cls, askers: Iterable[tuple[int, int, str | None]]) -> dict[tuple[int, int, str | None], "Standing"]:
        """Standings by (room id, person id, session key), at most seven queries for all of them; to be called with the streams
        locked. Whoever comes by a session that has ended is nobody, whatever was known when they came."""
        asked = set(askers)
        room_ids, person_ids = {room for room, _, _ in asked}, {person for _, person, _ in asked}
        rooms = Room.objects.select_related("theme").in_bulk(room_ids)
        people = User.objects.with_powers(person_ids)
        participants = {
            (participant.room_id, participant.person_id): participant
            for participant in Participant.objects.filter(room__in=room_ids, person__in=person_ids)
        }
        held = Mandate.objects.in_hand(person_ids)
        found = sessions.facts(((person, key) for _, person, key in asked), people)
        standings = {}
        for room, person, key in asked:
            if (session := found[person, key]) and not session.exists:
                standings[room, person, key] = cls(rooms[room], None, session=session)
            else:
                standings[room, person, key] = cls(
                    rooms[room], people.get(person), participants.get((room, person)),
                    covering(held[person], rooms[room]), session,
                )  # fmt: skip
        return standings


def covering(mandates: list[Mandate], room: Room) -> list[Mandate]:
    """Those that may be used in this room: some are for certain themes only."""
    return [mandate for mandate in mandates if not mandate.themes or mandate.covers(room.theme.slug)]
