"""Names as they are heard: "Шольц" is Scholz to whoever reads both scripts. Compared where scripts differ; within one, how names
look decides (accounts/folded.py)."""

import re
from collections import Counter
from functools import lru_cache
from itertools import islice, zip_longest

from accounts import folded, sounds
from accounts.folded import Reading
from accounts.skeletons import looked_at, unmarked

# So many ways to say a whole name, the likeliest first; and so many of them in which one consonant may differ.
WAYS, EDITED = 64, 8
# So many consonants tell people apart; one more beside a script that writes few vowels. From so many on, words may be put apart otherwise.
ENOUGH, APART = 3, 6
_VOWELS = str.maketrans("", "", "aeo")
# In Hebrew they make another consonant of the one before.
_APOSTROPHES = re.compile("['’׳]")


def alike(one: str, other: str) -> bool:
    scripts = [frozenset(map(sounds.script, _words(name))) for name in (one, other)]
    if scripts[0] == scripts[1]:
        return False
    written = [min(map(sounds.vowels_written, each), default=0) for each in scripts]
    mine, theirs = said(one), said(other)
    letters: dict[str, list[Reading]] = {}
    for way in theirs:
        letters.setdefault(_letters(way), []).append(way)
    pairs = [(way, each) for way in mine for each in letters.get(_letters(way), ())]
    pairs += [(way, each) for way in mine[:EDITED] for each in theirs[:EDITED]]
    return any(_same(way, each, written) for way, each in pairs)


def keys(name: str) -> set[int]:
    """By what a name is found by its sound."""
    ways = [words for words in map(_bare, said(name)) if len("".join(words)) >= ENOUGH]
    return set().union(*(folded.keys(words, edits=place < EDITED) for place, words in enumerate(ways)))


@lru_cache(20_000)
def said(name: str) -> tuple[Reading, ...]:
    """The ways to say a name, with titles or without; none where a word is in a script that does not tell."""
    ways = [sounds.likeliest(map(sounds.heard, words), WAYS) for words in _undressed(_words(name))]
    return tuple(
        dict.fromkeys(
            each for some in zip_longest(*ways) for way in some if way for each in folded.without_doubles(way)
        )
    )


def _letters(words: Reading) -> str:
    return "".join(sorted("".join(_bare(words))))


def _words(name: str) -> Reading:
    words = unmarked(_APOSTROPHES.sub("", name)).split()
    return tuple(filter(None, map(folded.without_digits, words)))


def _undressed(words: Reading) -> list[Reading]:
    """Titles are known by how they look; what is left is said as it was written."""
    seen = tuple(map(looked_at, words))
    return [words[start : start + size] for bare in folded.without_titles(seen) for start, size in _place(bare, seen)]


def _place(bare: Reading, seen: Reading) -> list[tuple[int, int]]:
    """Where in the words the others begin, and how many they are; nowhere where there are none."""
    places = (start for start in range(len(seen)) if seen[start : start + len(bare)] == bare)
    return [(start, len(bare)) for start in islice(places, 1)]


def _bare(words: Reading) -> Reading:
    return tuple(filter(None, (word.translate(_VOWELS) for word in words)))


def _same(one: Reading, other: Reading, written: list[int]) -> bool:
    """Whether the consonants are the same, and no more vowels differ than two scripts make."""
    mine, theirs = _bare(one), _bare(other)
    size = min(len("".join(mine)), len("".join(theirs)))
    if size < ENOUGH + (min(written) < 1) or not _words_alike(mine, theirs, size):
        return False
    vowels = [Counter(c for c in "".join(words) if c.islower()) for words in (one, other)]
    lacking = [(vowels[0] - vowels[1]).total(), (vowels[1] - vowels[0]).total()]
    # Of two scripts, only the one that writes fewer vowels is asked whether the other has them.
    differing = sum(lacking) if written[0] == written[1] else lacking[written[0] > written[1]]
    return differing <= max(1, size // 2)


def _words_alike(mine: Reading, theirs: Reading, size: int) -> bool:
    left, right = (list((Counter(a) - Counter(b)).elements()) for a, b in ((mine, theirs), (theirs, mine)))
    if len(left) == len(right) == 1:
        long = size >= folded.LONG_ENOUGH and min(map(len, (*left, *right))) >= ENOUGH
        return long and folded.one_edit_apart(left[0], right[0])
    few, many = sorted((left, right), key=len)
    return not many or (size >= APART and any("".join(few) == "".join(order) for order in folded.orders(many)))
