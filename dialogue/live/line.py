"""The line out: how what a seat has gets onto the wire. Two ways, the same bytes in the same order."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine
from time import monotonic
from typing import TYPE_CHECKING

from dialogue.live.seat import WINDOW, Seat

if TYPE_CHECKING:
    from dialogue.live.direct import DirectProtocol

log = logging.getLogger(__name__)

# The name under which a server offers its connection itself, in an ASGI scope's extensions.
DIRECT = "solidaction.direct"


class AsgiLine:
    """Through ASGI's `send`: right on every server. One task per socket takes from the seat and waits for the server."""

    def __init__(self, send: Callable[[dict], Awaitable[None]], start: Callable[[Coroutine], None]):
        self.send, self.start = send, start
        self.something = asyncio.Event()

    def serve(self, seat: Seat) -> None:
        """Send what this seat takes from now on."""
        self.start(self._pump(seat))

    def ready(self) -> None:
        """The seat has something to take."""
        self.something.set()

    def close(self, code: int) -> None:
        self.start(self._say({"type": "websocket.close", "code": code}))

    async def _pump(self, seat: Seat) -> None:
        while True:
            await self.something.wait()
            self.something.clear()
            for message in seat.take():
                await self._say({"type": "websocket.send", "text": message.text})
            if seat.closed is not None:
                return await self._say({"type": "websocket.close", "code": seat.closed})

    async def _say(self, event: dict) -> None:
        # Somebody who leaves while we write is no fault: each server raises its own error, and says `disconnect` next.
        with contextlib.suppress(Exception):
            await self.send(event)


class DirectLine:
    """Straight to the socket, no task between: the whole way from the fan to the kernel is a few function calls."""

    __slots__ = ("protocol", "seat")
    seat: Seat

    def __init__(
        self, protocol: "DirectProtocol", hear: Callable[[str | None, int], None], spend: Callable[[int], bool]
    ):
        self.protocol = protocol
        protocol.hear, protocol.spend = hear, spend

    def serve(self, seat: Seat) -> None:
        self.seat = seat

    def ready(self) -> None:
        try:
            self._send()
        except Exception:
            # One line that fails must not keep the news from all those behind it.
            log.exception("A line failed and is given up")
            self.protocol.abort()

    def _send(self) -> None:
        seat, protocol = self.seat, self.protocol
        if (backlog := protocol.backlog()) > WINDOW:
            # Whatever this reader acknowledges, nothing is being read: the seat stays a cursor until the system takes more.
            seat.stalled_since = seat.stalled_since or monotonic()
        elif not backlog or not protocol.crowded():
            seat.stalled_since = None
            for message in seat.take():
                protocol.put(message.framed)
        if seat.closed is not None:
            protocol.hang_up(seat.closed)

    def close(self, code: int) -> None:
        # Before anybody sits, or because of what this line sends: nothing more of it is looked at.
        self.protocol.hang_up(code, deaf=True)
