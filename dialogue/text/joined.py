"""Other writings of the same: joined (co-operation, O'Brien, U.N., COP 30), in capitals (UN), two letters for one (Mueller), signs (C++),
thousands (10,000)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dialogue.text.folding import folded_words

_HYPHENS = "-\u2010\u2011"
_BLANKS = " \u00a0\u202f"
# Between groups of digits: ten thousand is 10,000 or 10.000, 10 000, 10'000, 10٬000.
_GROUPS = ",.'’٬"
_APOSTROPHES = "'’‘ʻʼ"
# Joined to the next word, or to the one before, as a word of its own; N'Diaye is a name.
_OWN_WORDS = re.compile(
    rf"(?i:[cdjlmnst]|\w*qu|[dnsc]?[ae]ll|sull|dall|coll|quest|quell|un|gl)[{_APOSTROPHES}](?![A-Z])"
    rf"|.*[{_APOSTROPHES}](?i:s|re|ve|ll|d|m)$"
)
_WAYS = re.compile(
    # One of these, whichever begins first: words with an apostrophe; letters with dots; words with hyphens; a number or letter with
    # its sign; a number in groups of digits, three in the last one; a word.
    rf"(?P<apostrophe>[^\W\d_{_APOSTROPHES}]+(?:[{_APOSTROPHES}][^\W\d_{_APOSTROPHES}]+)+)(?![{_HYPHENS}]?[^\W_])"
    r"|(?<![\w.])(?P<letters>[^\W\d_](?:[.&][^\W\d_])+)(?![^\W_])"
    rf"|(?P<hyphens>[^\W_]+(?:[{_HYPHENS}][^\W_]+)+)"
    r"|(?<!\w)(?P<sign>\d{1,4}[%٪]|[^\W\d_](?:\+\+|#))"
    rf"|(?<![\w{_GROUPS}])(?P<groups>\d{{1,3}}(?:[{_GROUPS}]\d{{2,3}})*[{_GROUPS}]\d{{3}})(?!\w|[{_GROUPS}]\d)"
    r"|(?P<word>[^\W_]+)"
)
# The same with a blank in it: capitals and a number, but no number with a sign; a number and its sign; groups of digits.
_MAYBE_APART = re.compile(r" [\d%٪]")
_APART = re.compile(
    rf"(?<!\w)(?:(?P<number>[^\W\d_]{{1,6}}[ \u00a0]\d{{1,4}})(?!\w|[{_BLANKS}]?[%٪]|[{_BLANKS}]\d{{3}}(?!\w))"
    rf"|(?P<sign>\d{{1,4}}[{_BLANKS}][%٪])"
    rf"|(?P<groups>\d{{1,3}}(?:[{_BLANKS}]\d{{3}})+)(?!\w))"
)
_SIGNS = str.maketrans("%٪+#", "％％＋＃")
_DROPPED = re.compile(rf"[{_HYPHENS}&{_BLANKS}{_GROUPS}{_APOSTROPHES}]")
_DOUBLED = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
_UMLAUT = re.compile(f"[{''.join(_DOUBLED)}]")
# Capitals of an abbreviation.
_ABBREVIATION = 6
_BETWEEN = re.compile(f"[{_HYPHENS}{_APOSTROPHES}]")


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
        if (kind := match.lastgroup or "") in ("sign", "groups") or match.group().isupper()
        if (word := _plain(match.group(), kind))
    ]


def without_apostrophes(piece: str) -> str:
    """All of it as one folded word; "" where it has none of them, or is more than that."""
    return _plain(piece.rstrip(".,;:!?"), "apostrophe") if re.search(f"[{_APOSTROPHES}]", piece) else ""


def _ways(kind: str, written: str) -> Iterator[tuple[str, str]]:
    if kind in ("hyphens", "apostrophe"):
        # "UN-led", "the UN's".
        yield from (way for part in _BETWEEN.split(written) for way in _ways("word", part) if way[0] == "capitals")
    if kind == "apostrophe" and _OWN_WORDS.match(written):
        yield from _ways("word", _BETWEEN.split(written)[-1])
    elif kind != "word":
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
