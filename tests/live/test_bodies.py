"""Bodies: whoever may send much is asked about first; what all of them send at once has a ceiling, and every byte is given back."""

import asyncio

import pytest

from dialogue.live import bodies, direct_http
from dialogue.live.bodies import ALL, OF_A_NETWORK, SPARED, TOO_LARGE, TOO_MUCH_AT_ONCE, UNTAKEN, Bodies
from tests.live.http_lines import MIB, ORDINARY, Line, serving, settled

MALLORY, ADA = b"203.0.113.9", b"198.51.100.7"


@pytest.fixture
def every_byte(monkeypatch):
    """Counted from the first byte on, so that a test need not send much."""
    monkeypatch.setattr(direct_http, "FEW", 0)


class Desk:
    """An application that says how much of a body it was given; `larger`, which answers when it is told to."""

    def __init__(self) -> None:
        self.read: list[tuple[int, str]] = []
        self.asked = 0
        self.answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.works = asyncio.Event()
        self.works.set()
        self.server = serving(self.application, self.larger)

    async def larger(self, scope) -> int:
        self.asked += 1
        return await asyncio.shield(self.answer)

    async def application(self, scope, receive, send):
        size, more = 0, True
        while more:
            event = await receive()
            size, more = size + len(event.get("body", b"")), event.get("more_body", False)
        self.read.append((size, scope.get(UNTAKEN, "")))
        await self.works.wait()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    def line(self) -> Line:
        return Line(self.server, takes=MIB)

    def held(self) -> tuple[int, dict]:
        return self.server.bodies.all, dict(self.server.bodies.held)


def head(size: int | None, who: bytes = MALLORY) -> bytes:
    length = b"Transfer-Encoding: chunked" if size is None else b"Content-Length: %d" % size
    return b"POST / HTTP/1.1\r\nHost: here\r\nX-Real-IP: %s\r\n%s\r\n\r\n" % (who, length)


def chunk(size: int) -> bytes:
    return b"%x\r\n%s\r\n" % (size, b"x" * size)


async def test_nobody_is_asked_about_an_ordinary_body():
    desk = Desk()
    desk.line().says(head(ORDINARY) + b"x" * ORDINARY)
    desk.line().says(head(None) + chunk(ORDINARY) + b"0\r\n\r\n")
    await settled()
    assert desk.read == [(ORDINARY, "")] * 2 and desk.asked == 0


async def test_of_a_large_body_nothing_is_read_before_it_is_known_who_sends_it():
    desk = Desk()
    line = desk.line().says(head(5000))
    await settled()
    line.says(b"x" * 5000)
    await settled()
    assert desk.asked == 1 and line.channel.requests[0].received == 0 and desk.held()[0] == 0
    desk.answer.set_result(6000)
    await settled()
    assert desk.read == [(5000, "")]


@pytest.mark.parametrize("stated", [True, False])
async def test_who_may_not_is_told_so_and_their_bytes_are_dropped(stated):
    desk = Desk()
    line = desk.line().says(head(5000 if stated else None) + (b"x" * 5000 if stated else chunk(5000)))
    desk.answer.set_result(0)
    await settled()
    assert desk.read == [(0, TOO_LARGE)] and not line.channel.requests
    line.says(b"x" * MIB)
    assert not line.channel._buffer and not line.channel._dataBuffer and desk.held() == (0, {})


async def test_when_nobody_can_say_it_is_to_be_sent_again():
    desk = Desk()
    desk.line().says(head(5000))
    desk.answer.set_exception(OSError("the database is away"))
    await settled()
    assert desk.read == [(0, TOO_MUCH_AT_ONCE)]


async def test_who_goes_while_they_are_asked_about_leaves_nothing():
    desk = Desk()
    line = desk.line().says(head(5000))
    await settled()
    line.wire.abortConnection()
    desk.answer.set_result(6000)
    await settled()
    assert desk.read == [] and desk.held() == (0, {}) and line.channel.asking.cancelled()


