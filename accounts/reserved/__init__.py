"""Words that imitate a mark, a sector or an office, in the languages of the pages: what a name may not hold.

Each language has a file with up to five lists. Words are compared whole, as an eye sees them: without case, accents,
width and look-alikes; a word of eight letters or more is found inside a longer one too, or spread over several.

marks    belong to this forum: in no name, no title and no name of a body
words    anywhere in a name: roles of this forum, bodies and offices of a state
titles   where a title stands: before a name, or behind it after a comma. So Minister, Prefeito and Посол stay surnames
names    only as the whole name
ends     at the end of a word of a script without spaces

What people are called is not in the lists: Alcalde, Bishop, King, Mayor, Pope, Wazir (وزير), Rasmi (رسمي).
"""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from accounts.skeletons import skeleton
from dialogue.text.folding import fold

# From so many letters on a word is in nobody's name, not even as a part of it or across two.
LONG = 8
# Letters one by one are read together from so many on: three are initials.
SPELT = 4
_DIGITS = str.maketrans("3457", "east")
_APART = re.compile(r"\s*[,،/_·・‧;]\s*|\s+[-–—]\s+")
_WORD = re.compile(r"[^\W_]+")
# Of these a few signs are a word, and none is put between words.
_HAN = re.compile("[\u3400-\u9fff]+")


class _Lists(NamedTuple):
    """{words as an eye sees them: the word as it is written}, of all languages."""

    marks: dict[tuple[str, ...], str]
    words: dict[tuple[str, ...], str]
    titles: dict[tuple[str, ...], str]
    names: dict[tuple[str, ...], str]
    ends: dict[tuple[str, ...], str]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    files = [json.loads(path.read_text()) for path in sorted(Path(__file__).parent.glob("*.json"))]
    found = {}
    for kind in _Lists._fields:
        found[kind] = {_seen(word): word for lists in files for word in lists.get(kind, ())}
    return _Lists(**found)


def office(name: str) -> str | None:
    """The word of a person's name that could be taken for a mark, a sector or an office; None if there is none."""
    lists = _lists()
    if word := lists.names.get(_seen(name)):
        return word
    parts = [part for part in _APART.split(name) if part]
    for place, part in enumerate(parts):
        words = _seen(part)
        # "Minister, Ana": a surname that stands first.
        surname = place == 0 and len(parts) > 1 and len(words) == 1
        if not surname and (word := _first(words, lists.titles)):
            return word
        if word := _end(words, lists.ends):
            return word
    return mark(name) or _found(name, lists.words)


def mark(text: str) -> str | None:
    """The word in `text` that could be taken for a mark of this forum; None if there is none."""
    return _found(text, _lists().marks)


def _seen(text: str) -> tuple[str, ...]:
    return tuple(skeleton(word) for word in _WORD.findall(fold(text).translate(_DIGITS)))


def _found(text: str, words: dict[tuple[str, ...], str]) -> str | None:
    """The first of `words` in the text: whole words one after another, or what long and spelt ones run together to."""
    # "official1": digits around a word are no part of it.
    bare = " ".join(part.strip("0123456789") for part in re.split(r"[\W_]+", fold(text)))
    found = {_seen(text), _seen(bare)}
    for seen in found:
        together, spelt = "".join(seen), _spelt(seen)
        for wanted, word in words.items():
            joined = "".join(wanted)
            if any(seen[start : start + len(wanted)] == wanted for start in range(len(seen))):
                return word
            if len(wanted) == 1 and (len(joined) >= LONG or _HAN.fullmatch(word)) and joined in together:
                return word
            if len(joined) > SPELT and any(joined in run for run in spelt):
                return word
    return None


def _spelt(seen: tuple[str, ...]) -> list[str]:
    """What letters that stand one by one are read as."""
    return [run.replace(" ", "") for run in re.findall(rf"(?:\b\w\b ?){{{SPELT},}}", " ".join(seen))]


def _first(words: tuple[str, ...], titles: dict[tuple[str, ...], str]) -> str | None:
    return next((title for wanted, title in titles.items() if words[: len(wanted)] == wanted), None)


def _end(words: tuple[str, ...], ends: dict[tuple[str, ...], str]) -> str | None:
    return next((end for wanted, end in ends.items() if any(word.endswith(wanted) for word in words)), None)
