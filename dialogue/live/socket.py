"""A websocket of the engine: one seat, its pump, and its budget. A subclass says who may enter and what they may ask."""

import asyncio
import contextlib
import logging
from functools import partial
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from django.conf import settings
from django.utils import translation

from dialogue.live import closing, commands, threads
from dialogue.live.budget import Budget
from dialogue.live.frames import MESSAGE_LIMIT, encode
from dialogue.live.hub import Hub
from dialogue.live.refusals import Busy, Invalid, NotFound, Refusal
from dialogue.live.seat import Person, Seat

log = logging.getLogger(__name__)

STRIKES = 3
# Commands of one socket that wait for their commit; a person cannot have more, a program must not.
PENDING = 50


class LiveSocket(AsyncConsumer):
    """Subclasses give `decoder`, `enter` (in a thread) and `ask` (on the loop, never waiting)."""

    decoder = commands.decoder()
    seat: Seat | None = None

    def enter(self, session_key: str) -> tuple[int, Person]:
        """(stream id, Person) for whoever holds this session; NotFound when this is not for them. Runs in a thread."""
        raise NotImplementedError

    def ask(self, seat: Seat, command: commands.Command) -> asyncio.Future | None:
        """Do what was asked; a future of the answer's fields, or None for what has no answer."""
        raise NotImplementedError

    async def __call__(self, scope, receive, send):
        self.hub = Hub.here()
        self.budget, self.strikes, self.pending, self.tasks = Budget(), 0, 0, set()
        self.cookies = cookies_of(scope)
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        self.query = {name: values[-1] for name, values in query.items()}
        try:
            await super().__call__(scope, receive, send)
        finally:
            # Also when a handler failed or the server cancels us: Channels then calls no `disconnect`.
            if self.seat:
                self.hub.rise(self.seat)
            for task in self.tasks:
                task.cancel()

    async def dispatch(self, message):
        # Not Channels' own: it hops through a thread for every message, to close connections we do not use.
        await getattr(self, message["type"].replace(".", "_"))(message)

    async def websocket_connect(self, message):
        # Accept first: a slow database must not turn into refused handshakes.
        await self.send({"type": "websocket.accept"})
        try:
            stream_id, person = await threads.reading(self.enter, self.cookies.get(settings.SESSION_COOKIE_NAME, ""))
            feed = await self.hub.feed(stream_id)
        except NotFound:
            return await self.shut(closing.NOT_HERE)
        except Exception as error:
            log.warning("Nobody can be let in right now (%s)", error)
            return await self.shut(closing.BUSY)
        after, tally = number(self.query.get("after"), feed.head), number(self.query.get("tally"), feed.tally)
        welcome = {"epoch": feed.epoch, "head": feed.head, "tally": feed.tally, "you": person.handle or None}
        if not await self.hub.reaches(feed, self.query.get("epoch"), after):
            await self.send({"type": "websocket.send", "text": encode({"kind": "reload", "data": welcome})})
            return await self.shut(closing.RELOAD)
        self.seat = Seat(feed, person, after, tally, self.reconsider)
        self.seat.answer(encode({"kind": "welcome", "data": welcome}))
        self.hub.sit(self.seat)
        self.start(self.pump(self.seat))

    async def websocket_receive(self, message):
        """Count, decode, hand over; never wait, so that nothing piles up behind a slow database."""
        text = message.get("text")
        size = len(text.encode("utf-8", "surrogatepass")) if text is not None else len(message.get("bytes") or b"")
        if not self.budget.spend(size):
            return await self.shut(closing.TOO_MUCH)
        seat = self.seat
        if seat is None:
            return
        seat.heard()
        with translation.override(self.language()):
            try:
                if text is None or size > MESSAGE_LIMIT:
                    raise Invalid(code="bad_frame")
                command = commands.decode(self.decoder, text)
                self.obey(seat, command)
                self.strikes = 0
            except Refusal as refusal:
                seat.answer(encode(commands.answer(None, refusal)))
                self.strikes += 1
        if self.strikes >= STRIKES:
            await self.shut(closing.BAD_FRAMES)

    async def websocket_disconnect(self, message):
        raise StopConsumer

    def obey(self, seat: Seat, command: commands.Command) -> None:
        if isinstance(command, commands.Ack):
            if not seat.acknowledge(command.seq):
                raise Invalid(code="bad_frame")
        elif isinstance(command, commands.Typing):
            self.types(seat, command)
        elif self.pending >= PENDING:
            seat.answer(encode(commands.answer(getattr(command, "key", None), Busy(retry_after=1))))
        elif future := self.ask(seat, command):
            self.pending += 1
            future.add_done_callback(partial(self.answered, seat, getattr(command, "key", None)))

    def types(self, seat: Seat, command: commands.Typing) -> None:
        presence = self.hub.presence[seat.feed.stream_id]
        if command.stopped:
            presence.stopped(seat.person)
        elif seat.person.name:
            presence.types(seat.person, command.thread)

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
        with translation.override(self.language()):
            seat.answer(encode(commands.answer(key, error)))

    async def pump(self, seat: Seat) -> None:
        """Send whatever the seat has, whenever it is woken."""
        while (code := seat.closed) is None:
            await seat.wake.wait()
            try:
                messages = await seat.take()
            except Exception as error:
                log.warning("A reader could not be caught up (%s)", error)
                seat.close(closing.BUSY)
                continue
            for text in messages:
                await self.send({"type": "websocket.send", "text": text})
        await self.shut(code)

    async def send(self, message) -> None:
        # Somebody who leaves while we write is no fault: each server raises its own error, and says `disconnect` next.
        with contextlib.suppress(Exception):
            await super().send(message)

    def reconsider(self) -> None:
        if self.seat:
            self.start(self._reconsider(self.seat))

    async def _reconsider(self, seat: Seat) -> None:
        """Ask again, from the beginning, whether this socket may stay."""
        try:
            key = self.cookies.get(settings.SESSION_COOKIE_NAME, "")
            _, person = await threads.reading(self.enter, key)
            if person.id != seat.person.id:
                seat.close(closing.SIGNED_OUT)
        except NotFound:
            seat.close(closing.NOT_HERE)
        except Exception:
            seat.close(closing.BUSY)

    async def shut(self, code: int) -> None:
        await self.send({"type": "websocket.close", "code": code})

    def start(self, work) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def language(self) -> str:
        asked = self.query.get("language") or self.cookies.get(settings.LANGUAGE_COOKIE_NAME, "")
        return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def cookies_of(scope) -> dict[str, str]:
    cookies: dict[str, str] = {}
    for name, value in scope.get("headers", []):
        if name == b"cookie":
            with contextlib.suppress(CookieError):
                cookies |= {key: morsel.value for key, morsel in SimpleCookie(value.decode("latin-1")).items()}
    return cookies


def number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 17 else default
