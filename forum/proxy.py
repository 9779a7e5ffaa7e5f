"""Says in the log what a proxy in front seems to hand on wrongly. Visitors only see that no page opens, and operators saw nothing."""

import logging
from math import inf
from time import monotonic

log = logging.getLogger(__name__)

# Seconds between two lines of one kind: whoever knocks by number, at every address there is, is no fault of the proxy.
AGAIN = 3_600.0
PAGE = "See “Behind a proxy” in docs/operations.md"


class Doubts:
    """`secure`: whoever does not come by https is sent there."""

    def __init__(self, secure: bool):
        self.secure = secure
        self.told: dict[str, float] = {}

    def look(self, headers: list[tuple[bytes, bytes]], elsewhere: bool) -> None:
        said = dict(headers)
        if elsewhere:
            host = said.get(b"host", b"").decode("latin-1")[:100]
            self.tell(
                "Refused what was asked of the host %r: it is not in ORIGINS, or the proxy changes Host. %s", host
            )
        elif self.secure and b"x-real-ip" in said and said.get(b"x-forwarded-proto") not in (b"https", b"http"):
            scheme = said.get(b"x-forwarded-proto", b"").decode("latin-1")[:100]
            self.tell("The proxy's X-Forwarded-Proto is %r, not https: every page leads to itself. %s", scheme)

    def tell(self, words: str, value: str) -> None:
        if monotonic() - self.told.get(words, -inf) > AGAIN:
            self.told[words] = monotonic()
            log.warning(words, value, PAGE)
