"""In which of a room's languages a text is written: a guess, made offline, that its author can change."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache
from threading import Lock

from dialogue.text.han import SIMPLIFIED, TRADITIONAL

# Characters looked at: more would make the answer later, hardly better.
SAMPLE = 2_000

# First words of Unicode character names that tell a script, and the languages written in it. Latin: the rest.
_SCRIPTS = {
    "ARABIC": "ar arc ckb fa ks ku pnb ps sd ug ur",
    "ARMENIAN": "hy",
    "BENGALI": "as bn",
    "CANADIAN": "iu cr",
    "CHEROKEE": "chr",
    "CJK": "ja yue zh",
    "CYRILLIC": "ba be bg kk ky mk mn os ru sr tg tt uk uz",
    "DEVANAGARI": "bho gom hi mai mr ne sa",
    "ETHIOPIC": "am ti",
    "GEORGIAN": "ka",
    "GREEK": "el grc",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "HEBREW": "he hbo yi",
    "HIRAGANA": "ja",
    "KANNADA": "kn",
    "KATAKANA": "ja",
    "KHMER": "km",
    "LAO": "lo",
    "MALAYALAM": "ml",
    "MYANMAR": "my",
    "ORIYA": "or",
    "SINHALA": "si",
    "SYRIAC": "arc",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAANA": "dv",
    "THAI": "th",
    "TIBETAN": "bo dz",
}
_WRITTEN_IN = {script: frozenset(languages.split()) for script, languages in _SCRIPTS.items()}
# These are written in Latin letters as well.
_ALSO_LATIN = frozenset({"ku", "sr", "tt", "ug", "uz"})
_NOT_LATIN = frozenset().union(*_WRITTEN_IN.values()) - _ALSO_LATIN

# The model's own names for some languages.
_MODEL_NAMES = {"nb": "no", "fil": "tl", "ff": "fuv", "gn": "gug", "ki": "kik"}

_TRADITIONAL_CODES = ("hant", "tw", "hk", "mo")

_ADDRESS = re.compile(r"https?://\S+|\S+@\S+")
_loading = Lock()


def guess(text: str, among: Sequence[str]) -> str:
    """The code out of `among` (not empty, the likeliest language first) that fits the text best.

    Falls back on the first code: for a text without letters, or when neither script nor model can tell.
    """
    letters = [c for c in _ADDRESS.sub(" ", text[: 2 * SAMPLE])[:SAMPLE] if c.isalpha()]
    if not letters or len(among) == 1:
        return among[0]
    candidates = _by_script(letters, among) or list(among)
    if len(candidates) == 1:
        return candidates[0]
    if all(_main(code) == "zh" for code in candidates):
        return _by_characters(letters, candidates)
    return _by_model(_ADDRESS.sub(" ", text)[:SAMPLE], letters, candidates)


def _main(code: str) -> str:
    return code.lower().partition("-")[0]


def _by_script(letters: list[str], among: Sequence[str]) -> list[str]:
    scripts = Counter(unicodedata.name(c, "").partition(" ")[0] for c in letters)
    # Japanese sets kana among its Chinese characters, and a fifth of them is enough to know it.
    kana = scripts["HIRAGANA"] + scripts["KATAKANA"]
    script = "HIRAGANA" if kana * 5 > scripts["CJK"] + kana > 0 else scripts.most_common(1)[0][0]
    if script == "LATIN":
        return [code for code in among if _main(code) not in _NOT_LATIN]
    return [code for code in among if _main(code) in _WRITTEN_IN.get(script, ())]


def _by_characters(letters: list[str], candidates: list[str]) -> str:
    simplified = sum(c in SIMPLIFIED for c in letters)
    traditional = sum(c in TRADITIONAL for c in letters)
    if simplified == traditional:
        return candidates[0]
    wanted = traditional > simplified
    fitting = (code for code in candidates if code.lower().endswith(_TRADITIONAL_CODES) == wanted)
    return next(fitting, candidates[0])


def _by_model(text: str, letters: list[str], candidates: list[str]) -> str:
    ranks = {language: rank for rank, (language, _score) in enumerate(_identifier().rank(text))}
    known = [code for code in candidates if _name(code) in ranks]
    if not known:
        return candidates[0]
    best = min(known, key=lambda code: ranks[_name(code)])
    if _main(best) == "zh":
        return _by_characters(letters, [code for code in candidates if _main(code) == "zh"])
    return best


def _name(code: str) -> str:
    return _MODEL_NAMES.get(_main(code), _main(code))


def _identifier():
    with _loading:
        return _load()


@cache
def _load():
    # Imported here: it takes 0.7 s and 130 MB, and a process that never guesses need not pay for them.
    # An identifier of our own, because the module's can be narrowed for everybody at once.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)
