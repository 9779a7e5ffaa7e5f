"""What somebody asks to do in a room: every door makes one, and a verb takes many."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Action:
    """`session` is the key of the session it comes by ("" for none): it is read again in the transaction. None says that
    there is none because nobody asks from outside: a command, a demonstration. No door of the network says so."""

    stream_id: int
    room_id: int
    person_id: int
    session: str | None = field(kw_only=True, repr=False)

    @property
    def asker(self) -> tuple[int, int, str | None]:
        """How Standing.load knows them."""
        return self.room_id, self.person_id, self.session

    def prepare(self) -> None:
        """What needs no transaction; raises the Refusal."""
