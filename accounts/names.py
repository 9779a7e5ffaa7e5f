"""Public names: what may be one, and when two of them look the same."""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.places import region_of


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


LIMIT = 80
# Characters looked at before anything else, because normalising may lengthen what comes in.
RAW_LIMIT = 4 * LIMIT
# Marks on one letter. The Burmese name မျိုး carries four; from five on they only climb over the neighbours.
MARKS = 4
# Width of the column. A cleaned name's skeleton is shorter (at most four characters for each of the name's).
SKELETON_LIMIT = 400

# Besides letters, marks, digits, hyphens and spaces. Nothing here can be taken for a badge.
_PUNCTUATION = frozenset("'’‘.,/_·・‧〇՚՛׳״॰،፡་")
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f")
_JOINERS = "\u200c\u200d"
_ADDRESS = re.compile(r"@|//|\bwww\.", re.IGNORECASE)
_DOMAIN = re.compile(r"[\w-]{3,}\.([^\W\d_]{2,})(?=$|[\s/,])")
_DOMAIN_ENDS = _set("com edu eu gov info int io net online org shop site uk xyz")

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


_ONE_TO_THE_EYE = {"1": "l", "i": "l", "|": "l", "0": "o"}


def _script(character: str) -> str:
    # Imported here: its tables are read when somebody chooses a name, not when the program starts.
    from confusable_homoglyphs.categories import alias

    return alias(character)


def _refusal(code: str, reason: str, **params) -> ValidationError:
    return ValidationError(reason, code=code, params=params)


def clean_name(raw: str) -> str:
    """The public name as it is kept: normalised (NFKC), white space folded, 1 to 80 characters.

    Raises ValidationError with one of the codes empty, too_long, address, invisible, symbol, joiner, script,
    marks, no_letter, mixed_scripts, and a reason that says what to change.
    """
    if len(raw) > RAW_LIMIT:
        raise _too_long(len(raw))
    _refuse_signs(raw.strip(" \t\r\n"))
    name = unicodedata.normalize("NFKC", raw)
    # A joiner between white space and a letter joins nothing.
    name = re.sub(rf"[{_JOINERS}]*\s+[{_JOINERS}]*", " ", name).strip()
    if not name:
        raise _refusal("empty", _("Write the name that others will see."))
    if len(name) > LIMIT:
        raise _too_long(len(name))
    ends = {end.lower() for end in _DOMAIN.findall(name)}
    if _ADDRESS.search(name) or any(end in _DOMAIN_ENDS or region_of(end) for end in ends):
        raise _refusal(
            "address", _("Leave web and e-mail addresses out of the name, and put a space after a full stop.")
        )
    _refuse_symbols(name)
    _refuse_joiners(name)
    _refuse_heaps_of_marks(name)
    if not any(unicodedata.category(c)[0] == "L" for c in name):
        raise _refusal("no_letter", _("A name needs at least one letter. Add one."))
    for word in name.split(" "):
        _refuse_mixture(word)
    return name


def _too_long(length: int) -> ValidationError:
    return _refusal(
        "too_long",
        _("This name has %(length)d characters. Shorten it to %(limit)d or fewer."),
        length=length,
        limit=LIMIT,
    )


def _refuse_signs(name: str) -> None:
    for place, character in enumerate(name, 1):
        kind = unicodedata.category(character)
        hidden = kind in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
        selector = "\ufe00" <= character <= "\ufe0f" or character >= "\U000e0000"
        if kind[0] == "S":
            # Before normalising, which turns 🉑 and ™ into letters.
            raise _symbol(character)
        if (hidden and character not in _JOINERS) or selector or character in _BLANK:
            raise _refusal(
                "invisible",
                _(
                    "Character %(place)d of this name (%(point)s) cannot be seen. "
                    "Type the name by hand instead of pasting it."
                ),
                place=place,
                point=f"U+{ord(character):04X}",
            )


def _symbol(character: str) -> ValidationError:
    return _refusal(
        "symbol",
        _("“%(character)s” cannot be part of a name. Use letters, digits, hyphens and apostrophes."),
        character=character,
    )


def _refuse_symbols(name: str) -> None:
    for character in name:
        kind = unicodedata.category(character)
        if character in _PUNCTUATION or character in _JOINERS or character == " ":
            continue
        if (kind[0] not in "LM" and kind not in ("Nd", "Pd")) or kind == "Me":
            raise _symbol(character)
        if _script(character) not in _LIVING:
            raise _refusal(
                "script",
                _("“%(character)s” belongs to a script no longer in use. Choose a letter of today."),
                character=character,
            )


def _refuse_joiners(name: str) -> None:
    for place, joiner in enumerate(name):
        if joiner not in _JOINERS:
            continue
        before, after = name[place - 1 : place], name[place + 1 : place + 2]
        if {_script(before or " "), _script(after or " ")} == {"ARABIC"} and joiner == "\u200c":
            continue
        # Nine is the combining class of every virama.
        virama = [side for side in (before, after) if side and unicodedata.combining(side) == 9]
        if not virama or _script(virama[0]) not in _VIRAMA_SCRIPTS:
            raise _refusal(
                "joiner",
                _("Something invisible follows “%(before)s”. Type the name by hand instead of pasting it."),
                before=name[:place],
            )


def _refuse_heaps_of_marks(name: str) -> None:
    before = " "
    for marks, run in groupby(name, key=lambda c: unicodedata.category(c)[0] == "M"):
        text = "".join(run)
        bare = unicodedata.category(before)[0] != "L" and before not in _JOINERS
        if marks and (bare or len(text) > MARKS):
            raise _refusal(
                "marks",
                _("Use at most %(limit)d accents or signs on one letter, and none without a letter."),
                limit=MARKS,
            )
        before = text[-1]


def _refuse_mixture(word: str) -> None:
    scripts = {_script(character) for character in word} - {"COMMON", "INHERITED"}
    if len(scripts) > 1 and not any(scripts <= mixture for mixture in _MIXTURES):
        raise _refusal(
            "mixed_scripts",
            _("“%(word)s” mixes alphabets that look alike. Write each word in one alphabet."),
            word=word,
        )


def skeleton(name: str) -> str:
    """The name as a hurried eye sees it: two names with one skeleton could be taken for each other.

    After the idea of Unicode UTS #39: case, compatibility forms, white space, joiners and look-alikes are
    levelled; accents are kept. One character is compared with one other, so "rn" is not taken for "m".
    At most 400 characters. A new version of the confusables may move a character to another class: skeletons
    already stored are then to be made anew.
    """
    return " ".join(_level(name).translate(_prototypes()).split())[:SKELETON_LIMIT]


def _level(text: str) -> str:
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    # The tatweel only stretches an Arabic word.
    return "".join(c for c in text if unicodedata.category(c) != "Cf" and c not in _BLANK and c != "ـ")


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
