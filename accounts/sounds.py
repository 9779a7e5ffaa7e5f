"""How a word sounds, whatever the script it is written in: consonants in capitals, those that are one to most ears the same;
vowels in small letters. Which letters sound how, `sounds.json` says, and where the tables are from."""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from pathlib import Path

# "letters=sounds", "|" between two ways to say them; ^ and $ are the ends of a word.
TABLES: dict[str, str] = json.loads((Path(__file__).parent / "sounds.json").read_text("utf-8"))
INDIC = "DEVANAGARI BENGALI GUJARATI GURMUKHI ORIYA TAMIL TELUGU KANNADA MALAYALAM"
# Scripts whose letters Unicode calls by their sounds, and the table that reads these.
SPELT = dict.fromkeys(INDIC.split(), "INDIC") | {"KATAKANA": "KANA", "HIRAGANA": "KANA", "HANGUL": "HANGUL"}
# Scripts that write every vowel, and none that is not heard.
VOICED = frozenset({"LATIN", "CYRILLIC", "GREEK", "GEORGIAN", "ARMENIAN"})
# So many ways to say a word, the likeliest first.
WAYS = 8
_CALLED = re.compile(r"(?:LETTER|SYLLABLE|VOWEL SIGN) (\w+)$|ANUSVARA|CANDRABINDU|BINDI|TIPPI")


@lru_cache(20_000)
def script(word: str) -> str:
    return unicodedata.name(word[0], "").partition(" ")[0]


def vowels_written(script: str) -> int:
    """-1: the same behind each consonant, for all we can tell; 0: some; 1: all; 2: one more behind each consonant."""
    return {"INDIC": -1, "KANA": 2, "HANGUL": 2}.get(SPELT.get(script, ""), int(script in VOICED))


@lru_cache(20_000)
def heard(word: str) -> tuple[str, ...]:
    """The ways a folded word may sound; none where its script does not tell."""
    table = SPELT.get(script(word), script(word))
    if script(word) in SPELT:
        called = (_CALLED.search(unicodedata.name(c, "")) for c in word)
        word = "".join((letter[1] or "N").lower() for letter in called if letter)
    letters, pattern = _table(table)
    found = [letters[part] for part in pattern.findall(f"^{word}$")]
    ways = likeliest(found, 4 * WAYS) if found else ()
    return tuple(dict.fromkeys(_as_one("".join(way)) for way in ways))[:WAYS]


def likeliest(choices: Iterable[Sequence[str]], most: int) -> list[tuple[str, ...]]:
    """One of each, those ways first that take the fewest second choices."""
    ways: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    for some in choices:
        longer = [(rank + place, (*way, each)) for rank, way in ways for place, each in enumerate(some)]
        ways = sorted(longer, key=itemgetter(0))[:most]
    return [way for _rank, way in ways]


def _as_one(sounds: str) -> str:
    """ "Ts" and "dz" are one sound, and so is what is written twice."""
    return re.sub(r"(.)\1+", r"\1", sounds.replace("TS", "S"))


@cache
def _table(name: str) -> tuple[dict[str, list[str]], re.Pattern[str]]:
    pairs = (pair.partition("=") for pair in TABLES.get(name, "").split())
    letters = {key: sounds.split("|") for key, _sign, sounds in pairs}
    longest = sorted(letters, key=len, reverse=True)
    return letters, re.compile("|".join(map(re.escape, longest)) or "(?!)")
