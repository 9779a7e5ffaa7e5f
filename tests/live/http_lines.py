"""Connections to a server that is none: time, and whoever is at the other end, are made here."""

import asyncio

from twisted.internet.abstract import FileDescriptor
from twisted.internet.address import IPv4Address
from twisted.internet.task import Clock

from dialogue.live.direct import DirectServer
from dialogue.live.direct_factory import Factory

MIB = 1024 * 1024
ORDINARY = 1000
GET = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"


class Reader(FileDescriptor):
    """Somebody at the other end, who takes `takes` bytes whenever the system would send."""

    def __init__(self, takes: int = 0):
        super().__init__(Clock())
        self.connected, self.takes, self.read, self.gone = 1, takes, 0, False

    def getPeer(self):
        return IPv4Address("TCP", "127.0.0.1", 1)

    getHost = getPeer

    def writeSomeData(self, data):
        self.read += min(len(data), self.takes)
        return min(len(data), self.takes)

    def startWriting(self):
        pass

    startReading = stopReading = stopWriting = startWriting

    def abortConnection(self):
        self.gone = True
        self.protocol.connectionLost(None)

    def loseConnection(self):
        self.gone = True


class Line:
    """A connection to a server that runs `application`."""

    def __init__(self, server: DirectServer, takes: int = 0):
        self.clock, self.wire = Clock(), Reader(takes)
        self.wire.protocol = self.protocol = Factory(server).buildProtocol(None)
        self.protocol.callLater = self.clock.callLater
        self.protocol.makeConnection(self.wire)
        self.channel = self.protocol._channel

    def says(self, data: bytes) -> "Line":
        self.protocol.dataReceived(data)
        return self


async def nobody_sends_more(scope) -> int:
    return 0


def serving(application, larger=nobody_sends_more) -> DirectServer:
    server = DirectServer(application, ["none"], behind_proxy=True, largest=ORDINARY, larger=larger)
    server.connections = {}
    return server


def answering(size: int, stated: bool = True):
    """An application that answers with `size` bytes, 64 KiB at a time, as Django does."""

    async def application(scope, receive, send):
        headers = [(b"content-length", b"%d" % size)] if stated else []
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for start in range(0, size, 65536):
            piece = b"x" * min(65536, size - start)
            await send({"type": "http.response.body", "body": piece, "more_body": start + 65536 < size})

    return application


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)
