"""What single letters tell of a language, where the model knows nothing of it or several are written alike."""

import re

# Of so many characters one must be the language's own.
OFTEN = 100

# Letters of its own, or words where there are none: {script: {language: pattern}}; the first that fits.
_OWN = {
    "ARABIC": {"ckb": "[ڕڵێ]", "sd": "[ٻڄڃڳڱڦڏڍٽٺڻ۽]"},
    "CJK": {"yue": "[嘅咗喺佢哋啲嗰冇咁嚟]"},
    "ETHIOPIC": {
        "ti": r"[ቐ-ቝዀ-ዅኣኹኽ]|\b(?:እዚ|እዩ|እዮም|ናይ|ኩሎም|ሰባት|ዝኾ|ዝተ)",
        "am": r"\b(?:ነው|ናቸው|ነበር|እና|ላይ|ውስጥ|ይህ|ግን|እንደ)\b",
    },
    # Yiddish has signs for two vavs and two yods, and other words between the others.
    "HEBREW": {
        "yi": r"[װ-ײ]|\b(?:און|איז|דער|דאס|דאָס|פון|פֿון|מיר|ניט|נישט|האט|האָט|האבן|האָבן|זענען|מיט|אויף|וואס|יעדער|קיין)\b",
        "he": r"\b(?:של|את|לא|על|הוא|היא|זה|עם|כי|אם|יש|אני|אנחנו|כל|גם)\b",
    },
    "TIBETAN": {"dz": "ཨིན|འབད|ཨི་", "bo": "རེད|ཡིན|ཡོད"},
}
# Letters that a language never has: a word in Ukrainian is not Russian, however near the two are.
_FOREIGN = {
    "be": "[ищъїєґјљњћђќѓѕ]",
    "bg": "[ыэёіїєґўјљњћђќѓѕ]",
    "mk": "[йщъыьэюяёіїєґўћђ]",
    "ru": "[іїєґўјљњћђќѓѕ]|ъ(?![еёюя])",
    "sr": "[йщъыьэюяёіїєґўќѓѕ]",
    "uk": "[ыэёъўјљњћђќѓѕ]",
}


def _compiled(patterns: dict[str, str]) -> dict[str, re.Pattern[str]]:
    return {language: re.compile(pattern, re.IGNORECASE) for language, pattern in patterns.items()}


# Where letters tell.
SCRIPTS = frozenset(_OWN)
_OWN_PATTERNS = {script: _compiled(patterns) for script, patterns in _OWN.items()}
_FOREIGN_PATTERNS = _compiled(_FOREIGN)


def own(text: str, script: str) -> str:
    """The language whose letters `text` has, more than a quotation would; "" where nothing tells."""
    patterns = _OWN_PATTERNS.get(script, {})
    return next((code for code, each in patterns.items() if len(each.findall(text)) * OFTEN >= len(text)), "")


def foreign(text: str, language: str) -> int:
    """How many letters `text` has that `language` never has."""
    return len(_FOREIGN_PATTERNS[language].findall(text)) if language in _FOREIGN_PATTERNS else 0
