"""daphne's HTTP with ceilings: how long a request may take to come, how large its body may be, how much of an answer may wait
for whoever asked for it. daphne itself takes what comes, for as long as it comes, and keeps whatever is not read.

Relies on names that are not promised: `tests/live/test_direct_http.py` fails when one of them changes.
"""

import asyncio
from io import BytesIO
from typing import Any

from daphne.http_protocol import HTTPFactory, WebRequest
from twisted.web import http

# Seconds for the first line and the headers, from their first byte on: a browser sends them in one piece.
HEAD_SECONDS = 20
# Seconds for the body, and bytes a second below which it is too slow: a second-generation telephone sends more.
BODY_SECONDS, SLOWEST = 30, 4 * 1024
# Seconds in which whoever is refused may go on sending, unheard, so that they read the refusal before the line is cut.
LINGER_SECONDS = 5


class BodyTooLarge(Exception):
    """More came than may come."""


class Request(WebRequest):
    """Counts its body before it is kept."""

    received = 0

    def __init__(self, *args, **options):
        # Django takes forms apart; nobody reads what Twisted makes of them.
        super().__init__(*args, **options, parsePOSTFormSubmission=False)

    def handleContentChunk(self, data):
        self.received += len(data)
        if self.received > self.channel.largest:
            raise BodyTooLarge
        super().handleContentChunk(data)


class Channel(http.HTTPChannel):
    """One connection: requests come, one after the other, and answers go."""

    # Whether a request is on its way in; whether it was too large, and what still comes is dropped.
    receiving = refused = False
    largest = 0
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

    def dataReceived(self, data):
        if self.refused:
            return
        if not self.receiving and not self._handlingRequest:
            self.receiving = True
            self.setTimeout(HEAD_SECONDS)
        super().dataReceived(data)

    def resetTimeout(self):
        """Nothing that comes gives a request more time: a byte now and then would hold it open for ever."""

    def allHeadersReceived(self):
        self.largest = self.factory.server.largest(self._command.decode("latin-1"), self._path.decode("latin-1"))
        if self.length is not None and self.length > self.largest:
            # As if it had no body. Its headers still say how long it is, so the application knows why it gets none.
            self.refused, self.length = True, 0
            self.requests[-1].requestHeaders.removeHeader(b"expect")
        super().allHeadersReceived()
        if self.refused:
            self._last(self.requests[-1])
        elif self.length != 0:
            self.setTimeout(BODY_SECONDS + (self.length or self.largest) / SLOWEST)

    def rawDataReceived(self, data):
        if self.refused:
            return
        try:
            super().rawDataReceived(data)
        except BodyTooLarge:
            self._refuse(self.requests[-1])

    def _refuse(self, request: Request) -> None:
        """Hand the request over without its body, which turned out too large."""
        self.refused = True
        request.content.close()
        request.content = BytesIO()
        request.requestHeaders.removeHeader(b"transfer-encoding")
        request.requestHeaders.setRawHeaders(b"content-length", [b"%d" % request.received])
        self._last(request)
        self.allContentReceived()

    def _last(self, request: Request) -> None:
        self.persistent = False
        request.responseHeaders.setRawHeaders(b"connection", [b"close"])

    def requestDone(self, request):
        self.receiving = False
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

    def connectionLost(self, reason):
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


class Factory(HTTPFactory):
    @staticmethod
    def protocol():
        return http._GenericHTTPChannelProtocol(Channel())

    def buildProtocol(self, addr):
        protocol = super().buildProtocol(addr)
        protocol.requestFactory = Request
        return protocol
