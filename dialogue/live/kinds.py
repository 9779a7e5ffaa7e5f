"""The kinds of event there are. What is not declared here cannot be appended, sent or documented.

A kind has a shape on the wire (a msgspec struct) and, when that shape holds content which lives outside the event,
a `fill` that fetches it for many events at once, at the moment the frame is built: a replay never shows removed text.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from dialogue.live.models import Event

Fill = Callable[[int, Sequence[Event]], Mapping[int, msgspec.Struct]]
Tallies = Callable[[int, int, int | None], list[dict]]


@dataclass(frozen=True)
class Kind:
    name: str
    shape: type[msgspec.Struct]
    fill: Fill | None
    # Whether it changes what earlier frames about its subject (`data.post`) may show: those are read anew, not replayed.
    recalls: bool
    # Whether somebody may no longer say, or say again, what they could before.
    rights: bool
    # Who speaks in a frame, and the cell they are counted in from then on (see crowd); reads the frame's text.
    speaker: Callable[[str], tuple[str, str]] | None


KINDS: dict[str, Kind] = {}
_tallies: list[Tallies] = []


def kind(
    name: str,
    fill: Fill | None = None,
    *,
    recalls: bool = False,
    rights: bool = False,
    speaker: Callable[[str], tuple[str, str]] | None = None,
):
    """Declare a kind: put this over the struct that is its data on the wire."""

    def declare(shape: type[msgspec.Struct]) -> type[msgspec.Struct]:
        KINDS[name] = Kind(name, shape, fill, recalls, rights, speaker)
        return shape

    return declare


def tallied(read: Tallies) -> Tallies:
    """Declare who can tell the counts of a stream that changed after a tally number, in its order: `read(stream_id, after, limit)`."""
    _tallies.append(read)
    return read


def tallies(stream_id: int, after: int, limit: int | None = None) -> list[dict]:
    return [row for read in _tallies for row in read(stream_id, after, limit)]
