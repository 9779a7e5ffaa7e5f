"""daphne, tuned: frames go straight to the socket, and what comes in goes straight to its reader.

Twisted never writes at once: a plain delivery costs two calls of epoll_ctl beside the send, and asyncio's queue and tasks
between it and the application cost as much again. Here the frame, built once for everyone, is sent while nothing is
queued before it; whatever does not fit is handed to the transport, which sends it as ever. Only plain TCP and unix
sockets offer this way; elsewhere, TLS included, the application uses ASGI. It is correct without this file.

Relies on names that are not promised: `tests/live/test_direct.py` fails when one of them changes.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

import daphne.server
from autobahn.twisted import websocket as autobahn_on_twisted
from autobahn.websocket import protocol as autobahn
from daphne.http_protocol import WebRequest
from daphne.server import Server
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol
from twisted.internet import defer, tcp, unix

from dialogue.limits.networks import visitor
from dialogue.live.bodies import UNTAKEN, Bodies
from dialogue.live.closing import TOO_MUCH
from dialogue.live.direct_factory import Factory
from dialogue.live.direct_http import Request
from dialogue.live.leaving import leave
from dialogue.live.line import DIRECT
from dialogue.live.unsent import RELIEVED, Unsent

log = logging.getLogger(__name__)

# The first byte of a whole text message, and the bit of the second that says it is masked (RFC 6455, 5.2).
WHOLE_TEXT, MASKED = 0x81, 0x80
TEXT, BINARY = 1, 2

# Seconds that requests under way have to be answered when the process ends, and between two looks.
FORMS_END, LOOK_EVERY = 5.0, 0.05


# Seconds between two looks at who does not read their answer.
UNSENT_EVERY = 1.0
# Seconds in which a process that is full leaves whoever comes to the others at the same port.
STEPPED_BACK = 0.05
# Seconds between two lines in the log that say so.
FULL_AGAIN = 60.0


def unsaid(_value: object) -> str:
    """For a log that is off."""
    return ""


class DirectProtocol(WebSocketProtocol):
    """One websocket connection. `hear(text, size)` is whoever wants its messages without a detour."""

    hear: Callable[[str | None, int], None] | None = None
    # What the other end may still send, in frames of any kind: False when it was too much.
    spend: Callable[[int], bool] | None = None
    # Whether it was, so that what has come already is not taken apart either.
    deaf = False
    # Bytes that the system did not take at once.
    written = 0

    def dataReceived(self, data):
        """Most of what comes is one short message whole: an acknowledgement. That is read here; the rest by autobahn."""
        size = len(data) - 6
        if (
            self.hear is None
            or not 0 <= size < 126
            or data[0] != WHOLE_TEXT
            or data[1] != MASKED | size
            or self.data
            or self.current_frame is not None
            or self.inside_message
            or self.state != self.STATE_OPEN
        ):
            return super().dataReceived(data)
        mask = (data[2:6] * 32)[:size]
        payload = (int.from_bytes(data[6:], "big") ^ int.from_bytes(mask, "big")).to_bytes(size, "big")
        try:
            text = payload.decode()
        except UnicodeDecodeError:
            return super().dataReceived(data)
        self.last_ping = time.time()
        return self.hear(text, size)

    def onMessageEnd(self):
        if self.hear is None or self.failedByMe:
            return super().onMessageEnd()
        payload, self.message_data = b"".join(self.message_data), None
        if self.state == self.STATE_OPEN:
            self.hear(None if self.message_is_binary else payload.decode(), len(payload))
        return None

    def onFrameBegin(self):
        """Every frame counts, also one that is no message: a part of one, a ping, a pong nobody asked for. Taking it apart
        costs as much, and a ping is answered. A whole message is counted where it is heard."""
        frame = self.current_frame
        whole = frame.fin and frame.opcode in (TEXT, BINARY)
        if self.spend is not None and not whole and not self.spend(frame.length):
            return self.hang_up(TOO_MUCH, deaf=True)
        return super().onFrameBegin()

    def processData(self):
        return False if self.deaf else super().processData()

    def check_timeouts(self):
        # Our own heartbeats, and what we hear back, tell whether somebody is there (dialogue/live/seat.py).
        if self.hear is not None:
            self.last_ping = time.time()
        super().check_timeouts()

    def put(self, framed: bytes) -> None:
        """Send a whole websocket frame, behind all that was sent before."""
        if self.state != self.STATE_OPEN:
            return
        transport = self.transport
        if transport.dataBuffer or transport._tempDataBuffer or self.send_queue:
            return self._keep(framed)
        try:
            sent = transport.socket.send(framed)
        except (BlockingIOError, InterruptedError):
            sent = 0
        except OSError:
            # Gone; the reactor finds out by itself and tells the application.
            return None
        if sent < len(framed):
            self._keep(framed[sent:])
        return None

    def _keep(self, data: bytes) -> None:
        self.written += len(data)
        self.sendData(data)
        self.server.unsent.kept(self, len(data))

    def crowded(self) -> bool:
        """Whether so much is kept for the readers of this process that none of them is sent more before they have read."""
        return self.server.unsent.owed > RELIEVED

    def backlog(self) -> int:
        """Bytes that the system has not taken yet."""
        transport = self.transport
        return len(transport.dataBuffer) - transport.offset + transport._tempDataLen

    owed = backlog

    def hang_up(self, code: int, deaf: bool = False) -> None:
        """Say goodbye; `deaf`: and read nothing more, not even the reply, from somebody who says too much."""
        if self.state == self.STATE_OPEN:
            # Not sendClose, which knows no 1012.
            self.sendCloseFrame(code=code)
            if deaf:
                self.deaf, self.data = True, b""
                self.transport.pauseProducing()

    def connectionLost(self, reason):
        self.factory.server_class.unsent.gone(self)
        super().connectionLost(reason)
        # What refers to each other in a circle stays in memory until the collector comes (direct_http.py).
        self.hear = self.is_closed = None

    def abort(self) -> None:
        """End it without a goodbye."""
        self.dropConnection(abort=True)


class DirectServer(Server):
    """daphne's server with DirectProtocol, ceilings for HTTP (dialogue/live/direct_http.py), and an end that loses nothing.

    `behind_proxy`: X-Real-IP says who asks. A body has at most `largest` bytes, or more where `larger` says so of its scope.
    """

    def __init__(self, *args, behind_proxy: bool, largest: int, larger: Callable[[dict], Awaitable[int]], **options):
        super().__init__(*args, **options)
        self.behind_proxy, self.largest, self.larger = behind_proxy, largest, larger
        self.unsent, self.bodies = Unsent(), Bodies()
        self.ports: list[tcp.Port] = []
        self.stepped_back, self.full_told_at = False, -FULL_AGAIN

    def client_of(self, scope) -> list | None:
        return visitor(scope) if self.behind_proxy else scope["client"]

    def create_application(self, protocol, scope):
        scope["client"] = self.client_of(scope)
        if isinstance(protocol, Request) and protocol.channel.refused:
            scope[UNTAKEN] = protocol.channel.refused
        if scope["type"] == "websocket" and type(protocol.transport) in (tcp.Server, unix.Server):
            scope["extensions"] = {**scope.get("extensions", {}), DIRECT: protocol}
        queue = super().create_application(protocol, scope)
        if isinstance(protocol, Request) and protocol.claimed:
            self.connections[protocol]["application_instance"].add_done_callback(protocol.give_back)
        return queue

    def protocol_disconnected(self, protocol):
        super().protocol_disconnected(protocol)
        # Else the application holds the body for as long as it runs, whether its sender has gone or not.
        if isinstance(protocol, Request) and "application_instance" not in self.connections[protocol]:
            protocol.give_back()

    async def handle_reply(self, protocol, message):
        channel = getattr(protocol, "channel", None) if isinstance(protocol, Request) else None
        await super().handle_reply(protocol, message)
        if channel and message["type"] == "http.response.body":
            await self.unsent.wrote(channel, message.get("more_body", False))

    def run(self):
        daphne.server.HTTPFactory = Factory
        self.look()
        WebSocketFactory.protocol = DirectProtocol
        # For a log nobody reads autobahn lays out its configuration at each connection, and colours names at each message too:
        # a sixth of a handshake.
        autobahn.pformat = unsaid
        for module in (autobahn, autobahn_on_twisted):
            module.hltype = module.hlval = unsaid
        super().run()

    def look(self):
        self.unsent.look()
        daphne.server.reactor.callLater(UNSENT_EVERY, self.look)

    def listen_success(self, port):
        # daphne forgets it.
        self.ports.append(port)
        super().listen_success(port)

    def step_back(self) -> None:
        """Accept nobody for a moment: a process that only refuses is the quickest, and would get everybody."""
        if time.monotonic() - self.full_told_at > FULL_AGAIN:
            self.full_told_at = time.monotonic()
            log.error("There is no room for more connections: this process may have no more open files")
        if not self.stepped_back:
            self.stepped_back = True
            for port in self.ports:
                port.stopReading()
            daphne.server.reactor.callLater(STEPPED_BACK, self.step_forward)

    def step_forward(self) -> None:
        self.stepped_back = False
        for port in self.ports:
            port.startReading()

    def kill_all_applications(self):
        """Asked before the reactor stops, which waits for us: nobody new comes in, everyone is sent on, then the rest ends."""
        while self.ports:
            self.ports.pop().stopListening()
        ending = defer.Deferred.fromFuture(asyncio.ensure_future(self._send_everyone_on()))
        return ending.addBoth(lambda _: self._kill_the_rest())

    async def _send_everyone_on(self):
        await leave()
        # Forms on their way are answered: a thread whose request is cancelled may wait for this loop for ever.
        for _ in range(int(FORMS_END / LOOK_EVERY)):
            if not any(isinstance(one, WebRequest) and not done(details) for one, details in self.connections.items()):
                break
            await asyncio.sleep(LOOK_EVERY)

    def _kill_the_rest(self):
        # daphne's own fails on a connection whose request has not been received whole.
        for protocol in [one for one, details in self.connections.items() if "application_instance" not in details]:
            del self.connections[protocol]
        return super().kill_all_applications()


def done(details: dict) -> bool:
    return "application_instance" not in details or details["application_instance"].done()
