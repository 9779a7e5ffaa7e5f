"""What a text is filed under beside its words: stems, and other writings of the same. Marked, so that none is taken for a word.

They follow the words, of which phrases are made: a phrase never runs into them.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache
from heapq import merge
from itertools import islice
from operator import attrgetter

from dialogue.text.folding import LONG, LONGEST, Token, each_token, words, written
from dialogue.text.joined import apart, others
from dialogue.text.stems import code_of, stems

# No folded word begins with them, and both databases take them for letters.
STEM, OTHER = "¶", "¦"
# Pieces of one text that are looked at, and words in one piece: a long speech has fewer, and a new one takes a hundredth of a
# millisecond.
MOST = 1_000
# Pieces whose forms are remembered, of all languages together; then it begins anew. A tenth of a kilobyte each.
REMEMBERED = 50_000
_PIECE = re.compile(r"\S+")


def is_form(word: str) -> bool:
    return word.startswith((STEM, OTHER))


def reading(text: str, language: str, forms: Collection[str]) -> Iterator[Token]:
    """The words of a text in their order, and among them these forms, each where its word stands."""
    if not forms:
        yield from each_token(text)
        return
    there = merge(_within(text, code_of(language), forms), _across(text, forms), key=attrgetter("start"))
    form = next(there, None)
    for token in each_token(text):
        while form and form.start <= token.start:
            yield form
            form = next(there, None)
        yield token
    if form:
        yield form
        yield from there


def _within(text: str, code: str, wanted: Collection[str]) -> Iterator[Token]:
    remembered = _remembered(code)
    for piece in _PIECE.finditer(text):
        # Most have none of them.
        if any(form in wanted for form in remembered[piece.group()].split()):
            for form in _forms(piece.group(), code):
                yield form._replace(start=piece.start() + form.start, end=piece.start() + form.end)


def _across(text: str, wanted: Collection[str]) -> Iterator[Token]:
    return (Token(OTHER + each.word, each.start, each.end) for each in apart(text) if OTHER + each.word in wanted)


def filed(text: str, language: str) -> tuple[list[str], list[str]]:
    """What is stored of a text: its words in order, and their forms, some of them several with a blank between."""
    pieces = list(dict.fromkeys(text.split()))
    forms = dict.fromkeys(map(_remembered(code_of(language)).__getitem__, pieces[:MOST]))
    forms |= dict.fromkeys(OTHER + each.word for each in apart(text))
    forms.pop("", None)
    return words(text), list(forms)


def _forms(piece: str, code: str) -> list[Token]:
    """Of what stands between two blanks."""
    ways = others(piece)
    found = [Token(OTHER + way.word, way.start, way.end) for way in ways]
    if code:
        standing = [(match.group(), *match.span()) for match in islice(written(piece), MOST)]
        standing += [(way.word, way.start, way.end) for way in ways[:MOST] if way.kind == "hyphens"]
        found += [
            Token(STEM + code + stem, start, end)
            for word, start, end in standing
            if len(word) <= LONGEST
            for stem in stems(word, code)
        ]
    return sorted(found, key=attrgetter("start"))


class _Remembered(dict[str, str]):
    """The forms in a piece, with blanks between: nine of ten pieces of a text have been met before."""

    def __init__(self, code: str):
        self.code = code

    def __missing__(self, piece: str) -> str:
        forms = " ".join(dict.fromkeys(form.word for form in _forms(piece, self.code)))
        if len(piece) <= LONG:
            if sum(map(len, _all)) >= REMEMBERED:
                for each in _all:
                    each.clear()
            self[piece] = forms
        return forms


_all: list[_Remembered] = []


@cache
def _remembered(code: str) -> _Remembered:
    _all.append(_Remembered(code))
    return _all[-1]
