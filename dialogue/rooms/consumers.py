import asyncio

from dialogue.live.refusals import NotAllowed
from dialogue.live.seat import Person, Seat
from dialogue.live.socket import LiveSocket
from dialogue.rooms import commands
from dialogue.rooms.entrance import person_of, room_for, seated
from dialogue.rooms.models import Participant, Reaction
from dialogue.rooms.models.participant import Place
from dialogue.rooms.models.reaction import Wish
from dialogue.rooms.publication import Draft, publish
from dialogue.rooms.revising import Edit, Withdrawal, revise
from dialogue.rooms.wording import Likely


class RoomSocket(LiveSocket):
    """One visitor in one room. Commands become drafts for the writer; the rules are asked there, in the transaction."""

    decoder = commands.DECODER

    def enter(self, session_key: str) -> tuple[int, Person]:
        user = person_of(session_key)
        self.room = room_for(user, self.scope["url_route"]["kwargs"]["slug"])
        self.likely = Likely(self.room.languages, getattr(user, "languages", ()))
        return self.room.stream_id, seated(user)

    def ask(self, seat: Seat, command: commands.Command) -> asyncio.Future | None:
        person = seat.person
        if person.id is None:
            if isinstance(command, commands.Read):
                return None
            return self.refused(NotAllowed(code="sign_in"))
        place = (self.room.stream_id, self.room.pk, person.id)
        submit = self.hub.writer.submit
        match command:
            case commands.Post(key, text, parent, language, mandate):
                self.hub.presence[self.room.stream_id].stopped(person)
                return submit(publish, Draft(*place, key, text, parent, language, mandate, self.likely))
            case commands.Edit(key, post, text, language):
                return submit(revise, Edit(*place, key, post, text, language, self.likely))
            case commands.Withdraw(key, post):
                return submit(revise, Withdrawal(*place, key, post))
            case commands.React(_, post, kind):
                return submit(Reaction.objects.express, Wish(*place, post, kind))
            case commands.Read(seq):
                return submit(Participant.objects.read_up_to, Place(*place, min(seq, seat.sent)))
        return None

    def refused(self, refusal) -> asyncio.Future:
        future = asyncio.get_running_loop().create_future()
        future.set_exception(refusal)
        return future
