"""Every address of the URLconf, filled in for the things of a world. A parameter nobody has thought of fails."""

import re
from collections.abc import Iterator

from forum.secret_addresses import patterns

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
# Streams without end, which a test client would wait for; tests/live/test_sse.py reads its headers.
ENDLESS = {"live"}


def everything() -> set[str]:
    """Each address as the URLconf has it."""
    return {address for address, _pattern in patterns()}


def parameters() -> set[str]:
    return {one or other for address in everything() for one, other in PARAMETER.findall(address)}


def filled(values: dict[str, str], **special: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(name, path) of every address, each parameter by its name; `special[name]` where the same means something else there.

    KeyError for a parameter that has no value.
    """
    for address, pattern in patterns():
        name = (pattern.name or "").replace("-", "_")
        if pattern.name in ENDLESS:
            continue
        here = values | special.get(name, {})
        path = PARAMETER.sub(lambda found, here=here: here[found[1] or found[2]], address)
        yield pattern.name or address, "/" + re.sub(r"[\^$?]|\\Z|\(.*\)", "", path).replace("\\", "")
