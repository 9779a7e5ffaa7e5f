"""Which script a text is written in, and which languages are written in it."""

import unicodedata
from collections import Counter

# First words of Unicode character names that tell a script, and the languages written in it. Latin: the rest.
_SCRIPTS = {
    "ARABIC": "ar arc ckb fa ks ku pnb ps sd ug ur",
    "ARMENIAN": "hy",
    "BENGALI": "as bn",
    "CANADIAN": "iu cr",
    "CHEROKEE": "chr",
    "CJK": "ja yue zh",
    "CYRILLIC": "ba be bg kk ky mk mn os ru sr tg tt uk uz",
    "DEVANAGARI": "bho gom hi mai mr ne sa sd",
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


def script_of(letters: Counter[str]) -> str:
    """The script most of `letters` belong to."""
    scripts: Counter[str] = Counter()
    for letter, number in letters.items():
        scripts[unicodedata.name(letter, "").partition(" ")[0]] += number
    # Japanese sets kana among its Chinese characters, and a fifth of them is enough to know it.
    kana = scripts["HIRAGANA"] + scripts["KATAKANA"]
    return "HIRAGANA" if kana * 5 > scripts["CJK"] + kana > 0 else scripts.most_common(1)[0][0]


def written_in(language: str, script: str) -> bool:
    """Whether a language, by its main code, is written in that script."""
    return language not in _NOT_LATIN if script == "LATIN" else language in _WRITTEN_IN.get(script, ())
