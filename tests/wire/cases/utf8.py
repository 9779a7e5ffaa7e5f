"""Text that is no text: bad UTF-8, whole and cut at the edge of a fragment."""

from tests.wire.cases import BAD_FRAME, FINE, Case
from tests.wire.frames import CONTINUATION, TEXT, frame, text

CASES = [
    *[Case(name, [text(b'{"do":"' + raw + b'"}')], 1007) for name, raw in (
        ("a lone start byte", b"\xc3"),
        ("a lone continuation byte", b"\x80"),
        ("byte 0xFF", b"\xff"),
        ("an overlong slash", b"\xc0\xaf"),
        ("an overlong NUL", b"\xe0\x80\x80"),
        ("a surrogate", b"\xed\xa0\x80"),
        ("above U+10FFFF", b"\xf4\x90\x80\x80"),
        ("five bytes", b"\xf8\x88\x80\x80\x80"),
    )],
    Case("a character cut at the end of the message", [text(b"\xe2\x82")], 1007),
    Case("bad UTF-8 across fragments", [frame(TEXT, b"\xe2", fin=False), frame(CONTINUATION, b"\x28\xa1")], 1007),
    Case("a character across fragments", [frame(TEXT, b"\xe2", fin=False), frame(CONTINUATION, b"\x82\xac")], BAD_FRAME),
    Case("bad UTF-8 at once, the end not yet there", [frame(TEXT, b"\xff", fin=False)], 1007, uvicorn=FINE),
    Case("a byte order mark", [text(b"\xef\xbb\xbf" + b'{"do":"fly"}')], BAD_FRAME),
    Case("NUL", [text(b"\x00")], BAD_FRAME),
    Case("a binary message that would be text", [frame(2, b'{"do":"typing"}')], BAD_FRAME),
    Case("an empty binary message", [frame(2)], BAD_FRAME),
]  # fmt: skip
