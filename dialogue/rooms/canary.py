"""A word said every now and then through the front door, and how long it took to be taken and to be seen.

The canary is a marked person in a members-only room of its own: it measures what people live through, and nobody meets it.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from time import monotonic
from uuid import uuid4

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_noop as _
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin as Origins

from accounts.models import User
from accounts.models.user import Origin
from dialogue.rooms.models import Room
from dialogue.rooms.replay.cast import sign_in
from dialogue.rooms.replay.line import Address, Line
from dialogue.rooms.replay.speaker import Speaker
from dialogue.rooms.replay.stage import Unplayable, any_theme, in_every_language

ADDRESS = "canary@canary.invalid"
SOURCE = "manage.py canary"
# Seconds for one turn; whatever takes longer is a fault, not a figure.
PATIENCE = 20.0


class Silent(Exception):
    """A turn that came to nothing, and where it stopped."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Seconds from sending a word to its acknowledgement, and to its arrival on another socket."""

    acked: float
    seen: float


class Witness(Speaker):
    """The other socket: notes when the words with a number arrived."""

    def __init__(self, socket):
        super().__init__(socket)
        self.seen: dict[int, float] = {}
        self.news = asyncio.Event()

    def _hear(self, line: Line) -> None:
        super()._hear(line)
        if line.kind in ("post.said", "welcome"):
            self.seen[line.seq] = monotonic()
            self.news.set()

    async def _read(self) -> None:
        await super()._read()
        self.news.set()

    async def sees(self, seq: int) -> float:
        """When number `seq` arrived; 0 is the welcome. ConnectionError when the socket ends before."""
        while seq not in self.seen:
            if self.socket.close_code is not None:
                raise ConnectionError(f"the socket was closed with {self.socket.close_code}")
            self.news.clear()
            await self.news.wait()
        return self.seen[seq]


class Canary:
    """`turn` signs in, says a word, takes it back, and leaves no session behind."""

    def __init__(self, url: str, slug: str):
        self.url = url
        self.person = person()
        self.room = room_of(self.person, slug)

    def turn(self) -> Turn:
        """Raises Silent."""
        session = sign_in(self.person)
        self.room.stream.refresh_from_db()
        address = Address(self.url, self.room.slug, self.room.stream.epoch, settings.SESSION_COOKIE_NAME)
        try:
            return asyncio.run(one_turn(address, session))
        finally:
            SessionStore(session).delete()


def person() -> User:
    found = User.objects.filter(email=ADDRESS).first()
    return found or User.objects.create_user(ADDRESS, name=free_name(), origin=Origin.DEMONSTRATION, source=SOURCE)


def free_name() -> str:
    for number in count(1):
        with suppress(ValidationError):
            return User.free_name("Canary" if number == 1 else f"Canary {number}")
    raise AssertionError("numbers do not end")


def room_of(canary: User, slug: str) -> Room:
    """The canary's room, made if missing; Unplayable where others speak."""
    room = Room.objects.filter(slug=slug).first()
    if room is None:
        room = Room.objects.create(
            slug=slug,
            theme=any_theme(),
            titles=in_every_language(_("Canary")),
            questions=in_every_language(_("Does a post get through? A program checks here, and nobody else posts.")),
            visibility=Room.Visibility.MEMBERS,
            speakers=Room.Speakers.MEMBERS,
            origin=Origin.DEMONSTRATION,
            source=SOURCE,
        )
    if room.source != SOURCE:
        raise Unplayable(f"In the room “{slug}” people speak. Choose an address no room has yet: --room canary")
    if not room.participants.filter(person=canary, member=True).exists():
        room.admit(canary)
    return room


async def one_turn(address: Address, session: str) -> Turn:
    step = "let in"
    try:
        async with asyncio.timeout(PATIENCE):
            speaker, witness = await _enter(address, session), await _enter(address, session)
            for socket in (speaker, witness):
                await socket.sees(0)
            step = "acknowledged"
            sent = monotonic()
            seq = await _done(speaker, {"do": "post", "text": "Chirp.", "language": "en"})
            acked = monotonic()
            step = "seen"
            seen = await witness.sees(seq)
            step = "withdrawn"
            await _done(speaker, {"do": "withdraw", "post": seq})
            await speaker.leave()
            await witness.leave()
            return Turn(acked - sent, seen - sent)
    except (OSError, WebSocketException, TimeoutError) as reason:
        raise Silent(f"not {step}: {reason or f'nothing came within {PATIENCE:.0f} s'}") from reason


async def _enter(address: Address, session: str) -> Witness:
    headers = {"Cookie": f"{address.session_cookie}={session}"}
    origin = Origins(address.origin)
    return Witness(
        await connect(
            address.now(), origin=origin, additional_headers=headers, compression=None, ping_interval=None, proxy=None
        )
    )


async def _done(speaker: Speaker, command: dict) -> int:
    answer = await speaker.ask({**command, "key": str(uuid4())})
    if answer.error:
        raise ConnectionError(f"{answer.error['code']}: {answer.error['message']}")
    return answer.seq
