"""Messages in pieces, and pieces that make no message."""

from tests.wire.cases import BAD_FRAME, FINE, Case
from tests.wire.frames import BINARY, CONTINUATION, PING, PONG, TEXT, frame, pieces, text

TYPING = b'{"do":"typing","thread":null,"stopped":true}'

CASES = [
    Case("one byte a fragment", [pieces(TYPING)], FINE),
    Case("one byte a packet", [bytes([byte]) for byte in text(TYPING)], FINE),
    Case("two messages in one packet", [text(TYPING) + text(TYPING)], FINE),
    Case("a message in empty fragments",
         [frame(TEXT, fin=False), *[frame(CONTINUATION, fin=False)] * 20, frame(CONTINUATION, TYPING)], FINE),
    Case("a ping and a pong between fragments",
         [frame(TEXT, TYPING[:9], fin=False), frame(PING, b"here?"), frame(PONG), frame(CONTINUATION, TYPING[9:])], FINE),
    Case("a continuation without a beginning", [frame(CONTINUATION, TYPING)], 1002),
    Case("a continuation after the end", [pieces(TYPING, 20), frame(CONTINUATION, b"more")], 1002),
    Case("a new message inside another", [frame(TEXT, TYPING, fin=False), text(TYPING)], 1002),
    Case("a binary beginning inside a text", [frame(TEXT, TYPING, fin=False), frame(BINARY, TYPING, fin=False)], 1002),
    Case("ten thousand empty fragments and no end",
         [frame(TEXT, fin=False) + frame(CONTINUATION, fin=False) * 10_000], FINE, serve=4029),
    Case("fragments of what is no message", [pieces(b'{"do":"fly"}', 3)], BAD_FRAME),
]  # fmt: skip
