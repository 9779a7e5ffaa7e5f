"""How a line begins: requests of every kind, slow ones, and ones that never end."""

import time

import pytest

from tests.wire.cases.handshakes import ROOM, TRIES, Try
from tests.wire.cases.origins import OTHERS
from tests.wire.line import handshake

pytestmark = pytest.mark.usefixtures("undisturbed")


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in TRIES])
def test_handshake(place, case: Try):
    line = place.line()
    line.send(case.request(line.host))
    assert line.status(2) in case.ends
    line.close()


def refused(place, *origins: str, **changes) -> None:
    line = place.line()
    headers = tuple(f"Origin: {origin}" for origin in origins)
    request = handshake(ROOM, origin=None, extra=headers, **changes)
    line.send(request.replace(b"{host}", line.host.encode()).replace(b"{port}", line.host.split(":")[1].encode()))
    # The server itself says 400 to what it cannot read; never 101, and never the 500 of a parser that stumbled.
    assert line.status() in (403, 400)
    line.close()


@pytest.mark.parametrize("origin", OTHERS.values(), ids=OTHERS.keys())
def test_a_page_of_another_origin_may_not_open_a_socket(place, origin):
    refused(place, origin)


def test_without_an_origin_no_socket_opens(place):
    refused(place)


@pytest.mark.parametrize(
    "first,second", [("http://{host}", "http://evil.tld"), ("http://evil.tld", "http://{host}"), ("http://{host}",) * 2]
)
def test_two_origins_open_no_socket(place, first, second):
    refused(place, first, second)


@pytest.mark.parametrize("path", ["/admin" + ROOM, "/x" + ROOM])
def test_a_root_path_from_outside_leads_nowhere_else(place, path):
    """daphne believes this header, whoever sends it: it must not take the beginning off an address."""
    line = place.line()
    line.ask(path, extra=(f"Daphne-Root-Path: {path.removesuffix(ROOM)}",))
    assert line.status() in (403, 404)
    line.close()


def test_a_root_path_from_outside_does_not_take_a_page_to_the_administration(place):
    line = place.line()
    line.send(
        f"GET /x/admin/ HTTP/1.1\r\nHost: {line.host}\r\nDaphne-Root-Path: /x\r\nConnection: close\r\n\r\n".encode()
    )
    assert line.status() == 404
    line.close()


def test_a_handshake_byte_by_byte_succeeds(place):
    line = place.line()
    for byte in handshake(ROOM).replace(b"{host}", line.host.encode()):
        line.send(bytes([byte]))
        time.sleep(0.001)
    assert line.status() == 101
    line.close()


@pytest.mark.parametrize("sent", [b"", b"GET /live/ro", b"GET /live/rooms/rain/ HTTP/1.1\r\nHost: x\r\nUpgra"])
def test_handshakes_that_never_end_hold_nobody_up(place, sent):
    lines = [place.line() for _ in range(50)]
    for line in lines:
        line.send(sent)
    place.say()
    for line in lines:
        line.close()


@pytest.mark.parametrize(
    "sent",
    [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200), b"\x00" * 4096, b"SSH-2.0-OpenSSH_9.2\r\n\r\n", b"\r\n" * 500,
     b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", bytes(range(256)) * 16],
    ids=["TLS", "zeros", "SSH", "empty lines", "half a request", "HTTP/9.9", "HTTP/2", "every byte"],
)  # fmt: skip
def test_what_is_no_request_is_refused_or_ignored(place, sent):
    line = place.line()
    line.send(sent + b"\r\n\r\n")
    assert line.status(1) in (200, 400, 404, 505, "dropped", "silent")
    line.close()
