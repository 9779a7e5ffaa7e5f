"""Names without what can be changed in them unnoticed: what must not be taken for somebody who speaks for a body.

A name has a few readings, each a list of words without marks, punctuation, case and look-alikes. Two names could be taken for
each other when a reading of one, in any order and however it is put apart, is a reading of the other; from eight letters on,
also when one letter is too many, missing, another, or two have changed places.
"""

from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from itertools import permutations, product

from accounts.reserved.lists import undressed
from accounts.skeletons import looked_at, unmarked

Reading = tuple[str, ...]

# From so many letters on, one letter makes no other name.
LONG_ENOUGH = 8
# So many letters are somebody's name without what stood before; in scripts of syllables and signs, so many.
ENOUGH, ENOUGH_ABROAD = 5, 2
# Signs that are one to a hurried eye.
PAIRS = {"rn": "m", "nn": "m", "cl": "d", "vv": "w", "uu": "w", "ae": "a", "oe": "o", "ue": "u"}
# What digits are read as inside a word.
DIGITS = str.maketrans("0134578", "oleastb")
# So many words are tried in every order; of more, only these: as written, backwards, and each turn of the wheel.
ORDERED = 5


def readings(name: str) -> frozenset[Reading]:
    """The ways a hurried eye reads this name: digits as letters or not at all, with titles or without, two signs as one in no
    word, in each, or across all."""
    ways = product((True, False), (separate, in_each, across))
    return frozenset(reading for way in ways for reading in _read(name, *way) if reading)


@lru_cache(40_000)
def _read(name: str, digits: bool, pairs: Callable[[Reading], Reading]) -> list[Reading]:
    words = without_counters(unmarked(name).split())
    words = [word.translate(DIGITS) if digits else without_digits(word) for word in words]
    seen = tuple(filter(None, map(looked_at, words)))
    # A title may hide what is said twice, and what is said twice a title: "H. E. Ada CostaAdaCosta", "Ada Costa MP Ada".
    ways = (said for each in without_doubles(seen) for bare in without_titles(each) for said in without_doubles(bare))
    return [pairs(words) for words in dict.fromkeys(ways)]


def separate(words: Reading) -> Reading:
    return words


def in_each(words: Reading) -> Reading:
    return tuple(map(as_one, words))


def across(words: Reading) -> Reading:
    """Where "Omar Nasser" is joined, its r and n have become neighbours."""
    return (as_one("".join(words)),) if words else ()


def without_counters(words: list[str]) -> list[str]:
    """Without numbers that stand alone."""
    return [word for word in words if not word.isdecimal()] or words


def without_digits(word: str) -> str:
    return "".join(c for c in word if not c.isdecimal())


def without_titles(words: Reading) -> list[Reading]:
    """The words, and each time with one honorific less, as long as a name is left."""
    return [words, *(bare for bare in undressed(words, beside=True) if whole(bare))]


def without_doubles(words: Reading) -> list[Reading]:
    """The words, and with none said twice, wherever it stands ("Ada Costa Ada"), if that leaves a name."""
    shorter = (tuple(dict.fromkeys(words)), said_once(words))
    return [words, *(each for each in shorter if each != words and whole(each))]


def said_once(words: Reading) -> Reading:
    """One of what is nothing but itself again and again, however it is put apart: "AdaCosta Ada Costa"."""
    letters = "".join(words)
    again = (letters + letters).find(letters, 1)
    return (letters[:again],) if again < len(letters) else words


def whole(words: Reading) -> bool:
    """Whether this is a name: two words, or one that is long enough."""
    letters = "".join(words)
    return len(words) > 1 or len(letters) >= ENOUGH or (len(letters) >= ENOUGH_ABROAD and not letters.isascii())


def as_one(word: str) -> str:
    """`word` as `looked_at` leaves it."""
    for pair, sign in PAIRS.items():
        word = word.replace(looked_at(pair), looked_at(sign))
    return word


def long(name: str) -> bool:
    """Whether one letter more or less makes no other name of it."""
    return any(len("".join(reading)) >= LONG_ENOUGH for reading in readings(name))


def same(one: Reading, other: Reading) -> bool:
    mine, theirs = len("".join(one)), len("".join(other))
    near = max(mine, theirs) >= LONG_ENOUGH
    if abs(mine - theirs) > near:
        return False
    left, right = (list((Counter(a) - Counter(b)).elements()) for a, b in ((one, other), (other, one)))
    if not left and not right:
        return True
    few, many = sorted((left, right), key=len)
    equal = one_edit_apart if near else str.__eq__
    return any(equal("".join(few), "".join(order)) for order in orders(many))


def orders(words: list[str]):
    if len(words) <= ORDERED:
        return permutations(words)
    turned = [words[place:] + words[:place] for place in range(len(words))]
    return [*turned, words[::-1], sorted(words)]


def one_edit_apart(one: str, other: str) -> bool:
    """Whether they are equal, or differ by one letter put in, left out or changed, or by two neighbours changed round."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    start = next((place for place, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    swapped = short[start + 1 : start + 2] + short[start : start + 1]
    return short[start + 1 :] == long[start + 1 :] or (swapped + short[start + 2 :] == long[start:])


def keys(reading: Reading, edits: bool = True) -> set[int]:
    """By what a name that could be taken for this one is found: two such names share at least one of these.

    Each stands for the letters in alphabetical order, so that neither order nor blanks matter: all of them and, where one
    edit makes no other name, all but one; without `edits`, only all.
    """
    letters = "".join(sorted("".join(reading)))
    found = {letters}
    if edits and len(letters) >= LONG_ENOUGH - 1:
        found |= {letters[:place] + letters[place + 1 :] for place in range(len(letters))}
    return {key(each) for each in found}


def key(text: str) -> int:
    """64 bits with a sign, as a database keeps them. What is found by it is compared in full."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
