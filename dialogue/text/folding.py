"""Words as a search compares them: without case, accents, width and ornament, whatever the script.

Scripts that put no space between words are cut into pairs of neighbouring characters, each pair beginning where the last one's
second character stands; the last character of a run stands alone. So a run can be looked up from any character on, and a run of
pairs one after another is the run itself. What is stored and what is asked go the same way.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, pairwise
from operator import add
from typing import NamedTuple

from dialogue.text.han import SIMPLIFY
from dialogue.text.remembered import LONG, Remembered

# Longer "words" are noise; PostgreSQL refuses those above 2 kB.
LONGEST = 64

# Chinese, Japanese, Korean (where a particle hangs on each word), Thai, Lao, Burmese, Khmer, and their smaller neighbours.
_UNSPACED = (
    "\u0e01-\u0e4e\u0e81-\u0ecf\u0edc-\u0edf\u1000-\u103f\u104c-\u109f\u1780-\u17dd\u1950-\u19df\u1a20-\u1aaf\u1100-\u11ff\u3005-\u3007\u3031-\u3035"
    "\u3040-\u309a\u309d-\u30fa\u30fc-\u312f\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f"
    "\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc"
)
# Joiners, direction marks, the soft hyphen: within a word, and no part of it.
_UNSEEN = (
    "\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff"
)
# Marks that are no letters of their own: of Latin, Greek, Cyrillic, Hebrew and Arabic. Vowel signs of India are letters.
_ORNAMENT = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08ca-\u08ff"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
# The dot of Hindi, which many leave out; and letters that people type for the apostrophe, or it for them: what stands before and
# behind are two words in either writing.
_NUKTA, _APOSTROPHES = "\u093c", "\u02b9\u02bb\u02bc\u02bd\u02bf\u02c8"
# Letters that Unicode does not take apart, and Arabic letters that differ by the keyboard or the hand.
_SAME_BEFORE = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"}
    | dict.fromkeys("ٱ", "ا")
    | dict.fromkeys("ىیےې", "ي")
    | dict.fromkeys("ةہۂھەۀ", "ه")
    | dict.fromkeys("کڪ", "ك")
    | {"ـ": ""}
)
# One syllable in two writings, Chinese characters in two.
_SAME = _SAME_BEFORE | str.maketrans({chr(point): chr(point - 0x60) for point in range(0x30A1, 0x30F7)} | SIMPLIFY)


def _kinds() -> str:
    """The first letter of the category of each character of the first plane; small where no space is put between words."""
    kinds = "".join(unicodedata.category(chr(point))[0] for point in range(0x10000))
    for run in re.finditer(f"[{_UNSPACED}]+", "".join(map(chr, range(0x10000)))):
        kinds = kinds[: run.start()] + kinds[run.start() : run.end()].lower() + kinds[run.end() :]
    for place in map(ord, _APOSTROPHES):
        kinds = kinds[:place] + "P" + kinds[place + 1 :]
    return kinds


_KINDS = _kinds()


def _class(kinds: str) -> str:
    """The characters of these kinds, as ranges for a pattern."""
    return "".join(f"{chr(run.start())}-{chr(run.end() - 1)}" for run in re.finditer(f"[{kinds}]+", _KINDS))


# Patterns of plain classes: `\\w` knows no marks, without which Hindi falls apart, and is five times slower besides.
_FAR = "\U00010000-\U0003ffff"
_MARKS = _class("Mm") + "\U00010a01-\U00010a3f\U00011000-\U0001123f\U0001e8d0-\U0001e94a"
_PAIRED = _class("lnm") + "\U0001aff0-\U0001b16f\U00020000-\U000323af"
_OTHER = _class("LN")


def _word(other: str) -> re.Pattern:
    first, further = f"(?:[{other}]|(?![{_PAIRED}])[{_FAR}])", f"(?:[{other}{_MARKS}{_UNSEEN}]|(?![{_PAIRED}])[{_FAR}])"
    return re.compile(f"[{_PAIRED}][{_PAIRED}{_MARKS}{_UNSEEN}]*|{first}{further}*")


_WORD, _WORD_BEFORE = _word(_OTHER), _word(_OTHER + _APOSTROPHES)
_ASCII_WRITTEN = re.compile("[A-Za-z0-9]+")
# Each sign of ASCII folded; what is in no word is a blank.
_ASCII = {point: chr(point).lower() if chr(point).isalnum() else " " for point in range(128)}
_LETTERS = re.compile(f"[^\\W_](?:[^\\W_]|[{_MARKS}])*")
_SAID = re.compile(f"[^\\W_]|[{_MARKS}]")
_STARTS_PAIRED = re.compile(f"[{_PAIRED}]")
# One character with what hangs on it; the parts of a Korean syllable belong together.
_CLUSTER = re.compile(
    f"(?:[\u1100-\u115f][\u1160-\u11a7]?[\u11a8-\u11ff]?|.)[{_MARKS}{_UNSEEN}\uff9e\uff9f]*", re.DOTALL
)
# Each of these stays what it is.
_PLAIN = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff\uac00-\ud7a3]+")
_HIDDEN = re.compile(f"[{_UNSEEN}]")
# The short i of Cyrillic is a letter, not an i with an ornament.
_TAKE_OFF_BEFORE = re.compile(f"(?<!и)\u0306|[^\\S ]|(?!\u0306)[{_ORNAMENT}]|[{_UNSEEN}]")
_TAKE_OFF = re.compile(f"{_TAKE_OFF_BEFORE.pattern}|{_NUKTA}")


class Token(NamedTuple):
    """A word to compare, and where it begins and ends in the text. A pair ends with its first character; `second` says where the
    other one ends."""

    word: str
    start: int
    end: int
    second: int = 0


def fold(text: str, before: bool = False) -> str:
    """`text` without what a search overlooks; as it was `before` there were editions of the rules, where that is asked for: by
    these stand, until they are filed anew, posts and names of that time."""
    take_off, same = (_TAKE_OFF_BEFORE, _SAME_BEFORE) if before else (_TAKE_OFF, _SAME)
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    text = unicodedata.normalize("NFC", take_off.sub("", text).translate(same))
    return text if text.isascii() else "".join(map(_digit, text))


def _digit(character: str) -> str:
    """The ASCII digit for the digit of another script; anything else as it is."""
    return str(unicodedata.digit(character)) if character.isdecimal() else character


def folded_words(word: str, before: bool = False) -> tuple[str, ...]:
    """The folded words in one written word: mostly one; a ligature may hide several, ornaments alone are none."""
    return _folded_words(word[:LONG], before)


@lru_cache(maxsize=20_000)
def _folded_words(word: str, before: bool) -> tuple[str, ...]:
    return tuple(found[:LONGEST] for found in _LETTERS.findall(fold(word, before)))


@lru_cache(maxsize=5_000)
def _characters(cluster: str, before: bool) -> tuple[str, ...]:
    """The folded characters of one that is written without spaces: mostly one."""
    return tuple(_SAID.findall(fold(cluster, before)))


def visible(word: str) -> str:
    """`word` without joiners and direction marks."""
    return _HIDDEN.sub("", word)


def written(text: str) -> Iterator[re.Match]:
    """The words of a text as they were written; none of scripts that put no space between them."""
    if text.isascii():
        return _ASCII_WRITTEN.finditer(text)
    return (match for match in _WORD.finditer(text) if not _STARTS_PAIRED.match(match.group()))


def tokens(text: str, before: bool = False) -> list[Token]:
    """The words of a text in their order."""
    return list(each_token(text, before))


def each_token(text: str, before: bool = False) -> Iterator[Token]:
    """The same one by one, for who may stop early."""
    for match in (_WORD_BEFORE if before else _WORD).finditer(text):
        written, start, end = match.group(), match.start(), match.end()
        if _STARTS_PAIRED.match(written):
            yield from _pairs(written, start, before)
        else:
            for word in folded_words(written, before):
                yield Token(word, start, end)


def words(text: str) -> list[str]:
    """The words of `tokens` alone, in a tenth of the time: what is stored of each post."""
    if text.isascii():
        # By far the most; a pattern takes five times as long.
        plain = text.translate(_ASCII).split()
        return plain if max(map(len, plain), default=0) <= LONGEST else [word[:LONGEST] for word in plain]
    return list(chain.from_iterable(map(_words_in.__getitem__, text.split())))


_words_in = Remembered(lambda piece: tuple(token.word for token in each_token(piece)), 50_000)


def _pairs(run: str, start: int, before: bool) -> Iterator[Token]:
    if _PLAIN.fullmatch(run):
        run, last = run.translate(_SAME_BEFORE if before else _SAME), start + len(run) - 1
        for place, pair in enumerate(map(add, run, run[1:]), start):
            yield Token(pair, place, place + 1, place + 2)
        yield Token(run[-1], last, last + 1, last + 1)
        return
    characters = (
        (c, start + cluster.start(), start + cluster.end())
        for cluster in _CLUSTER.finditer(run)
        for c in _characters(cluster.group(), before)
    )
    for (c, first, last), (after, _start, second) in pairwise(chain(characters, [("", 0, 0)])):
        yield Token(c + after, first, last, second or last)
