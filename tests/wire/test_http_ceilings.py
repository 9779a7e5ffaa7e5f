"""Bodies without end: refused in words, before any of them is kept; heads that are no ASCII; and nobody else notices."""

import contextlib
import os
import socket

import pytest

from tests.patience import PATIENCE
from tests.security.test_hostile_requests import HEADERS
from tests.wire.conftest import MIB
from tests.wire.server import Tried


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Tried("serve", tmp_path_factory.mktemp("serve"))
    try:
        yield server
    finally:
        server.kill()


def connection(server, head: str) -> socket.socket:
    wire = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
    wire.sendall(head.replace("\n", "\r\n").format(host=f"127.0.0.1:{server.port}").encode())
    return wire


def answer_of(wire: socket.socket) -> bytes:
    """All that comes until the other side has said everything."""
    data = b""
    while part := wire.recv(65536):
        data += part
    return data


def a_page_comes(server) -> None:
    with connection(server, "GET /rooms/rain/ HTTP/1.1\nHost: {host}\nConnection: close\n\n") as wire:
        assert answer_of(wire).startswith(b"HTTP/1.1 200")


def spooled(server) -> int:
    """Bytes of unnamed files the process has open: bodies that were laid aside."""
    folder, size = f"/proc/{server.process.pid}/fd", 0
    for name in os.listdir(folder):
        # Whatever is closed while we look has no size any more.
        with contextlib.suppress(FileNotFoundError):
            path = os.path.join(folder, name)
            size += os.stat(path).st_size if "(deleted)" in os.readlink(path) else 0
    return size


def test_a_body_announced_as_fifty_gigabytes_is_refused_before_any_of_it_is_taken(server):
    head = "POST /people/me/ HTTP/1.1\nHost: {host}\nContent-Length: 50000000000\nContent-Type: text/plain\n\n"
    with connection(server, head) as wire:
        wire.sendall(b"x" * MIB)
        said = answer_of(wire)
        assert said.startswith(b"HTTP/1.1 413") and b"5 MB" in said
        assert spooled(server) == 0
    a_page_comes(server)


def test_a_body_that_says_nothing_of_its_length_is_counted(server):
    head = "POST /people/me/ HTTP/1.1\nHost: {host}\nTransfer-Encoding: chunked\nContent-Type: text/plain\n\n"
    with connection(server, head) as wire:
        for _ in range(32):
            wire.sendall(b"8000\r\n" + b"x" * 0x8000 + b"\r\n")
        assert answer_of(wire).startswith(b"HTTP/1.1 413")
    assert spooled(server) == 0


def test_only_the_door_for_documents_takes_more_and_that_not_from_strangers(server):
    head = "POST /applications/mandate/1/evidence/ HTTP/1.1\nHost: {host}\nContent-Type: text/plain\nContent-Length: "
    with connection(server, head + f"{6 * MIB}\n\n") as wire:
        assert answer_of(wire).startswith(b"HTTP/1.1 413") and spooled(server) == 0
    with connection(server, head + f"{MIB}\nConnection: close\n\n") as wire:
        wire.sendall(b"x" * MIB)
        assert answer_of(wire).startswith(b"HTTP/1.1 413")


# What daphne itself reads, of requests and of handshakes.
OF_THE_SERVER = (
    "daphne-root-path", "x-forwarded-for", "forwarded", "connection", "upgrade", "expect", "sec-websocket-protocol",
    "sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions",
)  # fmt: skip
HANDSHAKE = {
    "host": "{host}", "origin": "http://{host}", "upgrade": "websocket", "connection": "Upgrade",
    "sec-websocket-version": "13", "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
}  # fmt: skip


@pytest.mark.parametrize("value", [b"\xff", "é".encode(), b"\xed\xa0\x80"])
def test_bytes_that_are_no_ascii_in_the_servers_own_headers_are_answered_and_no_traceback(server, value):
    server.complaints()
    for name in (*HEADERS, *OF_THE_SERVER):
        for path, usual in (("/health/live/", {"host": "{host}"}), ("/live/rooms/rain/", HANDSHAKE)):
            lines = [f"{each}: {words}\n" for each, words in usual.items() if each != name]
            with connection(server, f"GET {path} HTTP/1.1\n{''.join(lines)}") as wire:
                wire.sendall(name.encode() + b": " + value + b"\r\n\r\n")
                assert b" 500 " not in wire.recv(100), (path, name)
    assert not server.complaints()


def document(session: str, sent: str) -> str:
    """The head of a document that Ada's application is waiting for, as `sent` says its length."""
    return (
        "POST /applications/organisation/1/evidence/ HTTP/1.1\nHost: {host}\nConnection: close\nReferer: http://{host}/\n"
        f"Cookie: csrftoken={'a' * 32}; sessionid={session}\nX-CSRFToken: {'a' * 32}\n"
        f"Content-Type: multipart/form-data; boundary=b\n{sent}\n\n"
    )


WAY = b'--b\r\nContent-Disposition: form-data; name="way"\r\n\r\ndocument\r\n'
FILE = b'--b\r\nContent-Disposition: form-data; name="file"; filename="statutes.pdf"\r\n\r\n%PDF-' + b"x" * 4 * MIB
FORM = WAY + FILE + b"\r\n--b--\r\n"


def test_six_hundred_who_invent_a_session_have_nothing_of_theirs_kept(server):
    before, lines = server.memory(), []
    for number in range(600):
        head = document(f"{number:032}", f"Content-Length: {len(FORM)}")
        lines.append(connection(server, head))
        # As much as goes out at once: it lies with the system, and nobody reads it.
        lines[-1].setblocking(False)
        with contextlib.suppress(BlockingIOError):
            lines[-1].send(FORM)
    for line in lines:
        line.settimeout(PATIENCE)
        assert line.recv(12) == b"HTTP/1.1 413"
        line.close()
    assert spooled(server) == 0 and server.memory() - before < 256 * MIB
    a_page_comes(server)


def test_ada_who_has_asked_for_a_body_hands_in_a_large_document_and_bo_cannot(server):
    for session, answer in ((server.sessions[1], b"HTTP/1.1 413"), (server.sessions[0], b"HTTP/1.1 302")):
        with connection(server, document(session, f"Content-Length: {len(FORM)}")) as wire:
            wire.sendall(FORM)
            assert answer_of(wire).startswith(answer)


def test_who_waits_to_be_told_to_go_on_is_told_only_when_they_may(server):
    for session, told in ((server.sessions[1], b"HTTP/1.1 413"), (server.sessions[0], b"HTTP/1.1 100")):
        head = document(session, f"Content-Length: {len(FORM)}\nExpect: 100-continue")
        with connection(server, head) as wire:
            assert wire.recv(12) == told
