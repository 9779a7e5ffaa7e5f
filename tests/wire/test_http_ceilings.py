"""Bodies without end: refused in words, before any of them is kept; and nobody else notices."""

import contextlib
import os
import socket

import pytest

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
    wire = socket.create_connection(("127.0.0.1", server.port), timeout=20)
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
