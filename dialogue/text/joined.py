"""Other writings of the same: joined (co-operation, U.N., COP 30), in capitals (UN), two letters for one (Mueller), signs (C++)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dialogue.text.folding import folded_words

_HYPHENS = "-\u2010\u2011"
_BLANKS = " \u00a0\u202f"
_WAYS = re.compile(
    # One of these, whichever begins first: letters with dots; words with hyphens; a number or letter with its sign; a word.
    r"(?<![\w.])(?P<letters>[^\W\d_](?:[.&][^\W\d_])+)(?![^\W_])"
    rf"|(?P<hyphens>[^\W_]+(?:[{_HYPHENS}][^\W_]+)+)"
    r"|(?<!\w)(?P<sign>\d{1,4}[%٪]|[^\W\d_](?:\+\+|#))"
    r"|(?P<word>[^\W_]+)"
)
# The same with a blank in it: capitals and a number, but no number with a sign; a number and its sign.
_MAYBE_APART = re.compile(r" [\d%٪]")
_APART = re.compile(
    rf"(?<!\w)(?:(?P<number>[^\W\d_]{{1,6}}[ \u00a0]\d{{1,4}})(?!\w|[{_BLANKS}]?[%٪])|(?P<sign>\d{{1,4}}[{_BLANKS}][%٪]))"
)
_SIGNS = str.maketrans("%٪+#", "％％＋＃")
_DROPPED = re.compile(rf"[{_HYPHENS}.&{_BLANKS}]")
_DOUBLED = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
_UMLAUT = re.compile(f"[{''.join(_DOUBLED)}]")
# Capitals of an abbreviation.
_ABBREVIATION = 6
_HYPHEN = re.compile(f"[{_HYPHENS}]")


class Other(NamedTuple):
    """Another writing of what stands from `start` to `end`; `kind` says why it is another."""

    word: str
    kind: str
    start: int
    end: int


def others(piece: str) -> Iterator[Other]:
    """All that can be written otherwise in what stands between two blanks."""
    if piece.isascii() and piece.isalpha() and piece.islower():
        return
    for match in _WAYS.finditer(piece):
        for kind, written in _ways(match.lastgroup or "", match.group()):
            if word := _plain(written, kind):
                yield Other(word, kind, *match.span())


def apart(text: str) -> list[Other]:
    """What could be written without the blank in it: COP 30, 5 %."""
    if not (_MAYBE_APART.search(text) or "\u00a0" in text or "\u202f" in text):
        return []
    return [
        Other(word, kind, *match.span())
        for match in _APART.finditer(text)
        # Not every "in 2030".
        if (kind := match.lastgroup or "") == "sign" or match.group().isupper()
        if (word := _plain(match.group(), kind))
    ]


def _ways(kind: str, written: str) -> Iterator[tuple[str, str]]:
    if kind == "hyphens":
        # "UN-led".
        yield from (way for part in _HYPHEN.split(written) for way in _ways("word", part) if way[0] == "capitals")
    if kind != "word":
        yield kind, written
    elif 2 <= len(written) <= _ABBREVIATION and written.isupper() and written.isalpha():
        yield "capitals", written
    elif _UMLAUT.search(lower := written.lower()):
        yield "doubled", doubled(lower)


def doubled(word: str) -> str:
    """A word in small letters as keyboards without its letters write it."""
    return _UMLAUT.sub(lambda letter: _DOUBLED[letter.group()], word)


def _plain(written: str, kind: str) -> str:
    """Folded, and without what stands between its parts; "" where that is not one word."""
    joined = _DROPPED.sub("", written)
    sign = joined[-1] if kind == "sign" else ""
    words = folded_words(joined.rstrip("%٪+#"))
    return words[0] + sign.translate(_SIGNS) if len(words) == 1 else ""
