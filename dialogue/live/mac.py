"""What goes over Redis is authenticated: whoever can write there can delay the forum's messages or hold them back, and make none.

A message is 16 bytes of MAC, 8 bytes of time (nanoseconds since 1970, of the sender's clock), and a body; the MAC is over time
and body. Keyed BLAKE2b (RFC 7693) needs no construction around it, and is the fastest in the standard library.
"""

from functools import lru_cache
from hashlib import blake2b
from hmac import compare_digest
from time import time_ns

from django.conf import settings
from django.utils.crypto import salted_hmac

SIZE, CLOCK = 16, 8


@lru_cache(maxsize=4)
def _keyed(secret: str, origins: tuple[str, ...]) -> "blake2b":
    # Two forums with the same secret, a copy to try things out and the real one, do not speak for each other.
    key = salted_hmac("dialogue.live.mac", ",".join(origins), secret=secret, algorithm="sha256").digest()
    return blake2b(key=key, digest_size=SIZE)


def _mac(message: bytes) -> bytes:
    # Under former keys (SECRET_KEY_FALLBACKS) nothing can come: they name other channels (belfry.channel).
    mac = _keyed(settings.SECRET_KEY, tuple(settings.ORIGINS)).copy()
    mac.update(message)
    return mac.digest()


def signed(body: bytes) -> bytes:
    """`body` as it goes to the other processes."""
    message = time_ns().to_bytes(CLOCK, "big") + body
    return _mac(message) + message


def verified(message: bytes) -> tuple[int, bytes] | None:
    """(when it was signed, in nanoseconds, body) of a message one of this forum's processes has signed; else None."""
    mac, rest = message[:SIZE], message[SIZE:]
    if len(rest) < CLOCK or not compare_digest(mac, _mac(rest)):
        return None
    return int.from_bytes(rest[:CLOCK], "big"), rest[CLOCK:]
