"""The port of `make run`: a number, nobody else's, and one we may open."""

import errno
import socket

from forum.server import HOST


class Refusal(Exception):
    """Why the forum cannot start, and what to do about it."""


def number(text: str) -> int:
    """The number in `text`; raises Refusal."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise Refusal(f"{text!r} is not a port; use a number from 1024 to 65535: make run PORT=8010")
    return int(text)


def free(number: int) -> int:
    """The port itself when nobody listens on it and we may; raises Refusal."""
    with socket.socket() as door, socket.socket() as bell:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bell.settimeout(1)
        try:
            # On some systems one may bind beside a server that listens on every address: ring first.
            taken = bell.connect_ex((HOST, number)) == 0
            door.bind((HOST, number))
        except OSError as reason:
            if reason.errno == errno.EACCES:
                raise Refusal(f"Port {number} needs special rights; use a higher one: make run PORT=8010") from None
            taken = True
    if taken:
        other = 8010 if number != 8010 else 8020
        raise Refusal(
            f"Port {number} is in use, perhaps by another `make run`. "
            f"Stop that one, or take another port: make run PORT={other}"
        )
    return number
