"""A websocket of the engine: one seat, its line out, and its budget. A subclass says who may enter and what they may ask."""

import asyncio
import logging
from functools import partial
from urllib.parse import parse_qs

from channels.consumer import AsyncConsumer
from django.conf import settings
from django.http.cookie import parse_cookie
from django.utils import translation

from dialogue.live import closing, commands, metrics
from dialogue.live.budget import Budget
from dialogue.live.entrance import Admission, Ask, greeting
from dialogue.live.frames import MESSAGE_LIMIT, encode
from dialogue.live.hub import Hub
from dialogue.live.line import DIRECT, AsgiLine, DirectLine
from dialogue.live.refusals import Busy, Invalid, NotFound, Refusal
from dialogue.live.seat import Seat
from dialogue.live.stay import Stay
from dialogue.live.typing import Typist

log = logging.getLogger(__name__)

STRIKES = 3
# Commands of a guest that need somebody signed in, on one line: as many as a page sends again whose session has ended, and some.
# A person is held by their own budgets, and by how many lines they may have.
GUEST_COMMANDS = 10
# Refusals of a command that may be due to a session that is gone, or a room that may no longer be known.
DOUBTS = ("sign_in", "not_found")
# Commands of one socket that wait for their commit; a person cannot have more, a program must not.
PENDING = 50


