"""One room of the demonstration and what is said in it, done with the verbs that people use."""

from uuid import uuid4

from django.db import transaction

from accounts.models import User
from accounts.models.user import Origin
from dialogue.live.refusals import Refusal
from dialogue.rooms.demonstration.cast import HERE, MODERATOR, read
from dialogue.rooms.models import Reaction, Room, Theme
from dialogue.rooms.models.reaction import Wish
from dialogue.rooms.publication import Draft, Publication
from dialogue.rooms.revising import Edit, Withdrawal, revise_one


def written() -> dict[str, dict]:
    """What is written for each room, by the room's address."""
    rooms = [read(f"rooms/{path.name}") for path in sorted((HERE / "rooms").glob("*.json"))]
    return {room["slug"]: room for room in rooms}


class Debate:
    """`description` is a file of rooms/: a room, and `said`, its posts in the order they are said.

    A post has `who`, `language`, `text`; perhaps `as` (under their mandate), `id` and `reply` (the id of the
    post it answers), `felt` ({person: reaction}), and what became of it: `edit` (new text), `withdraw`,
    `hide`, `pin`, `lock`.
    """

    def __init__(self, description: dict, people: dict[str, User]):
        self.description, self.people = description, people
        self.moderator = people[MODERATOR]
        self.mandates = {user.pk: mandate for user in people.values() if (mandate := user.mandates.active().first())}
        self.numbers: dict[str, int] = {}

    @transaction.atomic
    def hold(self) -> Room:
        """Open the room, let everyone speak, then bring it into the state it is shown in."""
        room = self.room = self._open()
        for said in self.description["said"]:
            self._say(said)
        # Afterwards: who is locked out, slowed down or shut out cannot speak any more.
        for said in self.description["said"]:
            if said.get("lock"):
                room.threads.get(seq=self.numbers[said["id"]]).lock(self.moderator)
        if slow := self.description.get("slow"):
            room.slow_down(slow, self.moderator)
        if self.description.get("closed"):
            room.close(self.moderator)
        return room

    def _open(self) -> Room:
        about = self.description
        fields = ("slug", "titles", "questions", "languages", "visibility", "speakers")
        room = Room.objects.create(
            theme=Theme.objects.get(slug=about["theme"]),
            origin=Origin.DEMONSTRATION,
            **{field: about[field] for field in fields if field in about},
        )
        for short in about.get("members", ()):
            room.admit(self.people[short])
        return room

    def _say(self, said: dict) -> None:
        author = self.people[said["who"]]
        place = (self.room.stream_id, self.room.pk, author.pk)
        mandate = self.mandates[author.pk].pk if said.get("as") else None
        parent = self.numbers[said["reply"]] if "reply" in said else None
        seq = Publication.one(Draft(*place, uuid4(), said["text"], parent, said["language"], mandate, session=None))[
            "seq"
        ]
        if "id" in said:
            self.numbers[said["id"]] = seq
        self._react(seq, said.get("felt", {}))
        if "edit" in said:
            revise_one(Edit(*place, uuid4(), seq, said["edit"], said["language"], session=None))
        if said.get("withdraw"):
            revise_one(Withdrawal(*place, uuid4(), seq, session=None))
        if said.get("hide"):
            self.room.posts.get(seq=seq).hide(self.moderator)
        if said.get("pin"):
            self.room.threads.get(seq=seq).pin(self.moderator)

    def _react(self, seq: int, felt: dict[str, str]) -> None:
        place = (self.room.stream_id, self.room.pk)
        wishes = [Wish(*place, self.people[short].pk, seq, kind, session=None) for short, kind in felt.items()]
        for outcome in Reaction.objects.express(wishes) if wishes else ():
            if isinstance(outcome, Refusal):
                raise outcome
