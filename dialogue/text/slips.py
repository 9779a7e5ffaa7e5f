"""Words one slip of the hand away: a letter too many, too few, another one, or two in the wrong order."""

import unicodedata

# Letters of each script that are tried; those of other scripts are typed by other means than one key for one letter.
_LETTERS = {
    "LATIN": "abcdefghijklmnopqrstuvwxyz",
    "CYRILLIC": "абвгдежзийклмнопрстуфхцчшщъыьэюяіїґўјљњћђџ",
    "GREEK": "αβγδεζηθικλμνξοπρστυφχψω",
    "ARABIC": "اأبتثجحخدذرزسشصضطظعغفقكلمنهويءئؤپچژگ",
    "HEBREW": "אבגדהוזחטיכלמנסעפצקרשתךםןףץ",
}
# Shorter words are a slip away from half the dictionary, and of longer ones there would be too many.
SHORTEST, LONGEST = 4, 16


def slips(word: str) -> set[str]:
    """Every word that is one slip from a folded `word`: at most 1,500, none for scripts without an alphabet."""
    letters = _LETTERS.get(unicodedata.name(word[0], "").partition(" ")[0], "") if word else ""
    if not letters or not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
        return set()
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {a + b[1:] for a, b in halves if b} | {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    found |= {a + letter + rest for a, b in halves for letter in letters for rest in (b, b[1:])}
    return found - {word}