async def test_who_only_announces_bodies_keeps_nobody_from_signing_in():
    """Four hundred lines of a hall, one of them mallory's telephone: what has not come takes no room, and a few words always may."""
    desk = Desk()
    for _ in range(400):
        desk.line().says(head(ORDINARY))
    assert desk.held() == (0, {})
    desk.server.bodies.take("203.0.113.9", OF_A_NETWORK)
    desk.line().says(head(900) + b"x" * 900)
    await settled()
    assert desk.read == [(900, "")]


async def test_a_websocket_begins_without_a_body():
    desk = Desk()
    line = desk.line()
    line.says(
        b"GET / HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: upgrade\r\nContent-Length: 500\r\n\r\n"
    )
    request, content = line.channel.requests[0], line.channel.requests[0].content
    line.says(b"x" * 500)
    await settled()
    assert desk.read == [] and request.code == 400 and content.closed


@pytest.mark.usefixtures("every_byte")
@pytest.mark.parametrize("stated", [True, False])
async def test_a_network_that_sends_too_much_at_once_is_refused_and_ada_is_not(stated, monkeypatch):
    monkeypatch.setattr(bodies, "OF_A_NETWORK", 2500)
    desk = Desk()
    for _ in range(2):
        desk.line().says(head(ORDINARY) + b"x" * 999)
    assert desk.held() == (1998, {"203.0.113.9": 1998})
    desk.answer.set_result(0)
    third = desk.line().says(head(900 if stated else None))
    await settled()
    third.says(b"x" * 900 if stated else chunk(900))
    desk.line().says(head(900, ADA) + b"x" * 900)
    await settled()
    assert sorted(desk.read) == [(0, TOO_MUCH_AT_ONCE), (900, "")]


@pytest.mark.usefixtures("every_byte")
async def test_what_was_taken_is_given_back_when_it_is_answered_lost_or_too_slow():
    desk = Desk()
    answered, lost, slow, unfinished = (desk.line() for _ in range(4))
    for line in (lost, slow, unfinished):
        line.says(head(1000) + b"x" * 10)
    answered.says(head(1000) + b"x" * 1000)
    assert desk.held()[0] == 1030
    await settled()
    assert desk.held()[0] == 30 and desk.read == [(1000, "")]
    lost.wire.abortConnection()
    assert desk.held()[0] == 20
    slow.clock.advance(40)
    slow.clock.advance(40)
    assert slow.wire.gone
    slow.protocol.connectionLost(None)
    assert desk.held()[0] == 10
    unfinished.says(b"x" * 990)
    await settled()
    assert desk.held() == (0, {})


@pytest.mark.usefixtures("every_byte")
async def test_what_the_application_still_holds_counts_though_its_sender_has_gone():
    desk = Desk()
    desk.works.clear()
    line = desk.line().says(head(1000) + b"x" * 1000)
    await settled()
    line.wire.abortConnection()
    assert desk.held()[0] == 1000
    desk.works.set()
    await settled()
    assert desk.held() == (0, {})


async def test_one_connection_may_send_one_after_the_other():
    desk = Desk()
    line = desk.line()
    for _ in range(3):
        line.says(head(1000) + b"x" * 1000)
        await settled()
    assert len(desk.read) == 3 and desk.held() == (0, {})


def test_mallory_with_many_networks_keeps_documents_out_and_no_ordinary_form():
    here = Bodies()
    taken = [here.take(f"2001:db8:{number:x}::/48", OF_A_NETWORK) for number in range(6)]
    assert taken == [True] * 4 + [False] * 2
    while here.take("192.0.2.1", MIB // 4):
        pass
    assert here.all <= ALL and not here.take("198.51.100.7", 5 * MIB)
    assert here.take("198.51.100.7", SPARED) and not here.take("198.51.100.7", 1)


def test_a_site_counts_as_one_and_this_machine_as_everybody():
    assert bodies.sender("2001:db8:1:2::3") == bodies.sender("2001:db8:1:ffff::1") == "2001:db8:1::/48"
    assert bodies.sender("203.0.113.9") == "203.0.113.9"
    assert bodies.sender("127.0.0.1") == bodies.sender("") == ""
    assert all(Bodies().take("", size) for size in (OF_A_NETWORK + 1, ALL)) and not Bodies().take("", ALL + 1)
