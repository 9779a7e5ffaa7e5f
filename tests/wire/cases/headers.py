"""Frame headers: masks, reserved bits, opcodes and lengths."""

from tests.wire.cases import BAD_FRAME, FINE, Case
from tests.wire.cases.fragments import TYPING
from tests.wire.frames import BINARY, CLOSE, PING, TEXT, frame, head, text

CASES = [
    Case("no mask", [text(TYPING, mask=b"")], 1002),
    Case("no mask on a ping", [frame(PING, b"here?", mask=b"")], 1002),
    Case("no mask on a close", [frame(CLOSE, mask=b"")], 1002),
    Case("a mask of zeros", [text(TYPING, mask=bytes(4))], FINE),
    *[Case(f"reserved bit {bit}", [text(TYPING, rsv=bit)], 1002) for bit in (1, 2, 4, 7)],
    Case("a reserved bit on a ping", [frame(PING, rsv=4)], 1002),
    *[Case(f"reserved opcode {opcode}", [frame(opcode, b"x")], 1002) for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15)],
    Case("a length in 16 bits that needs 7", [text(TYPING, form=16)], 1002, uvicorn=FINE),
    Case("a length in 64 bits that needs 7", [text(TYPING, form=64)], 1002, uvicorn=FINE),
    Case("a length in 64 bits that needs 16", [text(b" " * 300 + TYPING, form=64)], 1002, uvicorn=FINE),
    Case("a length of 2^63", [head(TEXT, 2**63)], 1002, uvicorn=1009),
    Case("a length of 2^64 - 1", [head(TEXT, 2**64 - 1)], 1002, uvicorn=1009),
    Case("a length of 2^62", [head(TEXT, 2**62)], 1009),
    Case("a length of a gigabyte", [head(BINARY, 2**30)], 1009),
    Case("a length of 0", [frame(TEXT)], BAD_FRAME),
]  # fmt: skip
