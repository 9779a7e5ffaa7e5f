"""Little words that Arabic and Hebrew write as one with the next: the article, "and", "in", "for", "from"."""

import re
from itertools import accumulate, repeat

_AND = re.compile("[وف](?=...)")
# "For the" has lost a letter.
_THE = re.compile("(?:[بك]?ال|لل)(?=..)")
_FOR = re.compile("[بلكس](?=...)")
_HEBREW = re.compile("[הובלכמש](?=...)")


def bases(word: str, code: str) -> set[str]:
    """A folded word, and what may be left of it without them; which are part of the word cannot be seen, so both are kept."""
    if code == "he":
        return set(
            accumulate(
                repeat(_HEBREW, 3),
                lambda rest, pattern: pattern.sub("", rest, count=1) if pattern.match(rest) else rest,
                initial=word,
            )
        )
    if code != "ar":
        return {word}
    found = {word, _once(_AND, word)}
    return found | {_once(_THE, each) if _THE.match(each) else _once(_FOR, each) for each in found}


def _once(pattern: re.Pattern, word: str) -> str:
    match = pattern.match(word)
    return word[match.end() :] if match else word
