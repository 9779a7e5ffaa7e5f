"""A websocket and a form as a browser has them, lean enough for thousands in one process."""

import asyncio
import json
import socket
from collections.abc import Callable
from urllib.parse import urlencode

from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.http11 import Response
from websockets.protocol import State
from websockets.uri import parse_uri

LIMIT = 1 << 20
HANDSHAKE = 10.0
GIVE_UP = 20.0
TOKEN = "a" * 32


class Refused(OSError):
    """The server did not open the line."""


class Wire(asyncio.Protocol):
    """One line. `heard(text)` is called for each message; `ended` becomes the close code."""

    def __init__(self, url: str, headers: dict[str, str], origin: str, heard: Callable[[str], None]):
        loop = asyncio.get_running_loop()
        self.heard, self.opened, self.ended = heard, loop.create_future(), loop.create_future()
        self.protocol = ClientProtocol(parse_uri(url), origin=origin, max_size=LIMIT)
        self.headers = headers

    @classmethod
    async def open(
        cls, port: int, path: str, headers: dict[str, str], heard: Callable[[str], None], room: int = 0
    ) -> "Wire":
        """Raises OSError (Refused, TimeoutError) when it does not open. `room`: bytes the system keeps unread, at most."""
        origin = f"http://127.0.0.1:{port}"
        loop = asyncio.get_running_loop()
        door = socket.socket()
        door.setblocking(False)
        if room:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        async with asyncio.timeout(HANDSHAKE):
            try:
                await loop.sock_connect(door, ("127.0.0.1", port))
            except BaseException:
                door.close()
                raise
            url = f"ws://127.0.0.1:{port}{path}"
            _, wire = await loop.create_connection(lambda: cls(url, headers, origin, heard), sock=door)
            try:
                await wire.opened
            except BaseException:
                wire.transport.abort()
                raise
        return wire

    def connection_made(self, transport) -> None:
        self.transport = transport
        request = self.protocol.connect()
        for name, value in self.headers.items():
            request.headers[name] = value
        self.protocol.send_request(request)
        self.flush()

    def data_received(self, data: bytes) -> None:
        self.protocol.receive_data(data)
        for event in self.protocol.events_received():
            if isinstance(event, Response):
                self._answered()
            elif isinstance(event, Frame) and event.opcode is Opcode.TEXT:
                self.heard(event.data.decode())
        self.flush()

    def eof_received(self) -> None:
        self.protocol.receive_eof()
        self.flush()

    def _answered(self) -> None:
        if self.opened.done():
            return
        if self.protocol.state is State.OPEN:
            self.opened.set_result(None)
        else:
            self.opened.set_exception(Refused(str(self.protocol.handshake_exc)))

    def connection_lost(self, error) -> None:
        if not self.opened.done():
            self.opened.set_exception(Refused("the line was cut"))
        if not self.ended.done():
            self.ended.set_result(self.code or 1006)

    @property
    def code(self) -> int | None:
        """The code the server closed with; None while it has not."""
        return self.protocol.close_rcvd.code if self.protocol.close_rcvd else None

    def flush(self) -> None:
        for data in self.protocol.data_to_send():
            self.transport.write(data) if data else self.transport.close()

    def say(self, command: dict) -> bool:
        """False when the line is not open any more; True says nothing about arrival."""
        if self.protocol.state is not State.OPEN or self.transport.is_closing():
            return False
        self.protocol.send_text(json.dumps(command).encode())
        self.flush()
        return True

    def cut(self) -> None:
        """As a network does that is gone: no closing word."""
        self.transport.abort()


def cookies(cookie: str, session: str) -> dict[str, str]:
    return {"Cookie": f"{cookie}={session}; csrftoken={TOKEN}"} if session else {}


async def ask(
    port: int, method: str, path: str, headers: dict[str, str], fields: dict | None = None
) -> tuple[int, dict]:
    """(status, JSON) of a request such as a page makes; OSError when no whole answer came."""
    body = urlencode({name: "" if value is None else value for name, value in (fields or {}).items()}).encode()
    origin = f"http://127.0.0.1:{port}"
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept: application/json", "Connection: close"]
    if method == "POST":
        lines += [f"Origin: {origin}", f"X-CSRFToken: {TOKEN}", f"Content-Length: {len(body)}"]
        lines += ["Content-Type: application/x-www-form-urlencoded"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    async with asyncio.timeout(GIVE_UP):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write("\r\n".join([*lines, "", ""]).encode() + body)
            head, _, rest = (await reader.read(-1)).partition(b"\r\n\r\n")
        finally:
            writer.close()
    if not head:
        raise Refused("no answer")
    status = int(head.split(b" ", 2)[1])
    try:
        return status, json.loads(rest) if rest else {}
    except ValueError:
        return status, {}
