"""daphne's HTTP with ceilings: how long a request may take to come, how large its body may be, how much of all bodies is taken
at once (bodies.py), how much of an answer may wait for whoever asked for it. daphne itself takes what comes, for as long as it
comes, and keeps whatever is not read.

Relies on names that are not promised: `tests/live/test_direct_http.py` fails when one of them changes.
"""

import asyncio
import logging
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from daphne.http_protocol import WebRequest
from twisted.protocols.basic import LineReceiver
from twisted.web import http

from dialogue.live.bodies import NO_ROOM, TOO_LARGE, TOO_MUCH_AT_ONCE, sender

log = logging.getLogger(__name__)

# Seconds for the first line and the headers, from their first byte on: a browser sends them in one piece.
HEAD_SECONDS = 20
# Seconds for the whole request of somebody for whom there is no room.
NO_ROOM_SECONDS = 5
# Seconds for the body, and from then on bytes a second that must have come on average. A second-generation telephone sends 10
# to 20 KiB a second: a document of 5 MB takes it ten minutes at the worst, and whoever stops is cut off soon.
BODY_SECONDS, SLOWEST = 30, 8 * 1024
# Bytes of every body that are taken without being counted.
FEW = 16 * 1024
# Seconds in which whoever is refused may go on sending, unheard, so that they read the refusal before the line is cut.
LINGER_SECONDS = 5


class Untaken(Exception):
    """More came than may come; `why` is TOO_LARGE or TOO_MUCH_AT_ONCE."""

    def __init__(self, why: str):
        self.why = why
        super().__init__(why)


class Request(WebRequest):
    """Counts its body before it is kept."""

    # Bytes of it that have come, that have bought their time, that the server lets come; and whose they are.
    received = timed = claimed = 0
    network = ""

    def __init__(self, *args, **options):
        # Django takes forms apart; nobody reads what Twisted makes of them.
        super().__init__(*args, **options, parsePOSTFormSubmission=False)

    def process(self):
        # daphne reads these two as ASCII, and fails. The first is a server's word, and the front door believes nobody's.
        self.requestHeaders.removeHeader(b"daphne-root-path")
        if b"websocket" in [value.lower() for value in self.requestHeaders.getRawHeaders(b"upgrade", [])]:
            if self.channel.crowded:
                return self.basic_error(503, b"Service Unavailable", "There is no room for another websocket")
            if self.received:
                # Nobody reads it, and daphne would keep it.
                self.content.close()
                return self.basic_error(400, b"Bad Request", "A websocket begins without a body")
        if not all(value.isascii() for value in self.requestHeaders.getRawHeaders(b"sec-websocket-protocol", [])):
            return self.basic_error(400, b"Bad Request", "Invalid header value")
        done = super().process()
        if self.transport is None:
            # It has become a websocket. Else request and channel would hold each other, and all they know, until the
            # collector comes: with what lives as long as a socket that is after many thousands more.
            self.channel = None
        return done

    def handleContentChunk(self, data):
        self.received += len(data)
        if self.received > self.channel.largest:
            raise Untaken(TOO_LARGE)
        if not self.claim(self.received):
            raise Untaken(TOO_MUCH_AT_ONCE)
        super().handleContentChunk(data)

    def claim(self, size: int) -> bool:
        """Whether so much of it may come, in all; to be given back. A few words always may: nobody keeps others from signing in."""
        if size <= max(self.claimed, FEW):
            return True
        if not self.claimed:
            client = self.server.client_of(self.channel.scope())
            self.network = sender(client[0] if client else "")
        if not self.server.bodies.take(self.network, size - self.claimed):
            return False
        self.claimed = size
        return True

    def give_back(self, _application=None) -> None:
        self.server.bodies.give_back(self.network, self.claimed)
        self.claimed = 0


