"""The open lines of one person: a socket and a stream in one session."""

import contextlib
from contextlib import AsyncExitStack
from uuid import uuid4

from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session

from accounts.models import Mandate, User
from dialogue.live.hub import Hub
from dialogue.rooms.models import Room
from tests.live.lines import Line
from tests.live.test_sse import Listener
from tests.patience import promised, soon
from tests.security.changing import keep
from tests.security.matrix import Case, World

# What is promised to whoever must not read or speak any more.
SOON = 2.0


class Lines:
    """The socket and the stream of one person, in one session."""

    def __init__(self, room: Room, who: User, key: str = ""):
        self.room, self.who, self.key, self.stack = room, who, key, AsyncExitStack()

    async def __aenter__(self) -> "Lines":
        self.socket = await self.stack.enter_async_context(Line(self.room, self.who, session_key=self.key))
        self.stream = await self.stack.enter_async_context(Listener(self.room, self.socket.session_key))
        await self.stream.hear(1)
        seats = Hub.here().feeds[self.room.stream_id].seats
        self.seats = [seat for seat in seats if seat.person.id == self.who.pk and seat.closed is None]
        self.before = [seat.reconsider.__self__.admitted for seat in self.seats]
        assert len(self.seats) == 2
        return self

    async def __aexit__(self, *error) -> None:
        await self.stack.aclose()

    def asked_again(self) -> bool:
        now = [seat.reconsider.__self__.admitted for seat in self.seats]
        pairs = zip(self.seats, self.before, now, strict=True)
        return all(seat.closed is not None or before is not after for seat, before, after in pairs)

    def until(self):
        """When both are asked again by themselves; None when they are closed, or differ."""
        moments = {None if seat.closed else seat.reconsider.__self__.admitted.until for seat in self.seats}
        return moments.pop() if len(moments) == 1 else None

    async def end_or_are_seated_anew(self) -> bool | None:
        """Whether both were closed, and the browsers told so; None when one of them goes on as if nothing had happened."""
        try:
            await soon(self.asked_again, promised(SOON))
        except TimeoutError:
            return None
        closed = {seat.closed for seat in self.seats}
        if closed == {None}:
            return False
        told = {(await self.socket.hear("closed"))["closed"]}
        while not isinstance(self.stream.frames[-1], int):
            await self.stream.hear(len(self.stream.frames) + 1)
        return closed == told | {self.stream.frames[-1]} or None

    async def refusal(self, mandate: Mandate | None) -> str | None:
        """The code with which a post is refused now; None when it is taken."""
        under = {"mandate": mandate.pk} if mandate else {}
        await self.socket.send(do="post", key=str(uuid4()), text="Still here.", **under)
        answer = await self.socket.hear("ack", "error")
        return answer["error"]["code"] if "error" in answer else None


@contextlib.asynccontextmanager
async def sitting(world: World, case: Case):
    """The lines of this case, and the world put back behind it."""
    rows = [getattr(world, row) for row in {*case.given, case.row} - {"session"}]
    restores = [await sync_to_async(keep)(await type(row)._default_manager.aget(pk=row.pk)) for row in rows]
    for row, values in case.given.items():
        await type(getattr(world, row))._base_manager.filter(pk=getattr(world, row).pk).aupdate(**values)
    try:
        async with Lines(world.rooms[case.place], getattr(world, case.who)) as lines:
            world.session = await Session.objects.aget(pk=lines.socket.session_key)
            yield lines
    finally:
        for restore in restores:
            await sync_to_async(restore)()
