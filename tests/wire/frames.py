"""Websocket frames made by hand, right ones and wrong ones (RFC 6455, section 5)."""

import struct

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
MASK = b"\x1f\x2e\x3d\x4c"


def frame(
    opcode: int, payload: bytes = b"", *, fin: bool = True, rsv: int = 0, mask: bytes = MASK, form: int = 0
) -> bytes:
    """One frame as a client sends it; `mask` empty for none, `form` 16 or 64 for a length written longer than it need be."""
    return head(opcode, len(payload), fin=fin, rsv=rsv, mask=mask, form=form) + masked(payload, mask)


def head(opcode: int, length: int, *, fin: bool = True, rsv: int = 0, mask: bytes = MASK, form: int = 0) -> bytes:
    """What comes before the payload; `length` may be a lie."""
    first, bit = fin << 7 | rsv << 4 | opcode, bool(mask) << 7
    if form == 64 or length > 0xFFFF:
        return struct.pack("!BBQ", first, bit | 127, length) + mask
    if form == 16 or length > 125:
        return struct.pack("!BBH", first, bit | 126, length) + mask
    return struct.pack("!BB", first, bit | length) + mask


def masked(payload: bytes, mask: bytes) -> bytes:
    if not mask or not payload:
        return payload
    key = int.from_bytes((mask * (len(payload) // 4 + 1))[: len(payload)])
    return (int.from_bytes(payload) ^ key).to_bytes(len(payload))


def text(words: str | bytes, **options) -> bytes:
    return frame(TEXT, words.encode() if isinstance(words, str) else words, **options)


def pieces(payload: bytes, size: int = 1) -> bytes:
    """A text message in fragments of `size` bytes."""
    parts = [payload[start : start + size] for start in range(0, len(payload), size)]
    last = len(parts) - 1
    return b"".join(frame(CONTINUATION if place else TEXT, part, fin=place == last) for place, part in enumerate(parts))


def close(code: int, reason: bytes = b"") -> bytes:
    return frame(CLOSE, struct.pack("!H", code) + reason)


def taken(data: bytes) -> tuple[int, bytes, bytes] | None:
    """(opcode, payload, the rest) of the first whole frame of a server in `data`; None when there is none yet."""
    if len(data) < 2:
        return None
    length, start = data[1] & 127, 2
    if length > 125:
        start = 4 if length == 126 else 10
        if len(data) < start:
            return None
        length = int.from_bytes(data[2:start])
    if len(data) < start + length:
        return None
    return data[0] & 15, data[start : start + length], data[start + length :]
