"""The lists of all languages, read once and laid out so that a name is looked up, not compared with each of them."""

import json
import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from accounts.skeletons import looked_at, unmarked

HERE = Path(__file__).parent
# From so many letters on a word is in nobody's name, not even as a part of it or across two.
LONG = 8
# Fewer letters put apart make another word by chance.
SPREAD = 5
# Up to so many capitals are a short name ("WHO") where they are written as capitals.
CAPITALS = 5
_DIGITS = str.maketrans("3457", "east")
# Of these a few signs are a word, and none is put between words.
UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")

Phrase = tuple[str, ...]


@lru_cache(4096)
def seen(text: str) -> Phrase:
    """The words of a text as an eye sees them."""
    return tuple(map(looked_at, unmarked(text.translate(_DIGITS)).split()))


class Words(dict[Phrase, str]):
    """{words as an eye sees them: the words as they are written}."""

    @cached_property
    def sizes(self) -> list[int]:
        """How many words a phrase may have, the longest first."""
        return sorted({len(wanted) for wanted in self}, reverse=True)

    @cached_property
    def long(self) -> list[tuple[str, str]]:
        """(letters, word) of those found inside longer words too."""
        found = []
        for wanted, word in self.items():
            letters = "".join(wanted)
            if len(wanted) == 1 and (len(letters) >= LONG or UNSPACED.fullmatch(word)):
                found.append((letters, word))
        return found

    @cached_property
    def unspaced(self) -> list[tuple[str, str]]:
        """(letters, word) of those that stand between other words with nothing between them."""
        return [("".join(wanted), word) for wanted, word in self.items() if UNSPACED.fullmatch(word)]

    @cached_property
    def _letters(self) -> dict[str, str]:
        return {"".join(wanted): word for wanted, word in self.items()}

    def joined(self, letters: str) -> str | None:
        """The phrase that has these letters, however they were put apart."""
        return self._letters.get(letters)

    def spread(self, text: Phrase) -> str | None:
        """The phrase that stands in the text with its letters put apart otherwise: "M i n i s t e r", "Mini ster"."""
        longest = max(map(len, self._letters), default=0)
        for start in range(len(text)):
            letters = text[start]
            for word in text[start + 1 :]:
                letters += word
                if len(letters) > longest:
                    break
                if len(letters) >= SPREAD and (found := self._letters.get(letters)):
                    return found
        return None

    def somewhere(self, text: Phrase) -> str | None:
        """The first that stands in the text, also with its letters put apart, or between the signs of a script without spaces."""
        inside = (word for letters, word in self.unspaced if letters in "".join(text))
        return self.phrase(text) or next(inside, None) or self.spread(text)

    def halves(self, letters: str, other: "Words") -> str | None:
        """One of these, where the letters are it and one of the `other` words and nothing else."""
        for word, written in self._letters.items():
            if letters.startswith(word) and letters[len(word) :] in other._letters:
                return written
            if letters.endswith(word) and letters[: -len(word)] in other._letters:
                return written
        return None

    def phrase(self, text: Phrase) -> str | None:
        """The first phrase that stands in the text, word for word."""
        for size in self.sizes:
            for start in range(len(text) - size + 1):
                if word := self.get(text[start : start + size]):
                    return word
        return None


class Lists(NamedTuple):
    marks: Words
    words: Words
    titles: Words
    full: Words
    names: Words
    bodies: Words
    ends: Words
    honorifics: Words
    beside: Words
    surnames: Words
    state: Words
    forum: Words
    roles: Words
    here: Words


def in_capitals(word: str) -> bool:
    """Whether this is a short name that is also a word: it counts only where it is written in capitals."""
    return len(word) <= CAPITALS and word.isupper()


@lru_cache(maxsize=1)
def lists() -> Lists:
    """Those of all languages together; where two languages have a word, it is written as in that of the pages."""
    files = sorted(
        (json.loads(path.read_text("utf-8")) for path in sorted(HERE.glob("*.json"))), key=lambda f: "marks" in f
    )
    return Lists(*(Words({seen(w): w for file in files for w in file.get(kind, ())}) for kind in Lists._fields))


def undressed(words: Phrase, beside: bool = False) -> Iterator[Phrase]:
    """The words, and each time with one honorific less: "The Hon. Ana Costa MP", "Hon. Ana Costa MP" … "Ana Costa".

    `beside`: also without those that are names too, as "Lord Ana Costa" beside her name, never "Ana Lord" or "Lord Costa".
    """
    honorifics, names = lists().honorifics, lists().beside if beside else Words()
    while True:
        yield words
        sizes = [size for size in honorifics.sizes if size < len(words)]
        if before := next((size for size in sizes if words[:size] in honorifics), 0):
            words = words[before:]
        elif behind := next((size for size in sizes if words[-size:] in honorifics), 0):
            words = words[:-behind]
        elif name := next((size for size in names.sizes if words[:size] in names and _in_full(words[size:])), 0):
            words = words[name:]
        else:
            return


def _in_full(words: Phrase) -> bool:
    """Whether this is more than half a name: two words, or one where nothing stands between them."""
    return len(words) > 1 or any(map(UNSPACED.fullmatch, words))


def without_honorifics(words: Phrase) -> Phrase:
    """The words without any; at least one is left."""
    return list(undressed(words))[-1]
