"""Messages at the limit of 32 KiB and a byte above, in one frame and in several."""

from tests.wire.cases import BAD_FRAME, FINE, Case
from tests.wire.cases.fragments import TYPING
from tests.wire.frames import CONTINUATION, MASK, TEXT, frame, head, masked, pieces, text

LIMIT = 32 * 1024
LONG = '{"do":"post","key":"4be0643f-1d98-473b-97cd-ca98a65347dd","text":"' + "x" * 10_001 + '"}'


def wide(size: int) -> bytes:
    return TYPING + b" " * (size - len(TYPING))


CASES = [
    Case("a frame at the limit", [text(wide(LIMIT))], FINE),
    Case("a frame one byte above", [text(wide(LIMIT + 1))], 1009),
    Case("a head one byte above, and nothing after it", [head(TEXT, LIMIT + 1)], 1009),
    Case("a message at the limit in fragments", [pieces(wide(LIMIT), 4096)], FINE),
    Case("a message one byte above in fragments", [pieces(wide(LIMIT + 1), 4096)], 1009),
    Case("a message without end", [frame(TEXT, b" " * 1000, fin=False), *[frame(CONTINUATION, b" " * 1000, fin=False)] * 32], 1009),
    Case("words above the limit of a post", [text(LONG)],
         "too_long"),
    Case("half a frame, then nothing", [text(TYPING)[:20], 0.3], FINE),
    Case("half a head, then nothing", [text(wide(300))[:3], 0.3], FINE),
    Case("half a frame, and later the rest", [text(TYPING)[:20], 0.3, text(TYPING)[20:]], FINE),
    Case("a frame, its payload after a pause", [head(TEXT, 12), 0.2, masked(b'{"do":"fly"}', MASK)], BAD_FRAME),
]  # fmt: skip
