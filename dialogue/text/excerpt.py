"""The part of a text in which most of what was looked for stands, in pieces: marked and not. The page escapes them all."""

from bisect import bisect_right
from typing import NamedTuple

from dialogue.text.filed import reading
from dialogue.text.folding import LONGEST, each_token
from dialogue.text.query import Query

# Characters of an excerpt, and how many of them before the first match.
LENGTH = 320
BEFORE = 60


class Piece(NamedTuple):
    text: str
    marked: bool


def excerpt(text: str, query: Query, language: str = "", length: int = LENGTH) -> list[Piece]:
    """The matches of `query` in a text of this language, with about `length` characters around them; an ellipsis where
    something is left out."""
    text = " ".join(text.split())
    places = query.places(reading(text, language, query.forms), length)
    start, end = (0, len(text)) if len(text) <= length else _window(text, places, length)
    pieces, at = [Piece("… ", False)] if start else [], start
    for first, last in places:
        if start <= first and last <= end:
            pieces += [Piece(text[at:first], False), Piece(text[first:last], True)]
            at = last
    pieces.append(Piece(text[at:end], False))
    if end < len(text):
        pieces.append(Piece(" …", False))
    return [piece for piece in pieces if piece.text]


def _window(text: str, places: list[tuple[int, int]], length: int) -> tuple[int, int]:
    """Where to cut: between words, so that as many places as can be are within."""
    starts = [first for first, _last in places]
    fitting = [bisect_right(starts, first + length - BEFORE) - number for number, first in enumerate(starts)]
    start = starts[fitting.index(max(fitting))] - BEFORE if places else 0
    # A word that is cut here begins or ends outside.
    near = max(start - LONGEST, 0)
    words = [(near + word.start, near + word.end) for word in each_token(text[near : start + length + LONGEST])]
    inside = [(first, last) for first, last in words if first >= start and last <= start + length]
    start = inside[0][0] if start > 0 and inside else max(start, 0)
    return start, max((last for _first, last in inside), default=start + length)
