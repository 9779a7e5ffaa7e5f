"""The names of countries, as an eye sees them, in the languages of the lists."""

from functools import lru_cache

from accounts.places import country_codes, country_name
from accounts.reserved.lists import HERE, Phrase, seen

# Fewer letters are a word of some other language: Ý is Italy, and "y" is "and".
SHORTEST = 4


@lru_cache(maxsize=1)
def country_phrases() -> dict[Phrase, frozenset[str]]:
    """{the words of a country's name: its ISO codes}, without one that is too short to be told from other words."""
    found: dict[Phrase, set[str]] = {}
    for language in sorted(path.stem for path in HERE.glob("*.json") if path.stem != "mul"):
        for code in country_codes():
            if len("".join(phrase := seen(country_name(code, language)))) >= SHORTEST:
                found.setdefault(phrase, set()).add(code)
    return {phrase: frozenset(codes) for phrase, codes in found.items()}


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
        start += size or 1
    return found


def without_countries(words: Phrase) -> Phrase:
    named = {place for start, end, _codes in countries_in(words) for place in range(start, end)}
    return tuple(word for place, word in enumerate(words) if place not in named)
