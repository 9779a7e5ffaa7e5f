"""The characters that names, titles and names of bodies are made of, and those that deceive."""

import re
import unicodedata
from itertools import groupby

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Marks on one letter. The Burmese name မျိုး carries four; from five on they only climb over the neighbours.
MARKS = 4
# Marks that take no place of their own; those of the third kind, "Mc", do.
OVER = frozenset({"Mn", "Me"})
BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f")
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
JOINERS = "\u200c\u200d"
UNSEEN_BETWEEN = frozenset(JOINERS + "\u200e\u200f\u061c")
# Between blanks these look like what stands between the parts of a mandate card; within a word they belong to it.
_LOOSE_DOT = re.compile(r"(?:^|\s)[·・‧․]+|[·・‧․]+(?:\s|$)")

# The scripts in everyday use (Unicode UAX #31, recommended and limited use). The others hold many pictures.
_LIVING = _set(
    "ADLAM ARABIC ARMENIAN BALINESE BAMUM BATAK BENGALI BOPOMOFO CANADIAN_ABORIGINAL CHAKMA CHAM CHEROKEE "
    "COMMON CYRILLIC DEVANAGARI ETHIOPIC GEORGIAN GREEK GUJARATI GURMUKHI HAN HANGUL HANIFI_ROHINGYA "
    "HEBREW HIRAGANA INHERITED JAVANESE KANNADA KATAKANA KAYAH_LI KHMER LAO LATIN LEPCHA LIMBU LISU "
    "MALAYALAM MANDAIC MEETEI_MAYEK MIAO MONGOLIAN MYANMAR NEW_TAI_LUE NEWA NKO NYIAKENG_PUACHUE_HMONG "
    "OL_CHIKI ORIYA OSAGE SAURASHTRA SINHALA SUNDANESE SYLOTI_NAGRI SYRIAC TAI_LE TAI_THAM TAI_VIET TAMIL "
    "TELUGU THAANA THAI TIBETAN TIFINAGH VAI WANCHO YI"
)
# In these a joiner beside the virama changes how a name is written; in Arabic script one keeps letters apart.
_VIRAMA_SCRIPTS = _set("DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL TELUGU KANNADA MALAYALAM SINHALA")
# Scripts one word may mix (Unicode UTS #39, "highly restrictive").
_MIXTURES = (
    frozenset({"LATIN", "HAN", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "HAN", "BOPOMOFO"}),
    frozenset({"LATIN", "HAN", "HANGUL"}),
)


def _script(character: str) -> str:
    # Imported here: its tables are read when somebody chooses a name, not when the program starts.
    from confusable_homoglyphs.categories import alias

    return alias(character)


def refusal(code: str, reason: str, **params) -> ValidationError:
    return ValidationError(reason, code=code, params=params)


def visible(text: str) -> str:
    """`text` without blanks and whatever else nobody sees: what is typed or copied as one word of signs, such as a code."""
    return "".join(c for c in text if unicodedata.category(c) not in _UNSEEN and c not in BLANK)


def normalised(raw: str) -> str:
    """`raw` in one form (NFKC) with single blanks; refused where something in it cannot be seen, or is a picture."""
    _refuse_signs(raw.strip(" \t\r\n"))
    text = unicodedata.normalize("NFKC", raw)
    # A joiner between white space and a letter joins nothing.
    return re.sub(rf"[{JOINERS}]*\s+[{JOINERS}]*", " ", text).strip()


def check(text: str, punctuation: frozenset[str]) -> None:
    """Refuse what could deceive: pictures, joiners and heaps of marks, a word in two alphabets."""
    _refuse_symbols(text, punctuation)
    if dot := _LOOSE_DOT.search(text):
        raise _symbol(dot.group().strip())
    _refuse_joiners(text)
    _refuse_heaps_of_marks(text)
    if not any(unicodedata.category(c)[0] == "L" for c in text):
        raise refusal("no_letter", _("A name needs at least one letter. Add one."))
    for word in text.split(" "):
        _refuse_mixture(word)


def _refuse_signs(name: str) -> None:
    for place, character in enumerate(name, 1):
        kind = unicodedata.category(character)
        hidden = kind in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
        selector = "\ufe00" <= character <= "\ufe0f" or character >= "\U000e0000"
        if kind[0] == "S":
            # Before normalising, which turns 🉑 and ™ into letters.
            raise _symbol(character)
        if (hidden and character not in JOINERS) or selector or character in BLANK:
            raise refusal(
                "invisible",
                _(
                    "Character %(place)d of this name (%(point)s) cannot be seen. "
                    "Type the name by hand instead of pasting it."
                ),
                place=place,
                point=f"U+{ord(character):04X}",
            )


def _symbol(character: str) -> ValidationError:
    return refusal(
        "symbol",
        _("“%(character)s” cannot be part of a name. Use letters, digits, hyphens and apostrophes."),
        character=character,
    )


def _refuse_symbols(name: str, punctuation: frozenset[str]) -> None:
    for character in name:
        kind = unicodedata.category(character)
        if character in punctuation or character in JOINERS or character == " ":
            continue
        if (kind[0] not in "LM" and kind not in ("Nd", "Pd")) or kind == "Me":
            raise _symbol(character)
        if _script(character) not in _LIVING:
            raise refusal(
                "script",
                _("“%(character)s” belongs to a script no longer in use. Use a modern letter."),
                character=character,
            )


def _refuse_joiners(name: str) -> None:
    for place, joiner in enumerate(name):
        if joiner not in JOINERS:
            continue
        before, after = name[place - 1 : place], name[place + 1 : place + 2]
        if {_script(before or " "), _script(after or " ")} == {"ARABIC"} and joiner == "\u200c":
            continue
        # Nine is the combining class of every virama.
        virama = [side for side in (before, after) if side and unicodedata.combining(side) == 9]
        if not virama or _script(virama[0]) not in _VIRAMA_SCRIPTS:
            raise refusal(
                "joiner",
                _("There is an invisible character after “%(before)s”. Type the name by hand instead of pasting it."),
                before=name[:place],
            )


def _refuse_heaps_of_marks(name: str) -> None:
    before = " "
    for marks, run in groupby(name, key=lambda c: unicodedata.category(c)[0] == "M"):
        text = "".join(run)
        bare = unicodedata.category(before)[0] != "L" and before not in JOINERS
        if marks and bare:
            raise too_many_marks()
        before = text[-1]
    if heaped(name, OVER | {"Mc"}):
        raise too_many_marks()


def too_many_marks() -> ValidationError:
    return refusal(
        "marks", _("Use at most %(limit)d accents or signs on one letter, and none without a letter."), limit=MARKS
    )


def heaped(text: str, kinds: frozenset[str]) -> bool:
    """Whether more than MARKS of these kinds stand on one letter: they would be drawn over the lines above and below. What joins
    letters, or turns a line, begins no new one."""
    marks = 0
    for character in text:
        if character not in UNSEEN_BETWEEN:
            marks = marks + 1 if unicodedata.category(character) in kinds else 0
        if marks > MARKS:
            return True
    return False


def _refuse_mixture(word: str) -> None:
    scripts = {_script(character) for character in word} - {"COMMON", "INHERITED"}
    if len(scripts) > 1 and not any(scripts <= mixture for mixture in _MIXTURES):
        raise refusal(
            "mixed_scripts",
            _("“%(word)s” mixes alphabets that look alike. Write each word in one alphabet."),
            word=word,
        )
