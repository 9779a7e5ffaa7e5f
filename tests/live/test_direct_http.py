"""What is slow to ask and slow to read has an end, and costs the others nothing. No real line: time and readers are made here."""

import asyncio
import inspect

import daphne.server
import pytest
from daphne.http_protocol import WebRequest
from twisted.protocols import basic
from twisted.web import http

from dialogue.limits.networks import visitor
from dialogue.live import unsent
from dialogue.live.direct_http import BODY_SECONDS, HEAD_SECONDS, SLOWEST
from dialogue.live.unsent import UNSENT_ALL, WRITE_SECONDS
from tests.live.http_lines import GET, MIB, Line, answering, serving, settled


def test_what_this_relies_on_is_still_so():
    assert "self.http_factory = HTTPFactory(self)" in inspect.getsource(daphne.server.Server.run)
    assert list(inspect.signature(daphne.server.Server.handle_reply).parameters) == ["self", "protocol", "message"]
    assert "while self._buffer and not self.paused:" in inspect.getsource(basic.LineReceiver)
    assert "self.server.protocol_disconnected(self)" in inspect.getsource(WebRequest.process)
    channel = inspect.getsource(http.HTTPChannel)
    for line in (
        "self.resetTimeout()", "self._savedTimeOut = self.setTimeout(None)", "self.setTimeout(self._savedTimeOut)",
        "self._networkProducer.registerProducer(self, True)", "req.gotLength(self.length)",
        "self.requests[-1].handleContentChunk", "if self.length == 0:", "self.setRawMode()",
        "if not self._waitingForTransport:",
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


async def test_a_new_line_costs_no_look_at_all_the_others():
    """Twisted finds a timer that is brought forward by going through every one; a timer that is made anew it does not."""
    line = Line(serving(answering(1)))
    resting = list(line.clock.getDelayedCalls())
    line.says(b"GET / HTTP/1.1\r\n")
    assert all(not call.active() for call in resting) and len(line.clock.getDelayedCalls()) == len(resting) == 1


async def large(scope) -> int:
    return 8 * MIB


async def test_so_has_a_body():
    line = Line(serving(answering(1), large))
    line.says(b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 5000000\r\n\r\n")
    await settled()
    for _ in range(BODY_SECONDS - 1):
        line.clock.advance(1)
        line.says(b"x")
    assert not line.wire.gone
    for _ in range(2):
        line.clock.advance(1)
    assert line.wire.gone


async def test_a_document_over_a_slow_telephone_comes_whole_however_long_it_takes():
    line = Line(serving(answering(1), large))
    line.says(b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: %d\r\n\r\n" % (600 * SLOWEST))
    await settled()
    # It goes by fits and starts.
    for _ in range(30):
        line.clock.advance(20)
        assert not line.wire.gone and not line.channel.written
        line.says(b"x" * 20 * SLOWEST)
    await settled()
    assert line.channel.written


async def test_who_stops_in_the_middle_of_it_is_cut_off_soon():
    line = Line(serving(answering(1), large))
    line.says(b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 5000000\r\n\r\n")
    await settled()
    line.says(b"x" * 10 * SLOWEST)
    for _ in range(BODY_SECONDS + 9):
        line.clock.advance(1)
        assert not line.wire.gone
    line.clock.advance(1)
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


async def test_who_reads_no_answer_and_sends_on_is_not_read_either():
    """Twisted alone would keep everything: it waits either for the answer or for the transport, not for both."""
    never = asyncio.Event()

    async def answers_for_long(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x" * MIB, "more_body": True})
        await never.wait()

    line = Line(serving(answers_for_long)).says(GET)
    await settled()
    assert line.channel._waitingForTransport and line.channel._handlingRequest
    paused = []
    line.wire.stopReading = lambda: paused.append(True)
    line.says(b"y" * 20_000)
    assert paused
