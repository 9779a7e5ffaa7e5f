"""Facts as they travel. A frame is encoded once in a process, and the same text goes to everyone."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from dialogue.live.models import Event

# A message on a socket holds one frame or several, one per line. daphne refuses to send more than it accepts,
# and accepts 32 KiB: a larger message would kill the connection.
MESSAGE_LIMIT = 32 * 1024
# Longer words are fetched by the page instead (docs/protocol.md); leaves room for everything else in the frame.
WORDS_LIMIT = 20 * 1024

_encode = msgspec.json.Encoder(decimal_format="number").encode


@dataclass(frozen=True, slots=True)
class Frame:
    seq: int
    text: str


def frame(event: "Event", data: object) -> Frame:
    """One numbered fact: {"seq", "kind", "at", "data"}."""
    return Frame(event.seq, encode({"seq": event.seq, "kind": event.kind, "at": event.at, "data": data}))


def passing(kind: str, data: object) -> str:
    """A fact without a number: it may be missed, the next one of its kind makes up for it."""
    return encode({"kind": kind, "data": data})


def encode(value: object) -> str:
    return _encode(value).decode()


def joined(texts: list[str]) -> list[str]:
    """The texts as few messages as fit the limit; a line each. Counted in bytes of UTF-8."""
    messages: list[str] = []
    lines: list[str] = []
    size = 0
    for text in texts:
        length = len(text) if text.isascii() else len(text.encode())
        if lines and size + length + 1 > MESSAGE_LIMIT:
            messages.append("\n".join(lines))
            lines, size = [], 0
        lines.append(text)
        size += length + 1
    return [*messages, "\n".join(lines)] if lines else messages
