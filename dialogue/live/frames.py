"""Facts as they travel. A frame is encoded once in a process, and the same bytes go to everyone."""

import struct
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


class _Subject(msgspec.Struct):
    post: int | None = None


class _About(msgspec.Struct):
    kind: str
    data: _Subject


_about = msgspec.json.Decoder(_About).decode


@dataclass(frozen=True, slots=True)
class Frame:
    """One numbered fact, encoded; `subject` is the number of the thing whose words it may hold, if any."""

    seq: int
    text: str
    kind: str
    subject: int | None

    @classmethod
    def read(cls, seq: int, text: str) -> "Frame":
        """A frame another process encoded."""
        about = _about(text)
        return cls(seq, text, about.kind, about.data.post)


class Message:
    """What goes over a line in one piece: `text`, and the same as a websocket frame, made when first asked for."""

    __slots__ = ("_framed", "text")

    def __init__(self, text: str):
        self.text = text
        self._framed: bytes | None = None

    @property
    def framed(self) -> bytes:
        """An unmasked, final text frame (RFC 6455, 5.2)."""
        if self._framed is None:
            payload = self.text.encode()
            size = len(payload)
            if size < 126:
                head = struct.pack("!BB", 0x81, size)
            elif size < 1 << 16:
                head = struct.pack("!BBH", 0x81, 126, size)
            else:
                head = struct.pack("!BBQ", 0x81, 127, size)
            self._framed = head + payload
        return self._framed


def frame(event: "Event", data: object) -> Frame:
    """One numbered fact: {"seq", "kind", "at", "data"}."""
    text = encode({"seq": event.seq, "kind": event.kind, "at": event.at, "data": data})
    subject = data.get("post") if isinstance(data, dict) else getattr(data, "post", None)
    return Frame(event.seq, text, event.kind, subject)


def passing(kind: str, data: object) -> str:
    """A fact without a number: it may be missed, the next one of its kind makes up for it."""
    return encode({"kind": kind, "data": data})


def encode(value: object) -> str:
    return _encode(value).decode()


def size_of(text: str) -> int:
    """Bytes of UTF-8."""
    return len(text) if text.isascii() else len(text.encode())


def joined(texts: list[str]) -> list[Message]:
    """The texts as few messages as fit the limit; a line each. Counted in bytes of UTF-8."""
    if len(texts) == 1:
        return [Message(texts[0])]
    messages: list[Message] = []
    lines: list[str] = []
    size = 0
    for text in texts:
        length = size_of(text)
        if lines and size + length + 1 > MESSAGE_LIMIT:
            messages.append(Message("\n".join(lines)))
            lines, size = [], 0
        lines.append(text)
        size += length + 1
    return [*messages, Message("\n".join(lines))] if lines else messages