class Channel(http.HTTPChannel):
    """One connection: requests come, one after the other, and answers go."""

    # Whether a request is on its way in, and its headers still; why its body is not taken, and what still comes of it is dropped.
    receiving, heading, refused = False, False, ""
    largest = 0
    # Whether there is no room for this connection: it is answered once, in a few words.
    crowded = False
    asking: asyncio.Future | None = None
    # Bytes of answers handed to the transport.
    written = 0
    transport: Any

    def __init__(self):
        super().__init__()
        # Clear while the transport holds more than it likes (64 KiB).
        self.flowing = asyncio.Event()
        self.flowing.set()

    # Coming in

    def connectionMade(self):
        # Seconds between two requests; setting a timeout changes it.
        self.rest = self.timeOut
        super().connectionMade()
        if self.crowded:
            self.setTimeout(NO_ROOM_SECONDS)

    def dataReceived(self, data):
        if self.refused:
            return
        if begins := not self.receiving and not self._handlingRequest:
            self.receiving = self.heading = True
        super().dataReceived(data)
        # Nearly always the headers have come whole, and nobody waits for them.
        if begins and self.heading:
            self.setTimeout(NO_ROOM_SECONDS if self.crowded else HEAD_SECONDS)

    def setTimeout(self, period):
        """Made anew: to bring one forward Twisted looks through all that wait in this process, one for each line."""
        before = super().setTimeout(None)
        if period is not None:
            super().setTimeout(period)
        return before

    def resetTimeout(self):
        """Nothing that comes gives a request more time: a byte now and then would hold it open for ever."""

    def allHeadersReceived(self):
        self.heading = False
        if self.crowded:
            return self._begin(0, NO_ROOM)
        ordinary = self.factory.server.largest
        # A form without a length is read as empty by Django: nobody needs more of it.
        if self.length is None or self.length <= ordinary:
            return self._begin(ordinary)
        # Nothing of the body is read until it is known whether this visitor may send so much.
        self.paused = True
        self._networkProducer.pauseProducing()
        self.asking = asyncio.ensure_future(self._ask())
        return None

    async def _ask(self) -> None:
        server, larger, refused = self.factory.server, 0, ""
        try:
            larger = await server.larger(self.scope())
        except Exception as error:
            # Such as a database that is away: worth another try.
            log.warning("A body was not taken, for nobody could say how large it may be: %s", error)
            refused = TOO_MUCH_AT_ONCE
        self._begin(max(server.largest, larger), refused)
        if self.refused:
            self.allContentReceived()
        self.paused = False
        if not self._waitingForTransport:
            self._networkProducer.resumeProducing()
        LineReceiver.dataReceived(self, b"")

    def scope(self) -> dict:
        """What is known of the request before its body, as ASGI has it."""
        headers, peer = self.requests[-1].requestHeaders.getAllRawHeaders(), self.transport.getPeer()
        return {
            "type": "http",
            "method": self._command.decode("latin-1"),
            "path": unquote(self._path.partition(b"?")[0].decode("latin-1")),
            "headers": [(name.lower(), value) for name, values in headers for value in values],
            "client": [str(peer.host), peer.port] if hasattr(peer, "host") else None,
        }

    def _begin(self, largest: int, refused: str = "") -> None:
        """Let the body come, or go on as if there were none."""
        request, self.largest, self.refused = self.requests[-1], largest, refused
        if not refused and (self.length or 0) > largest:
            self.refused = TOO_LARGE
        elif not refused and largest > self.factory.server.largest and not request.claim(self.length or 0):
            # Of a document the place is kept before it comes; whoever only announces ordinary bodies keeps none.
            self.refused = TOO_MUCH_AT_ONCE
        if self.refused:
            self.length = 0
            request.requestHeaders.removeHeader(b"expect")
        super().allHeadersReceived()
        if self.refused:
            self._last(request)
        elif self.length != 0:
            self.setTimeout(BODY_SECONDS)

    def rawDataReceived(self, data):
        if self.refused:
            return
        try:
            super().rawDataReceived(data)
        except Untaken as untaken:
            self._refuse(self.requests[-1], untaken.why)
        if sum(map(len, self._dataBuffer)) > self._optimisticEagerReadSize:
            # What comes before the answer is there is kept; also while that answer is not read, which Twisted forgets.
            self._networkProducer.pauseProducing()

    def _refuse(self, request: Request, why: str) -> None:
        """Hand the request over without its body, which turned out too large."""
        self.refused = why
        request.content.close()
        request.content = BytesIO()
        self._last(request)
        self.allContentReceived()

    def _last(self, request: Request) -> None:
        self.persistent = False
        request.responseHeaders.setRawHeaders(b"connection", [b"close"])

    def requestDone(self, request):
        self.receiving = False
        if self._waitingForTransport:
            # Nothing new is read before the answers are.
            self._networkProducer.pauseProducing()
        if self._savedTimeOut:
            # Until the next request begins.
            self._savedTimeOut = self.rest
        super().requestDone(request)

    def loseConnection(self):
        if not self.refused or self.transport.disconnecting:
            return super().loseConnection()
        # Closed at once, with bytes unread, the system would take back the answer that tells why.
        self._networkProducer.unregisterProducer()
        self.transport.loseWriteConnection()
        self.setTimeout(LINGER_SECONDS)
        return None

    def timeoutConnection(self):
        if self.refused:
            return self.transport.abortConnection()
        request = self.requests[-1] if self.requests else None
        if request and (fresh := request.received - request.timed):
            request.timed = request.received
            return self.setTimeout(fresh / SLOWEST)
        return super().timeoutConnection()

    # Going out

    def write(self, data):
        self.written += len(data)
        super().write(data)

    def writeSequence(self, iovec):
        self.written += sum(map(len, iovec))
        super().writeSequence(iovec)

    def pauseProducing(self):
        self.flowing.clear()
        super().pauseProducing()

    def resumeProducing(self):
        self.flowing.set()
        super().resumeProducing()
        if self.paused:
            self._networkProducer.pauseProducing()

    def connectionLost(self, reason):
        if self.asking:
            self.asking.cancel()
        self.factory.server.unsent.gone(self)
        super().connectionLost(reason)
        self.flowing.set()

    def backlog(self) -> int:
        """Bytes that the system has not taken yet."""
        transport = self.transport
        return len(transport.dataBuffer) - transport.offset + transport._tempDataLen

    def owed(self) -> int:
        """Bytes kept for this reader: the backlog, and what the application still holds of an answer whose length it said."""
        owed = self.backlog()
        for request in self.requests[:1]:
            length = request.responseHeaders.getRawHeaders(b"content-length") if request.startedWriting else None
            owed += max(0, int(length[0]) - request.sentLength) if length else 0
        return owed

    def abort(self) -> None:
        self.transport.abortConnection()
