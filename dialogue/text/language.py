"""In which language a text is written: a guess, made offline, that its author can change; or that nobody knows."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from threading import Lock
from unicodedata import normalize

from dialogue.text import common_words, letters
from dialogue.text.scripts import script_of, written_in
from dialogue.text.variants import variant

# "Undetermined" (ISO 639-2, BCP 47): no words, too few of them, or words that fit several languages alike.
UNKNOWN = "und"
# Characters looked at: more would make the answer later, hardly better.
SAMPLE = 1_000
# Fewer letters than this are no word.
FEWEST = 2
# The part of all chances that the likeliest language must have: one that is expected, and any other.
SURE, SURE_OF_OTHERS = 0.45, 0.55
# The chance of a language that is not ours to answer with, beside 1 for any that is.
OTHERS = 0.2
# What a letter that a language does not have leaves of its chance.
FOREIGN = 0.05
# What is less likely than the likeliest by this power of e counts for nothing.
NOTHING = -25.0

# The model's own names for some languages. Two are left to their letters: its Dzongkha is all Tibetan, its Cantonese much Chinese.
_MODEL_NAMES = {"nb": "no", "fil": "tl", "ff": "fuv", "gn": "gug", "ki": "kik", "dz": "", "yue": ""}
# What only the model tells apart, written like one of ours.
_WRITTEN_LIKE = {"arz": "ar", "ary": "ar", "wuu": "zh", "yue": "zh", "hbo": "he", "grc": "el"}
# The nearest language the model knows, for some it does not: where only the latter is expected, it is that.
_NEAREST = {"ckb": "sdh", "nd": "zu", "rn": "rw", "ss": "zu", "tn": "nso"}

_ADDRESS = re.compile(r"https?://\S+|(?<![\w.@-])(?:[\w.+-]*@[\w.-]+|[\w-]+(?:\.[\w-]+)+(?:[/:?]\S*)?)", re.ASCII)
_loading = Lock()


def guess(text: str, chances: Mapping[str, float]) -> str:
    """The code out of `chances` that fits `text` clearly better than all others, or UNKNOWN.

    `chances` says of each code how likely it is before a word is read: 1 for any language, more for those that are expected.
    """
    words = normalize("NFC", _ADDRESS.sub(" ", text[: 2 * SAMPLE])[:SAMPLE])
    counted = Counter(filter(str.isalpha, words))
    if counted.total() < FEWEST:
        return UNKNOWN
    script = script_of(counted)
    forms: dict[str, dict[str, float]] = defaultdict(dict)
    for code, chance in chances.items():
        if written_in(main := code.lower().partition("-")[0], script):
            forms[main][code] = chance
    language = _language(words, script, {main: max(codes.values()) for main, codes in forms.items()})
    return variant(words, language, forms[language]) if language in forms else UNKNOWN


def _language(words: str, script: str, chances: dict[str, float]) -> str:
    """Out of the languages of one script, by their main codes; perhaps another, which is nobody's answer."""
    if len(chances) < 2:
        return next(iter(chances), UNKNOWN)
    expected = {main for main, chance in chances.items() if chance > 1}
    if script == "LATIN":
        found = common_words.language_of(words, expected)
        return found if found in expected else UNKNOWN if found else _by_model(words, chances)
    if found := letters.own(words, script):
        return found
    if len(chances) == 2 and len(expected) == 1 and script in letters.SCRIPTS:
        return expected.pop()
    told = {main: chance * FOREIGN ** letters.foreign(words, main) for main, chance in chances.items()}
    return _by_model(words, told)


def _by_model(words: str, chances: dict[str, float]) -> str:
    ours: dict[str, str] = {}
    # Norwegian and Tagalog have two codes each: the one expected, else the first.
    for main in sorted(chances, key=chances.__getitem__, reverse=True):
        ours.setdefault(_MODEL_NAMES.get(main, main), main)
        if chances[main] > 1 and main in _NEAREST:
            ours.setdefault(_NEAREST[main], main)
    ranked = _identifier().rank(words)
    # The model counts every piece of a word as if it stood alone; divided by this, it is about as certain as it is right.
    scale = math.sqrt(len(words.encode()))
    weights: dict[str, float] = {}
    for name, score in ranked:
        if (distance := (score - ranked[0][1]) / scale) < NOTHING:
            break
        main = ours.get(_WRITTEN_LIKE.get(name, name), name)
        weights.setdefault(main, chances.get(main, OTHERS) * math.exp(distance))
    best = max(weights, key=weights.__getitem__)
    sure = SURE if chances.get(best, 1) > 1 else SURE_OF_OTHERS
    return best if weights[best] >= sure * sum(weights.values()) else UNKNOWN


def _identifier():
    with _loading:
        return _load()


@cache
def _load():
    # Imported here: it takes 0.7 s and 130 MB, and a process that never guesses need not pay for them.
    # An identifier of our own, because the module's can be narrowed for everybody at once.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)
