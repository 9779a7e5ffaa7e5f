"""What a text is filed under beside its words: stems, and other writings of the same. Marked, so that none is taken for a word.

They follow the words, of which phrases are made: a phrase never runs into them.
"""

import re
from collections.abc import Iterable, Iterator, Set
from functools import cache, partial
from heapq import merge
from itertools import islice
from operator import attrgetter

from dialogue.text.folding import Token, each_token, folded_words, words, written
from dialogue.text.joined import apart, others
from dialogue.text.remembered import Remembered
from dialogue.text.stems import code_of, stems

# No folded word begins with them, and both databases take them for letters.
STEM, OTHER = "¶", "¦"
# Behind it stands the language by whose rules a text is stemmed.
BY = STEM + STEM
# Pieces of one text that are looked at, and words in one piece: a long speech has fewer, and a new one takes a hundredth of a
# millisecond.
MOST, MOST_WITHIN = 1_000, 100
# Pieces whose forms are remembered, of all languages together; then it begins anew. A tenth of a kilobyte each.
REMEMBERED = 50_000
_all: list[Remembered[str]] = []
# The same of those that are read for an excerpt, with their places.
REMEMBERED_IN_PLACE = 20_000
_all_in_place: list[Remembered[list[Token]]] = []
_PIECE = re.compile(r"\S+")
# Signs before and behind a word that say nothing of it.
_AROUND = ".,;:!?…()[]\"'“”„«»‘’"


def is_form(word: str) -> bool:
    return word.startswith((STEM, OTHER))


def reading(text: str, language: str, forms: Set[str]) -> Iterator[Token]:
    """The words of a text in their order, and among them these forms, each where its word stands."""
    if not forms:
        yield from each_token(text)
        return
    there = merge(_within(text, code_of(language), forms), _across(text, forms), key=attrgetter("start"))
    tokens, form = each_token(text), next(there, None)
    for token in tokens if form else ():
        while form and form.start <= token.start:
            yield form
            form = next(there, None)
        yield token
        if not form:
            break
    if form:
        yield form
        yield from there
    # Behind the last of them there is nothing to compare.
    yield from tokens


def _within(text: str, code: str, wanted: Set[str]) -> Iterator[Token]:
    known = _known(code)
    for match in _PIECE.finditer(text):
        for word, start, end, _second in known[match.group()]:
            if word in wanted:
                yield Token(word, match.start() + start, match.start() + end)


def _across(text: str, wanted: Set[str]) -> Iterator[Token]:
    return (Token(OTHER + each.word, each.start, each.end) for each in apart(text) if OTHER + each.word in wanted)


def filed(text: str, language: str) -> tuple[list[str], list[str]]:
    """What is stored of a text: its words in order, and their forms, some of them several with a blank between."""
    pieces, code = text.split(), code_of(language)
    if len(pieces) > MOST:
        pieces = list(dict.fromkeys(pieces))[:MOST]
    forms = dict.fromkeys(map(_remembered(code).__getitem__, pieces))
    for each in apart(text):
        forms[OTHER + each.word] = None
    if code:
        forms[BY + code] = None
    forms.pop("", None)
    return words(text), list(forms)


def _stored(form: str) -> str:
    """A post has one language: it is filed under its stems and, once, under whose they are."""
    return STEM + form[3:] if form.startswith(STEM) else form


def by_stem(forms: Iterable[str]) -> dict[str, list[str]]:
    """What stands for each stem among `forms`, with the languages whose it is, both as they are stored. Half of all words are their
    own stems: filed as such, they would take as much room again, so a stem stands there as itself or as the very word."""
    found: dict[str, list[str]] = {}
    for form in forms:
        if form.startswith(STEM):
            found.setdefault(form[3:], []).append(BY + form[1:3])
    return found


def _forms(piece: str, code: str, own: bool) -> list[Token]:
    """Of what stands between two blanks. `own`: and its words themselves, which stand for their stem whatever they come from."""
    ways = list(islice(others(piece), MOST_WITHIN))
    found = [Token(OTHER + way.word, *way[-2:]) for way in ways]
    if code:
        for match in islice(written(piece), MOST_WITHIN):
            said, bent = folded_words(match.group()), stems(match.group(), code)
            wanted = {*said, *bent} if own else {*bent}.difference(said)
            found += [Token(STEM + code + stem, *match.span()) for stem in wanted]
        joined = (way for way in ways if way.kind == "hyphens")
        found += [Token(STEM + code + stem, *way[-2:]) for way in joined for stem in stems(way.word, code)]
    return sorted(found, key=attrgetter("start"))


def _apart_from_words(code: str, piece: str) -> str:
    """The forms in a piece that are not its words themselves, with blanks between."""
    if piece.isdecimal():
        return ""
    word = piece.strip(_AROUND)
    if word != piece and word.isalpha() and not (len(word) > 1 and word.isupper()):
        # Many are a known word with a capital or a comma.
        return _remembered(code)[word]
    return " ".join(dict.fromkeys(_stored(form.word) for form in _forms(piece, code, own=False)))


@cache
def _remembered(code: str) -> Remembered[str]:
    return Remembered(partial(_apart_from_words, code), REMEMBERED, _all)


@cache
def _known(code: str) -> Remembered[list[Token]]:
    return Remembered(partial(_forms, code=code, own=True), REMEMBERED_IN_PLACE, _all_in_place)
