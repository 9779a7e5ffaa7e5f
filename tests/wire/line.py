"""A raw line to the server: bytes go out as a case says, and what comes back is taken apart by hand."""

import json
import socket
import struct
import time

from tests.patience import PATIENCE
from tests.wire.frames import CLOSE, PING, PONG, TEXT, frame, taken

# The key of RFC 6455's own example.
HEADERS = {
    "Host": "{host}",
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
    "Origin": "http://{host}",
}


def handshake(path: str, *, request: str = "GET {path} HTTP/1.1", extra=(), **changes) -> bytes:
    """A request to open a socket; `changes` replace a header (underscores for hyphens), None leaves it out."""
    headers = dict(HEADERS)
    for name, value in changes.items():
        found = next((key for key in headers if key.lower() == name.replace("_", "-").lower()), name.replace("_", "-"))
        headers[found] = value
    lines = [request.replace("{path}", path)]
    lines += [f"{name}: {value}" for name, value in headers.items() if value is not None]
    return "\r\n".join([*lines, *extra, "", ""]).encode("latin-1")


class Line:
    """One TCP connection to the server on `port`."""

    def __init__(self, port: int):
        self.host = f"127.0.0.1:{port}"
        self.wire = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.data = b""
        self.frames: list[dict] = []
        # The code of the close frame that came, or "dropped".
        self.ended: int | str | None = None

    def send(self, data: bytes) -> None:
        """Send, unless the server has already closed: then what would have followed does not matter."""
        try:
            self.wire.sendall(data)
        except OSError:
            self.ended = self.ended or "dropped"

    def ask(self, path: str, **changes) -> None:
        self.send(handshake(path, **changes).replace(b"{host}", self.host.encode()))

    def receive(self, seconds: float) -> bool:
        """Take in what comes within `seconds`; False when nothing did, or nothing more can."""
        self.wire.settimeout(max(seconds, 0.001))
        try:
            data = self.wire.recv(65536)
        except TimeoutError:
            return False
        except OSError:
            data = b""
        self.data += data
        if not data:
            self.ended = self.ended or "dropped"
        return bool(data)

    def status(self, seconds: float = PATIENCE) -> int | str:
        """The status of the answer to a handshake; "dropped" or "silent" when there is none."""
        deadline = time.monotonic() + seconds
        while b"\r\n\r\n" not in self.data and self.ended is None and time.monotonic() < deadline:
            self.receive(deadline - time.monotonic())
        top, found, rest = self.data.partition(b"\r\n\r\n")
        if not found:
            return self.ended or "silent"
        status = int(top.split()[1])
        self.data = rest if status == 101 else b""
        return status

    def open(self, path: str, **changes) -> "Line":
        self.ask(path, **changes)
        status = self.status()
        assert status == 101, status
        self.until(lambda: any(fact.get("kind") == "welcome" for fact in self.frames))
        return self

    def until(self, true, seconds: float = PATIENCE) -> bool:
        """Take frames until `true()`, the end of the line, or time is up; whether it became true."""
        deadline = time.monotonic() + seconds
        while not true():
            while found := taken(self.data):
                opcode, payload, self.data = found
                if opcode == TEXT:
                    self.frames += [json.loads(words) for words in payload.decode().split("\n")]
                elif opcode == PING:
                    self.send(frame(PONG, payload))
                elif opcode == CLOSE and self.ended is None:
                    self.ended = struct.unpack("!H", payload[:2])[0] if payload else 1005
            if true():
                break
            left = deadline - time.monotonic()
            if self.ended is not None or left <= 0 or (not self.receive(left) and self.ended is None):
                return true()
        return True

    def posts(self) -> list[int]:
        return [fact["seq"] for fact in self.frames if fact.get("kind") == "post.said"]

    def errors(self) -> list[str]:
        return [fact["error"]["code"] for fact in self.frames if "error" in fact]

    def close(self) -> None:
        self.wire.close()

    def reset(self) -> None:
        """End the connection with a RST, as when a cable is cut behind a firewall."""
        self.wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.wire.close()
