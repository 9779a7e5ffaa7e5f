import asyncio

from dialogue.live.entrance import Admission
from dialogue.live.refusals import NotAllowed
from dialogue.live.seat import Seat
from dialogue.live.socket import LiveSocket
from dialogue.rooms import commands, policy
from dialogue.rooms.entrance import Entered, admit
from dialogue.rooms.models import Participant, Reaction, Thread
from dialogue.rooms.models.participant import Place
from dialogue.rooms.models.reaction import Wish
from dialogue.rooms.publication import Draft, publish
from dialogue.rooms.revising import Edit, Withdrawal, revise
from dialogue.rooms.standing import Standing


class RoomSocket(LiveSocket):
    """One visitor in one room. Commands become drafts for the writer; the rules are asked there, in the transaction."""

    decoder = commands.DECODER
    admit = staticmethod(admit)

    @staticmethod
    def may_type(admission: Admission, thread: int | None) -> bool:
        here: Entered = admission.place
        # Their line ends with their session; whether that stands is asked when they post.
        place = here.pk, admission.person.id or 0, None
        found = Thread.objects.filter(room=here.pk, seq=thread).first() if thread is not None else None
        if thread is not None and found is None:
            return False
        return policy.allows(policy.speak_in, Standing.load([place])[place], found)

    def ask(self, seat: Seat, command: commands.Command) -> asyncio.Future | None:
        person = seat.person
        if person.id is None:
            if isinstance(command, commands.Read):
                return None
            return self.refused(NotAllowed(code="sign_in"))
        # As they were let in last: what changed meanwhile counts.
        stream_id, room, session = seat.feed.stream_id, self.stay.admitted.place, self.wanted.session_key
        place = (stream_id, room.pk, person.id)
        submit = self.hub.writer.submit
        match command:
            case commands.Post(key, text, parent, language, mandate, shown, answers):
                self.hub.presence[stream_id].stopped(person)
                draft = Draft(
                    *place, key, text, parent, language, mandate, room.likely, shown, answers, session=session
                )
                return submit(publish, draft)
            case commands.Edit(key, post, text, language, replaces):
                return submit(revise, Edit(*place, key, post, text, language, room.likely, replaces, session=session))
            case commands.Withdraw(key, post):
                return submit(revise, Withdrawal(*place, key, post, session=session))
            case commands.React(_, post, kind, pressed):
                return submit(Reaction.objects.express, Wish(*place, post, kind, pressed, session=session))
            case commands.Read(seq):
                return submit(Participant.objects.read_up_to, Place(*place, min(seq, seat.sent), session=session))
        return None

    def refused(self, refusal) -> asyncio.Future:
        future = asyncio.get_running_loop().create_future()
        future.set_exception(refusal)
        return future
