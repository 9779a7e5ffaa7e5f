"""Where a replay connects, and what of a frame it must understand."""

from dataclasses import dataclass
from urllib.parse import urlencode

import msgspec


class Line(msgspec.Struct):
    """One line of a message. Everything else in it stays unread: two hundred listeners share a processor."""

    seq: int = 0
    kind: str = ""
    key: str | None = None
    ack: str = ""
    error: dict | None = None


read_line = msgspec.json.Decoder(Line).decode

# Acknowledge every so many events, or once a second (docs/protocol.md).
ACK_EVERY, ACK_SECONDS = 100, 1.0


def ack(seq: int) -> str:
    return f'{{"do":"ack","seq":{seq}}}'


@dataclass(frozen=True, slots=True)
class Address:
    """A room's socket on a server. `origin` is the server's own address, such as http://127.0.0.1:8000."""

    origin: str
    slug: str
    epoch: str
    session_cookie: str

    def after(self, seq: int) -> str:
        """The address that continues after event `seq`."""
        return f"{self.now()}?{urlencode({'after': seq, 'epoch': self.epoch})}"

    def now(self) -> str:
        """The address that begins with what comes next."""
        return f"{self.origin.replace('http', 'ws', 1)}/live/rooms/{self.slug}/"
