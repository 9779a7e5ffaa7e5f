"""The names of countries, as an eye sees them, in the languages of the lists."""

import json
from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import get_language

from accounts.places import country_codes, country_name
from accounts.reserved.lists import HERE, UNSPACED, Phrase, seen

# Fewer letters are a word of some other language: Ý is Italy, and "y" is "and".
SHORTEST = 4


@lru_cache(maxsize=1)
def country_phrases() -> dict[Phrase, frozenset[str]]:
    """{the words of a country's name: its ISO codes}, without one that is too short to be told from other words."""
    found: dict[Phrase, set[str]] = {}
    for code, name in _named():
        if len("".join(phrase := seen(name))) >= SHORTEST:
            found.setdefault(phrase, set()).add(code)
    return {phrase: frozenset(codes) for phrase, codes in found.items()}


def _named() -> Iterator[tuple[str, str]]:
    """(ISO code, name) in each language; "the French Republic" and its like come from a list of ours."""
    for language in sorted(path.stem for path in HERE.glob("*.json") if path.stem != "mul"):
        yield from ((code, country_name(code, language)) for code in country_codes())
    yield from _listed("names")


def _listed(kind: str) -> Iterator[tuple[str, str]]:
    of_countries = json.loads((HERE / "countries" / "names.json").read_text("utf-8"))[kind]
    yield from ((code, word) for code, words in of_countries.items() for word in words)


@lru_cache(maxsize=1)
def _unspaced() -> dict[str, str]:
    """{letters: ISO code} of names that are found inside a longer word, since nothing stands between words there."""
    return {"".join(seen(name)): code for code, name in _named() if UNSPACED.fullmatch(name)}


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(map(len, country_phrases()))


def countries_in(words: Phrase) -> list[tuple[int, int, frozenset[str]]]:
    """(first word, the word behind the last, codes) of each country named in the words; the longest name counts."""
    known, found, start = country_phrases(), [], 0
    while start < len(words):
        sizes = range(min(_longest(), len(words) - start), 0, -1)
        size = next((size for size in sizes if words[start : start + size] in known), 0)
        if size:
            found.append((start, start + size, known[words[start : start + size]]))
        elif not words[start].isascii():
            inside = (frozenset({code}) for letters, code in _unspaced().items() if letters in words[start])
            found += ((start, start + 1, codes) for codes in inside)
        start += size or 1
    return found


def without_countries(words: Phrase) -> Phrase:
    named = {place for start, end, _codes in countries_in(words) for place in range(start, end)}
    return tuple(word for place, word in enumerate(words) if place not in named)


@lru_cache(maxsize=1)
def adjectives() -> dict[Phrase, str]:
    """{"French": "FR"}: a country only beside an office, else a language or a way of cooking."""
    return {seen(word): code for code, word in _listed("adjectives")}


@lru_cache(maxsize=1)
def _people() -> frozenset[Phrase]:
    """Kenya, Jordan, Chad: names of countries that people are called by too."""
    return frozenset(seen(name) for _code, name in _listed("people"))


def state(words: Phrase) -> str:
    """The country, in the words of the page, that this is the whole name of, in any form: "République française"."""
    letters = "".join(words)
    # Of two Chinese signs the first is somebody's surname as often as not.
    codes = country_phrases().get(words) or (
        {_unspaced()[letters]} if len(letters) > 2 and letters in _unspaced() else ()
    )
    return country_name(min(codes), get_language() or "en") if codes and words not in _people() else ""


@lru_cache(maxsize=1)
def places() -> frozenset[tuple[str, Phrase]]:
    """("US", "Georgia"): names of countries that are also those of a place in another."""
    return frozenset((code, seen(name)) for code, name in _listed("places"))
