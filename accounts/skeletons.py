"""Names as a hurried eye sees them: what could be taken for each other has one skeleton."""

import re
import unicodedata
from functools import lru_cache

from accounts.characters import BLANK
from dialogue.text.folding import fold

# Width of the column. A cleaned name's skeleton is shorter (at most four characters for each of the name's).
SKELETON_LIMIT = 400
_ACCENTS = re.compile("[\u0300-\u036f]")
_ONE_TO_THE_EYE = {"1": "l", "i": "l", "|": "l", "0": "o"}


def skeleton(name: str) -> str:
    """The name as a hurried eye sees it: two names with one skeleton could be taken for each other.

    After the idea of Unicode UTS #39: case, compatibility forms, white space, joiners and look-alikes are
    levelled; accents are kept. One character is compared with one other, so "rn" is not taken for "m".
    At most 400 characters. A new version of the confusables may move a character to another class: skeletons
    already stored are then to be made anew.
    """
    return " ".join(_level(name).translate(_prototypes()).split())[:SKELETON_LIMIT]


@lru_cache(20_000)
def looked_at(word: str) -> str:
    """With its look-alikes levelled; one letter is one character again."""
    return unicodedata.normalize("NFC", _ACCENTS.sub("", skeleton(word)))


def unmarked(name: str) -> str:
    """Its letters and digits, without case and accents; whatever stood between them is a blank."""
    return "".join(c if _counts(c) else "" if unicodedata.category(c)[0] == "M" else " " for c in fold(name))


def _counts(character: str) -> bool:
    # An ʻokina or a raised comma is a letter to Unicode, and an apostrophe to the eye.
    kind = unicodedata.category(character)
    return (kind[0] in "LN" and not "\u02b0" <= character <= "\u02ff") or (kind in ("Mc", "Mn") and _vowel(character))


def _vowel(character: str) -> bool:
    """The vowel signs of the scripts of India and their neighbours are letters, not accents."""
    return "\u0900" <= character <= "\u109f" or "\u1700" <= character <= "\u1a1f"


def _level(text: str) -> str:
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    # The tatweel only stretches an Arabic word.
    return "".join(c for c in text if unicodedata.category(c) != "Cf" and c not in BLANK and c != "ـ")


@lru_cache(maxsize=1)
def _prototypes() -> dict[int, str]:
    """For each confusable character the one that stands for its class (about 1,400, made once in 40 ms).

    Closing the published pairs over case would pour half the alphabet into one class (ν looks like v, its
    capital like N), and Ana could no longer sign up beside Ava. So the basic (ASCII) characters stay apart,
    except those that are one to the eye (i, l and 1; o and 0), and a character joins the first of them it
    meets: capitals first, because whole words in Greek capitals pass for Latin ones, in small letters hardly.
    """
    from confusable_homoglyphs.confusables import confusables_data

    pairs = set()
    for one, others in confusables_data.items():
        for other in others:
            a, b = _level(one), _level(other["c"])
            marks = {unicodedata.category(c)[0] == "M" for c in (a + b)}
            if len(a) == len(b) == 1 and a != b and len(marks) == 1:
                basic = min((c for c in (one, other["c"]) if c.isascii()), default="\uffff")
                pairs.add((basic, *sorted((a, b))))

    classes: dict[str, set[str]] = {}
    for _basic, a, b in sorted(pairs):
        mine, theirs = classes.get(a, {a}), classes.get(b, {b})
        anchors = {_ONE_TO_THE_EYE.get(c, c) for c in mine | theirs if c.isascii()}
        if len(anchors) <= 1 and mine is not theirs:
            mine |= theirs
            classes.update(dict.fromkeys(mine, mine))
    return {ord(c): min(members) for c, members in classes.items() if c != min(members)}
