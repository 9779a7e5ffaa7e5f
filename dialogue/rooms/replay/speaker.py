"""Those who speak: each through a socket of their own, opened when they have something to say."""

import asyncio
import contextlib
import json
from collections import Counter, OrderedDict
from collections.abc import Sequence
from time import monotonic
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin

from dialogue.rooms.replay.cast import Cast
from dialogue.rooms.replay.line import ACK_EVERY, ACK_SECONDS, Address, Line, ack, read_line
from dialogue.rooms.replay.record import Contribution

# Sockets of people who spoke last; more would only be more listeners.
OPEN = 20
ANSWER_SECONDS = 20
TRIES = 10
# Refusals that ask for patience; every other one is final.
LATER = ("too_fast", "busy")


class Refused(Exception):
    """The server will not take a post; the text is its code and its sentence."""


class Speaker:
    """One person's socket."""

    def __init__(self, socket: ClientConnection):
        self.socket = socket
        self.answers: dict[str, asyncio.Future[Line | None]] = {}
        self.last = self.acked = 0
        self.reading = asyncio.create_task(self._read())

    async def ask(self, command: dict) -> Line:
        """The answer to a command; ConnectionError or TimeoutError when none came."""
        answer = self.answers[command["key"]] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await self.socket.send(json.dumps(command, ensure_ascii=False))
                line = await answer
        except WebSocketException as reason:
            raise ConnectionError(str(reason)) from reason
        finally:
            self.answers.pop(command["key"], None)
        if line is None:
            raise ConnectionError("the socket was closed")
        return line

    async def leave(self) -> None:
        await self.socket.close()
        await self.reading

    async def _read(self) -> None:
        acked_at = monotonic()
        with contextlib.suppress(WebSocketException):
            while True:
                message = await self.socket.recv(decode=True)
                for text in message.split("\n"):
                    self._hear(read_line(text))
                if self.last - self.acked >= ACK_EVERY or (
                    self.last > self.acked and monotonic() - acked_at >= ACK_SECONDS
                ):
                    self.acked, acked_at = self.last, monotonic()
                    await self.socket.send(ack(self.last))
        for answer in self.answers.values():
            if not answer.done():
                answer.set_result(None)

    def _hear(self, line: Line) -> None:
        self.last = max(self.last, line.seq)
        if line.kind == "heartbeat":
            self.acked = min(self.acked, self.last - ACK_EVERY)
        elif (waiting := self.answers.get(line.ack or line.key or "")) and not waiting.done():
            waiting.set_result(line)


class Speakers:
    """Plays contributions in their order, `in_flight` at once; a debate of the record becomes one thread."""

    def __init__(self, cast: Cast, address: Address, in_flight: int):
        self.cast, self.address = cast, address
        self.turns = asyncio.Semaphore(in_flight)
        self.open: OrderedDict[int, asyncio.Task[Speaker]] = OrderedDict()
        self.leaving: set[asyncio.Task[None]] = set()
        # Posts under way, by person: nobody leaves in the middle of a sentence.
        self.busy: Counter[int] = Counter()
        self.threads: dict[str, asyncio.Future[int | None]] = {}
        # When each post was sent (seconds, monotonic), by its number.
        self.sent: dict[int, float] = {}
        self.repeated = 0
        self.refused: Counter[str] = Counter()
        self.retries = 0

    async def play(self, contributions: Sequence[Contribution], factor: float | None) -> None:
        """All of it, as fast as it goes; with a factor, each after the time to say the one before."""
        async with asyncio.TaskGroup() as saying:
            for said in contributions:
                await self.turns.acquire()
                opening = said.debate not in self.threads
                if opening:
                    self.threads[said.debate] = asyncio.get_running_loop().create_future()
                saying.create_task(self._turn(said, opening))
                if factor:
                    await asyncio.sleep(said.seconds_aloud / factor)
        for person in list(self.open):
            self._leave(person)
        await asyncio.gather(*self.leaving)

    async def _turn(self, said: Contribution, opening: bool) -> None:
        seq = None
        try:
            parent = None if opening else await self.threads[said.debate]
            seq = await self._post(said, parent)
        except Refused as reason:
            self.refused[str(reason)] += 1
        finally:
            if opening:
                self.threads[said.debate].set_result(seq)
            self.turns.release()

    async def _post(self, said: Contribution, parent: int | None) -> int:
        person = self.cast.person(said).pk
        command = {"do": "post", "key": str(uuid4()), "text": said.text, "parent": parent}
        command |= {"language": said.language, "mandate": self.cast.mandate(said)}
        why, sent = "", None
        for _try in range(TRIES):
            self.busy[person] += 1
            try:
                speaker = await self._enter(said, person)
                # The first try counts: it may have been heard although its answer was lost.
                sent = sent or monotonic()
                answer = await speaker.ask(command)
            except (OSError, WebSocketException) as reason:
                self.open.pop(person, None)
                why, wait = f"no answer: {reason!r}", 0.5
            else:
                if answer.error is None:
                    self.repeated += answer.seq in self.sent
                    self.sent[answer.seq] = sent
                    return answer.seq
                code, wait = answer.error["code"], answer.error.get("retry_after", 1)
                why = f"{code}: {answer.error['message']}"
                if code not in LATER:
                    break
                sent = None
            finally:
                self.busy[person] -= 1
            self.retries += 1
            await asyncio.sleep(wait)
        raise Refused(why)

    async def _enter(self, said: Contribution, person: int) -> Speaker:
        """This person's socket, opened if need be; those who have been silent longest leave."""
        if person not in self.open:
            self.open[person] = asyncio.create_task(self._connect(self.cast.cookie(said)))
        self.open.move_to_end(person)
        entering = self.open[person]
        for silent in list(self.open)[: max(0, len(self.open) - OPEN)]:
            if not self.busy[silent]:
                self._leave(silent)
        return await entering

    def _leave(self, person: int) -> None:
        """Close a socket, in the background: the next speaker does not wait for the goodbye."""
        leaving = asyncio.create_task(self._goodbye(self.open.pop(person)))
        self.leaving.add(leaving)
        leaving.add_done_callback(self.leaving.discard)

    async def _goodbye(self, entering: asyncio.Task[Speaker]) -> None:
        with contextlib.suppress(OSError, WebSocketException):
            await (await entering).leave()

    async def _connect(self, session_key: str) -> Speaker:
        # From the newest event: a speaker is not there to check, and need not be told what went before.
        socket = await connect(
            self.address.now(),
            origin=Origin(self.address.origin),
            additional_headers={"Cookie": f"{self.address.session_cookie}={session_key}"},
            compression=None,
            ping_interval=None,
            proxy=None,
        )
        return Speaker(socket)
