"""The names of bodies as a hurried eye reads them: small words, the own country and a few letters make no other body."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

from accounts import folded
from accounts.addresses import LANGUAGES
from accounts.folded import Reading
from accounts.places import country_name
from accounts.skeletons import looked_at
from dialogue.text.folding import fold

# Words that come and go in a name without another body being meant.
_SMALL = (
    "a an and at for in of on the d de des du et l la le les pour del e el en las los para por y da das do dos na no "
    "и в во для на по в را و 的 der die das und für von il lo gli della di van het"
)
# So much of two names in common, a few letters apart: only a second look tells them from each other.
ALIKE = 0.92
# Shorter names that differ in more than a letter are different names.
LONG_ENOUGH = 12
# Fewer are shared by too many names.
CONSONANTS = 6
# So many letters are a short name ("UN", "UNICEF").
SHORT_NAME = range(2, 9)


def essences(name: str) -> frozenset[Reading]:
    """The readings of a name, with its small words and without."""
    readings = folded.readings(name)
    return readings | {bare for reading in readings if (bare := _without(reading, small()))}


def _without(reading: Reading, words: frozenset[str]) -> Reading:
    return tuple(word for word in reading if word not in words)


@lru_cache(1)
def small() -> frozenset[str]:
    return frozenset(looked_at(fold(word)) for word in _SMALL.split())


@lru_cache(512)
def country(code: str) -> frozenset[str]:
    """The words by which a country may be named."""
    names = (country_name(code, language) for language in LANGUAGES if code)
    return frozenset(word for name in names for essence in essences(name) for word in essence)


def short_names(name: str) -> frozenset[str]:
    """What a name is shortened to: the first letters of its words, with and without the small ones."""
    readings = folded.readings(name) | essences(name)
    return frozenset("".join(word[0] for word in words) for words in readings if len(words) in SHORT_NAME)


def alike(asked: str, known: str, code: str) -> bool:
    """Whether `asked` could be taken for the body `known` of the country `code`."""
    return any(_alike(one, other, country(code)) for one in essences(asked) for other in essences(known))


def _alike(asked: Reading, known: Reading, country: frozenset[str]) -> bool:
    if folded.same(asked, known):
        return True
    one, other = _without(asked, country), _without(known, country)
    if one and other and folded.same(one, other):
        return True
    one_text, other_text = " ".join(sorted(asked)), " ".join(sorted(known))
    if min(len(one_text), len(other_text)) < LONG_ENOUGH:
        return False
    match = SequenceMatcher(None, one_text, other_text, autojunk=False)
    return match.real_quick_ratio() >= ALIKE and match.quick_ratio() >= ALIKE and match.ratio() >= ALIKE


def shortened(asked: str, known: str) -> bool:
    """Whether one is the short name of the other: "EU", "European Union"."""
    one, other = (frozenset("".join(words) for words in folded.readings(name)) for name in (asked, known))
    return bool(one & short_names(known) or other & short_names(asked))


def keys(name: str, codes: Iterable[str]) -> set[int]:
    """By what a body of this name is found, and finds others; `codes`: the countries it may be called after."""
    found: set[int] = set()
    for essence in essences(name):
        for reading in {essence, *(_without(essence, country(code)) for code in codes)} - {()}:
            found |= folded.keys(reading, edits=not small() & set(reading))
            # All words but one, and all without vowels: for what differs in more than a letter.
            words = sorted(reading)
            if len(words) > 2:
                found |= {folded.key(" ".join(words[:place] + words[place + 1 :])) for place in range(len(words))}
        consonants = sorted(map(_consonants, essence))
        if len("".join(consonants)) >= CONSONANTS:
            found.add(folded.key(" ".join(consonants)))
    short = {"".join(words) for words in folded.readings(name) if len("".join(words)) in SHORT_NAME} | short_names(name)
    return found | {folded.key(f"short {letters}") for letters in short}


@lru_cache(1)
def _vowels() -> dict[int, None]:
    return {ord(looked_at(vowel)): None for vowel in "aeiouy"}


def _consonants(word: str) -> str:
    return word.translate(_vowels()) or word
