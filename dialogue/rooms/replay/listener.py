"""Readers who are not signed in, in a process of their own: the speakers' work must not delay what they see.

Nothing here touches the database or Django.
"""

import asyncio
import contextlib
from array import array
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from time import monotonic

from websockets.client import ClientProtocol
from websockets.exceptions import InvalidHandshake
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.typing import Origin
from websockets.uri import parse_uri

from dialogue.rooms.replay.line import ACK_EVERY, ACK_SECONDS, Address, ack, read_line

READY_SECONDS = 60
# Listeners that stand still for this long have lost something.
PATIENCE_SECONDS = 30
# Opened at once; the rest wait, as people do who come one after the other.
OPENING = 20


class SentAway(Exception):
    """The server took the socket and closed it before the welcome: it may not yet know of the last events."""


@dataclass(slots=True)
class Heard:
    """What one listener saw, in the order it came: numbers of events, and when (seconds, monotonic)."""

    seqs: array = field(default_factory=lambda: array("q"))
    times: array = field(default_factory=lambda: array("d"))
    returns: int = 0


class Audience:
    """All listeners. `wordings` has every line once: the same number in other bytes is a difference."""

    def __init__(self, address: Address, number: int, start: int):
        self.address, self.start = address, start
        self.lines: dict[bytes, tuple[int, str]] = {}
        self.wordings: dict[int, bytes] = {}
        self.different: set[int] = set()
        self.listeners = [Listener(self) for _ in range(number)]
        self.over = False

    def understand(self, line: bytes) -> tuple[int, str]:
        """(seq, kind) of a line; each wording is decoded once for everybody."""
        known = self.lines.get(line)
        if known is None:
            read = read_line(line)
            known = self.lines[line] = (read.seq, read.kind)
            if read.seq and self.wordings.setdefault(read.seq, line) != line:
                self.different.add(read.seq)
        return known

    async def gather(self) -> None:
        """Open every listener; TimeoutError when they do not all get in."""
        turns = asyncio.Semaphore(OPENING)

        async def enter(listener: Listener) -> None:
            async with turns:
                while True:
                    with contextlib.suppress(SentAway):
                        return await listener.come()
                    await asyncio.sleep(0.5)

        async with asyncio.timeout(READY_SECONDS):
            await asyncio.gather(*map(enter, self.listeners))

    async def acknowledge(self) -> None:
        while True:
            await asyncio.sleep(ACK_SECONDS)
            for listener in self.listeners:
                listener.acknowledge()

    async def until(self, head: int) -> None:
        """Wait until everybody is at `head`, or nobody has moved for a while."""
        before, moved_at = -1, monotonic()
        while monotonic() - moved_at < PATIENCE_SECONDS and not all(one.last >= head for one in self.listeners):
            if (now := sum(one.last for one in self.listeners)) != before:
                before, moved_at = now, monotonic()
            await asyncio.sleep(0.02)
        self.over = True


class Listener(asyncio.Protocol):
    """One anonymous socket; when it is cut off it comes back after the last event it has."""

    def __init__(self, audience: Audience):
        self.audience, self.heard = audience, Heard()
        self.last = self.acked = audience.start
        self.returning: asyncio.Task | None = None

    async def come(self) -> None:
        """Open the socket and wait for the welcome."""
        loop = asyncio.get_running_loop()
        self.welcome = loop.create_future()
        address = self.audience.address
        name = parse_uri(address.after(self.last))
        self.line = ClientProtocol(name, origin=Origin(address.origin))
        await loop.create_connection(lambda: self, name.host, name.port, ssl=name.secure or None)
        await self.welcome

    def connection_made(self, transport) -> None:
        self.transport = transport
        self.line.send_request(self.line.connect())
        self.flush()

    def data_received(self, data: bytes) -> None:
        now = monotonic()
        self.line.receive_data(data)
        for event in self.line.events_received():
            if isinstance(event, Frame) and event.opcode is Opcode.TEXT:
                for text in bytes(event.data).split(b"\n"):
                    self.hear(*self.audience.understand(text), now)
        self.flush()

    def hear(self, seq: int, kind: str, now: float) -> None:
        if seq:
            self.heard.seqs.append(seq)
            self.heard.times.append(now)
            self.last = max(self.last, seq)
            if self.last - self.acked >= ACK_EVERY:
                self.acknowledge()
        elif kind == "heartbeat":
            self.acked = -1
            self.acknowledge()
        elif kind == "welcome" and not self.welcome.done():
            self.welcome.set_result(None)

    def acknowledge(self) -> None:
        if self.last > self.acked and self.line.state is State.OPEN:
            self.acked = self.last
            self.line.send_text(ack(self.last).encode())
            self.flush()

    def flush(self) -> None:
        for data in self.line.data_to_send():
            if data:
                self.transport.write(data)

    def connection_lost(self, error) -> None:
        if not self.welcome.done():
            accepted = self.line.handshake_exc is None and self.line.state is not State.CONNECTING
            reason = SentAway() if accepted else self.line.handshake_exc or error or ConnectionError("closed")
            self.welcome.set_exception(reason)
        elif not self.audience.over:
            self.heard.returns += 1
            self.returning = asyncio.create_task(self.come_back())

    async def come_back(self) -> None:
        while not self.audience.over:
            await asyncio.sleep(0.5)
            with contextlib.suppress(OSError, InvalidHandshake, SentAway):
                return await self.come()


def listen(pipe: Connection, address: Address, number: int, start: int) -> None:
    """Says None when everybody sits or why not, is told the last number, gives what they heard."""
    asyncio.run(_listen(pipe, Audience(address, number, start)))


async def _listen(pipe: Connection, audience: Audience) -> None:
    try:
        await audience.gather()
    except (OSError, InvalidHandshake) as reason:
        return pipe.send(f"Not every listener was let in: {reason!r}")
    pipe.send(None)
    acknowledging = asyncio.create_task(audience.acknowledge())
    try:
        head = await asyncio.to_thread(pipe.recv)
        await audience.until(head)
        pipe.send(([listener.heard for listener in audience.listeners], sorted(audience.different)))
    except EOFError:
        audience.over = True
    finally:
        acknowledging.cancel()
