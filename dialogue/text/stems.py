"""The stem of a word in each language that has a stemmer: what its forms have in common, as `right` of `rights`."""

import re
import unicodedata
from functools import cache
from threading import Lock

from Stemmer import Stemmer

from dialogue.text.endings import TURKISH_CAPITALS, old_letters, romanian, settled, turkish
from dialogue.text.folding import LONGEST, folded_words, visible
from dialogue.text.proclitics import bases

# Languages and the stemmers made for them.
_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french",
    "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "ne": "nepali", "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "st": "sesotho", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
# Languages that bend their words as another does, or nearly.
_AS = {"nb": "no", "nn": "no", "hr": "sr", "bs": "sr", "sh": "sr", "me": "sr", "ms": "id"}
# What is tried for a word of which only the script is known; Latin letters: all others.
_BY_SCRIPT = {
    "CYRILLIC": "ru sr", "ARABIC": "ar fa", "HEBREW": "he yi", "DEVANAGARI": "hi ne", "GREEK": "el", "ARMENIAN": "hy", "TAMIL": "ta",
}  # fmt: skip
_LATIN = tuple(code for code in _STEMMERS if code == "sr" or code not in " ".join(_BY_SCRIPT.values()).split())

# Shorter words have no forms, or too many; a root without vowels is shorter.
SHORTEST, WITHOUT_VOWELS = 3, {"ar": 2, "he": 2}
# One spelling of English for all: labour and labor, organise and organize, programme and program, centre and center, defence and defense.
_BRITISH = (
    (re.compile("(?<=..)our(?!$)|(?<=...)our$"), "or"),
    (re.compile("(?<=..)ys(?=e|ing)"), "yz"),
    (re.compile("(?<=..)is(?=(?:e[sdr]?|ers|ing|ations?|ational|able)$)"), "iz"),
    (re.compile("(?<=...)tre(?=s?$)"), "ter"),
    (re.compile("mmes?$"), "m"),
    (re.compile("(?<=...)ence(?=s?$)"), "ense"),
)
_PERHAPS_BRITISH = re.compile("our|[iy]s|tre|mme|ence")
_one_at_a_time = Lock()


def code_of(language: str) -> str:
    """Two letters for the language whose rules are followed, "" where there are none."""
    main = language.lower().partition("-")[0]
    code = _AS.get(main, main)
    return code if code in _STEMMERS or code == "he" else ""


def codes_for(word: str) -> tuple[str, ...]:
    """The languages a word may belong to, by its first letter."""
    script = unicodedata.name(word[0], "").partition(" ")[0]
    return _LATIN if script == "LATIN" else tuple(_BY_SCRIPT.get(script, "").split())


def may_stand_alone(word: str, code: str) -> bool:
    """Whether a word is long enough to have a stem."""
    return len(word) >= WITHOUT_VOWELS.get(code, SHORTEST)


def stems(written: str, code: str) -> tuple[str, ...]:
    """Of one written word, folded; mostly one. With and without its accents: not everybody types them, and some rules need them."""
    if len(written) > LONGEST:
        return ()
    word = visible(unicodedata.normalize("NFKC", written))
    word = (word.translate(TURKISH_CAPITALS) if code == "tr" else old_letters(word) if code == "ro" else word).lower()
    folded = folded_words(word)
    if len(folded) != 1 or folded[0][-1].isdigit() or not may_stand_alone(folded[0], code):
        return ()
    found = {stem for each in {word, *bases(folded[0], code)} for stem in folded_words(_stem(each, code))[:1]}
    if code == "ro":
        found = {romanian(folded[0], stem) for stem in found}
    if code == "tr" and (root := turkish(folded[0])):
        found.add(root)
    return tuple(sorted(found))


def _stem(word: str, code: str) -> str:
    if code not in _STEMMERS:
        return word
    if code == "en" and _PERHAPS_BRITISH.search(word):
        for pattern, american in _BRITISH:
            word = pattern.sub(american, word)
    # A stemmer keeps the word it works on in itself; it takes a thousandth of a millisecond.
    with _one_at_a_time:
        stem = _of(code).stemWord(word)
        # What stands behind the endings of one form is a form as well.
        return _of(code).stemWord(settled(word, stem)) if code == "tr" else stem


@cache
def _of(code: str) -> Stemmer:
    # It remembers nothing: `filed` does, with what is made of it.
    return Stemmer(_STEMMERS[code], 0)