class LiveSocket(AsyncConsumer):
    """Subclasses give `decoder`, `admit` (for many, in a thread), `may_type` (in a thread) and `ask` (on the loop, never waiting)."""

    decoder = commands.decoder()
    seat: Seat | None = None
    # What this line counts in, while it is open (dialogue/live/lines.py).
    counted: list | None = None
    # Why we closed the line, where no seat could be told to close.
    code: int | None = None

    @staticmethod
    def admit(asks: list[Ask]) -> list[Admission | Refusal]:
        """Who may sit down: see Entrance."""
        raise NotImplementedError

    @staticmethod
    def may_type(admission: Admission, thread: int | None) -> bool:
        """Whether whoever was let in may say something in this thread, or open one."""
        raise NotImplementedError

    def ask(self, seat: Seat, command: commands.Command) -> asyncio.Future | None:
        """Do what was asked; a future of the answer's fields, or None for what has no answer."""
        raise NotImplementedError

    async def __call__(self, scope, receive, send):
        # Not Channels' own loop: it makes a task for every message, and hops through a thread for every one of them, to
        # close connections we do not use.
        self.hub = Hub.here()
        self.budget, self.strikes, self.pending, self.early, self.tasks = Budget(), 0, 0, [], set()
        self.guest_commands = 0
        self.cookies, self.address = cookies_of(scope), (scope.get("client") or [""])[0]
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        self.query = {name: values[-1] for name, values in query.items()}
        self.wanted = Ask(self.cookies.get(settings.SESSION_COOKIE_NAME, ""), scope["url_route"]["kwargs"]["slug"])
        direct = scope.get("extensions", {}).get(DIRECT)
        self.line = DirectLine(direct, self.received, self.budget.spend) if direct else AsgiLine(send, self.start)
        said = 1006
        try:
            while (message := await receive())["type"] != "websocket.disconnect":
                if message["type"] == "websocket.connect":
                    # Accept first: a slow database must not turn into refused handshakes.
                    await send({"type": "websocket.accept"})
                    self.start(self.enter())
                else:
                    text = message.get("text")
                    data = message.get("bytes") or b"" if text is None else text.encode("utf-8", "surrogatepass")
                    self.received(text, len(data))
            said = message.get("code") or said
        finally:
            # Also when a handler failed or the server cancels us.
            if self.seat:
                self.stay.end()
                self.hub.rise(self.seat)
                # Seat and line refer to each other: neither is to wait for the collector (direct_http.py).
                self.seat.wake = lambda: None
            if self.counted:
                self.hub.lines.give_back(self.counted)
            for task in self.tasks:
                task.cancel()
            metrics.closed(self.code or (self.seat and self.seat.closed) or said)

    async def enter(self) -> None:
        self.stay = Stay(self.hub, type(self).admit, self.wanted)
        try:
            admitted = await self.stay.enter()
            feed = await self.hub.feed(admitted.stream_id)
        except NotFound:
            return self.shut(closing.NOT_HERE)
        except Busy:
            # Told where it was met, once for all who came together.
            return self.shut(closing.BUSY)
        except Exception as error:
            log.warning("Nobody can be let in right now (%s)", error, extra={"refused": 1})
            return self.shut(closing.BUSY)
        after, tally = number(self.query.get("after"), feed.head), number(self.query.get("tally"), feed.tally)
        if self.hub.leaving:
            return self.shut(closing.RESTART)
        person = admitted.person
        self.counted = self.hub.lines.take(person.id, self.address)
        if self.counted is None:
            return self.shut(closing.TOO_MUCH)
        welcome = greeting(feed, person)
        reaches = await self.hub.reaches(feed, self.query.get("epoch"), after)
        self.seat = seat = Seat(feed, person, after, tally, self.line.ready, self.stay.reconsider)
        seat.quiet, seat.address = self.query.get("quiet") == "1", self.address
        self.line.serve(seat)
        if not reaches:
            seat.sent = feed.head
            seat.answer(encode({"kind": "reload", "data": welcome}))
            return seat.close(closing.RELOAD)
        self.hub.sit(seat)
        seat.answer(encode({"kind": "welcome", "data": welcome}))
        self.stay.begin(seat)
        self.typist = Typist(self.hub, seat, self.stay, self.may_type)
        self.line.ready()
        early, self.early = self.early, []
        for text, size in early:
            self.understand(seat, text, size)
        return None

    def received(self, text: str | None, size: int) -> None:
        """A message of `size` bytes, `text` None for a binary one: count, decode, hand over; never wait, so that nothing
        piles up behind a slow database."""
        if not self.budget.spend(size):
            return self.shut(closing.TOO_MUCH)
        if self.seat is None:
            # Not let in yet; what is said at the door is heard inside. The budget bounds it.
            return self.early.append((text, size))
        return self.understand(self.seat, text, size)

    def understand(self, seat: Seat, text: str | None, size: int) -> None:
        seat.heard()
        try:
            if text is None or size > MESSAGE_LIMIT:
                raise Invalid(code="bad_frame")
            self.obey(seat, commands.decode(self.decoder, text))
            self.strikes = 0
        except Refusal as refusal:
            self.strikes += 1
            self.refuse(seat, None, refusal)
        except Exception:
            log.exception("A message could not be handled")
            self.refuse(seat, None, Busy(retry_after=2))
        if self.strikes >= STRIKES:
            seat.close(closing.BAD_FRAMES)

    def obey(self, seat: Seat, command: commands.Command) -> None:
        if isinstance(command, commands.Ack):
            if not seat.acknowledge(command.seq):
                raise Invalid(code="bad_frame")
        elif isinstance(command, commands.Typing):
            self.types(seat, command)
        elif self.pending >= PENDING:
            self.refuse(seat, getattr(command, "key", None), Busy(retry_after=1))
        elif future := self.ask(seat, command):
            self.pending += 1
            future.add_done_callback(partial(self.answered, seat, getattr(command, "key", None)))

    def types(self, seat: Seat, command: commands.Typing) -> None:
        if command.stopped:
            self.typist.stops()
        elif seat.person.name:
            self.typist.types(command.thread)

    def answered(self, seat: Seat, key, future: asyncio.Future) -> None:
        self.pending -= 1
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            if key:
                seat.answer(encode({"ack": key, **future.result()}))
            return
        if not isinstance(error, Refusal):
            log.error("A command failed", exc_info=error)
            error = Busy(retry_after=2)
        self.refuse(seat, key, error)
        if error.code == "sign_in" and seat.person.id is None:
            self.guest_commands += 1
            if self.guest_commands >= GUEST_COMMANDS:
                seat.close(closing.TOO_MUCH)
        if error.code in DOUBTS and seat.person.id is not None:
            # What was refused in the transaction may have been announced by nobody.
            seat.reconsider()

    def refuse(self, seat: Seat, key, refusal: Refusal) -> None:
        with translation.override(self.language()):
            seat.answer(encode(commands.answer(key, refusal)))

    def shut(self, code: int) -> None:
        self.code = code
        self.line.close(code)

    def start(self, work) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def language(self) -> str:
        asked = self.query.get("language") or self.cookies.get(settings.LANGUAGE_COOKIE_NAME, "")
        return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def cookies_of(scope) -> dict[str, str]:
    """Read as Django reads them for a page, so that nobody is one person there and another here."""
    sent = [value.decode("latin-1") for name, value in scope.get("headers", []) if name == b"cookie"]
    return parse_cookie("; ".join(sent))


def number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 17 else default
