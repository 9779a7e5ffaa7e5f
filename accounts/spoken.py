"""Names as they are heard: "Шольц" is Scholz to whoever reads both scripts. Compared where scripts differ; within one, how names
look decides (accounts/folded.py)."""

import re
from collections import Counter
from functools import lru_cache
from itertools import islice, product

from accounts import folded, sounds
from accounts.folded import Reading
from accounts.skeletons import looked_at, unmarked

# So many ways to say a whole name.
WAYS = 32
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
    return any(_same(a, b, written) for a in said(one) for b in said(other))


def consonants(name: str) -> frozenset[Reading]:
    """By what a name is found by its sound."""
    return frozenset(words for words in map(_bare, said(name)) if len("".join(words)) >= ENOUGH)


@lru_cache(20_000)
def said(name: str) -> frozenset[Reading]:
    """The ways to say a name, with titles or without; none where a word is in a script that does not tell."""
    ways = (islice(product(*map(sounds.heard, words)), WAYS) for words in _undressed(_words(name)))
    return frozenset(way for some in ways for words in some for way in folded.without_doubles(words))


def _words(name: str) -> Reading:
    words = unmarked(_APOSTROPHES.sub("", name)).split()
    return tuple(filter(None, map(folded.without_digits, words)))


def _undressed(words: Reading) -> list[Reading]:
    """Titles are known by how they look; what is left is said as it was written."""
    seen = tuple(map(looked_at, words))
    places = range(len(words))
    starts = [
        (next(n for n in places if seen[n : n + len(bare)] == bare), len(bare)) for bare in folded.without_titles(seen)
    ]
    return [words[start : start + size] for start, size in starts]


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
