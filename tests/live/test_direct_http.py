"""What is slow to ask and slow to read has an end, and costs the others nothing. No real line: time and readers are made here."""

import asyncio
import inspect

import daphne.server
import pytest
from twisted.internet.abstract import FileDescriptor
from twisted.internet.address import IPv4Address
from twisted.internet.task import Clock
from twisted.web import http

from dialogue.limits.networks import visitor
from dialogue.live import unsent
from dialogue.live.direct import DirectServer
from dialogue.live.direct_http import BODY_SECONDS, HEAD_SECONDS, SLOWEST, Factory
from dialogue.live.unsent import UNSENT_ALL, WRITE_SECONDS

MIB = 1024 * 1024
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


def serving(application) -> DirectServer:
    server = DirectServer(application, ["none"], behind_proxy=False, largest=lambda method, path: 1000)
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


def test_what_this_relies_on_is_still_so():
    assert "self.http_factory = HTTPFactory(self)" in inspect.getsource(daphne.server.Server.run)
    assert list(inspect.signature(daphne.server.Server.handle_reply).parameters) == ["self", "protocol", "message"]
    channel = inspect.getsource(http.HTTPChannel)
    for line in (
        "self.resetTimeout()", "self._savedTimeOut = self.setTimeout(None)", "self.setTimeout(self._savedTimeOut)",
        "self._networkProducer.registerProducer(self, True)", "req.gotLength(self.length)",
        "self.requests[-1].handleContentChunk", "if self.length == 0:",
    ):  # fmt: skip
        assert line in channel
    assert "parsePOSTFormSubmission" in inspect.signature(http.Request.__init__).parameters


async def test_a_request_that_comes_byte_by_byte_has_an_end():
    line = Line(serving(answering(1)))
    line.says(b"GET / HTTP/1.1\r\n")
    for _ in range(HEAD_SECONDS - 1):
        line.clock.advance(1)
        line.says(b"X: y\r\n")
    assert not line.wire.gone
    line.clock.advance(1)
    assert line.wire.gone


async def test_so_has_a_body():
    line = Line(serving(answering(1)))
    line.says(b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 900\r\n\r\n")
    for _ in range(BODY_SECONDS):
        line.clock.advance(1)
        line.says(b"x")
    assert not line.wire.gone
    line.clock.advance(900 / SLOWEST)
    assert line.wire.gone


async def test_a_connection_may_rest_between_two_requests_and_each_has_its_own_time():
    line = Line(serving(answering(10)), takes=MIB)
    for _ in range(3):
        line.clock.advance(40)
        line.says(GET[:10])
        line.clock.advance(HEAD_SECONDS - 1)
        line.says(GET[10:])
        await settled()
        line.wire.doWrite()
    assert not line.wire.gone and line.wire.read > 30
    line.clock.advance(61)
    assert line.wire.gone


async def test_two_hundred_who_never_read_are_kept_little_for(monkeypatch):
    server = serving(answering(MIB))
    # Each asks often in one breath: the next answer is not begun before this one is taken.
    lines = [Line(server).says(GET * 20) for _ in range(200)]
    await settled()
    there = [line for line in lines if not line.wire.gone]
    assert 0 < sum(line.channel.owed() for line in there) <= UNSENT_ALL
    assert all(line.channel.written <= 130 * 1024 for line in there)
    later = unsent.monotonic() + WRITE_SECONDS + 1
    monkeypatch.setattr(unsent, "monotonic", lambda: later)
    server.unsent.look()
    assert all(line.wire.gone for line in lines) and not server.unsent.waiting


@pytest.mark.parametrize("stated", [True, False])
async def test_a_slow_reader_gets_all_of_it_beside_them(stated):
    server = serving(answering(2 * MIB, stated))
    honest = Line(server, takes=16 * 1024).says(GET)
    await settled()
    honest.wire.doWrite()
    stalled = [Line(server).says(GET) for _ in range(100)]
    for _ in range(200):
        await settled()
        honest.wire.doWrite()
    server.unsent.look()
    assert honest.wire.read > 2 * MIB and not honest.wire.gone
    assert stated is any(line.wire.gone for line in stalled)


async def test_whoever_hangs_up_ends_what_waited_for_them():
    server = serving(answering(MIB))
    line = Line(server).says(GET)
    await settled()
    (running,) = [details["application_instance"] for details in server.connections.values()]
    assert not running.done()
    line.wire.abortConnection()
    await settled()
    assert running.done()


@pytest.mark.parametrize(
    ("given", "believed"),
    [
        ([b"203.0.113.7"], "203.0.113.7"), ([b"2001:db8::1"], "2001:db8::1"), ([], "10.0.0.1"),
        ([b"1.2.3.4, 203.0.113.7"], "10.0.0.1"), ([b"1.2.3.4", b"203.0.113.7"], "10.0.0.1"), ([b"203.0.113.7:80"], "10.0.0.1"),
        ([b"unknown"], "10.0.0.1"), ([b""], "10.0.0.1"), ([b"\xff"], "10.0.0.1"), ([b"203.0.113.0/24"], "10.0.0.1"),
    ],
)  # fmt: skip
def test_a_proxy_is_believed_one_address_and_nothing_else(given, believed):
    scope = {"client": ["10.0.0.1", 5], "headers": [(b"x-real-ip", value) for value in given]}
    assert visitor(scope)[0] == believed
