"""Control frames: ping, pong and close, used and abused."""

import struct

from tests.wire.cases import FINE, Case
from tests.wire.cases.fragments import TYPING
from tests.wire.frames import CLOSE, CONTINUATION, PING, PONG, close, frame, text

CASES = [
    Case("a ping of 125 bytes", [frame(PING, b"x" * 125)], FINE),
    Case("a ping of 126 bytes", [frame(PING, b"x" * 126)], 1002),
    Case("a ping in fragments", [frame(PING, b"he", fin=False), frame(CONTINUATION, b"re")], 1002),
    Case("a pong nobody asked for", [frame(PONG, b"here")], FINE),
    Case("a pong of 126 bytes", [frame(PONG, b"x" * 126)], 1002),
    Case("a close in fragments", [frame(CLOSE, struct.pack("!H", 1000), fin=False)], 1002),
    Case("a close", [close(1000)], 1000),
    Case("a close without a code", [frame(CLOSE)], 1000, uvicorn=1005),
    Case("a close of one byte", [frame(CLOSE, b"\x03")], 1002),
    Case("a close with a reason of 124 bytes", [close(1000, b"x" * 124)], 1002),
    Case("a close with bad UTF-8", [close(1000, b"\xff\xfe")], 1007),
    *[Case(f"a close with code {code}", [close(code)], 1002) for code in (0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535)],
    *[Case(f"a close with code {code}", [close(code)], 1000, uvicorn=code) for code in (1001, 1011, 3000, 4999)],
    Case("messages after the close", [close(1000) + text(TYPING) * 100], 1000),
    Case("two closes", [close(1000) + close(1001)], 1000),
]  # fmt: skip
