"""Countries, world regions and languages: codes here, their names from Unicode CLDR (through Babel)."""

import unicodedata
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import gettext, override

from dialogue.text.language import UNKNOWN

# ISO 3166-1 codes by region, as the United Nations Statistics Division groups them (standard M49). Two that
# M49 does not list, TW and XK (the code in use for Kosovo), stand where they lie: so everybody is counted.
_REGIONS = {
    "002": (
        "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR "
        "MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW"
    ),
    "019": (
        "AG AI AR AW BB BL BM BO BQ BR BS BV BZ CA CL CO CR CU CW DM DO EC FK GD GF GL GP GS GT GY HN HT JM "
        "KN KY LC MF MQ MS MX NI PA PE PM PR PY SR SV SX TC TT US UY VC VE VG VI"
    ),
    "142": (
        "AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY "
        "NP OM PH PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE"
    ),
    "150": (
        "AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC "
        "MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK"
    ),
    "009": "AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS",
}
_REGION_OF = {country: region for region, countries in _REGIONS.items() for country in countries.split()}
REGIONS = tuple(_REGIONS)

# The codes above that are neither of the 193 member states of the United Nations nor of its two observer states
# (United Nations, "Member States" and "Non-member States").
_NO_STATES = (
    "AI AS AW AX BL BM BQ BV CC CK CW CX EH FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP MQ MS NC NF NU PF PM PN "
    "PR RE SH SJ SX TC TF TK TW UM VG VI WF XK YT"
)
OBSERVERS = ("PS", "VA")
STATES = tuple(sorted(_REGION_OF.keys() - _NO_STATES.split()))

# Nobody signs up from these: they have no lasting population.
_UNINHABITED = frozenset({"BV", "GS", "HM", "IO", "TF", "UM"})

# What people may say they read and write: official languages of the world and those with many readers.
# A plain code is the language in its usual script.
_LANGUAGES = (
    "en fr es pt pt-br ar ru zh zh-hant af ak am as az be bg bm bn bo bs ca ceb ckb cs cy da de dv dz ee "
    "el eo et eu fa ff fi fil fj fo fy ga gd gl gn gu ha he hi hr ht hu hy id ig is it ja jv ka kk km kn "
    "ko ku ky lb lg ln lo lt lv mg mi mk ml mn mr ms mt my nb nd ne nl nn no nso ny om or pa pl ps qu rm "
    "rn ro rw sa sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tet tg th ti tk tl tn to tpi tr ts "
    "tt ug uk ur uz ve vi wo xh yi yo yue zu"
)
LANGUAGES = tuple(_LANGUAGES.split())
_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "pnb", "prs", "ps", "sd", "syr", "ug", "ur", "yi"}
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"})


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """The CLDR locale of a code such as "pt-br"; English for a code CLDR does not know."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


# GB 2312 has its 3,755 common signs in the order of their sounds (pinyin), all others by their shape; of those, these begin the
# name of a country, and stand where a common sign of the same sound does.
_SOUNDS_LIKE = str.maketrans("梵斐瑙", "范匪恼")


def alphabetical(name: str) -> tuple[str, str]:
    """The key to sort names by as their readers do: without case and accents first, so that "Åland" stands beside "Albania";
    Chinese by pinyin, behind all letters."""
    if "\u4e00" <= name[:1] <= "\u9fff":
        return "\uffff", name.translate(_SOUNDS_LIKE).encode("gb18030", "replace").hex()
    # In Russian this is no и with a mark: Ирак, Йемен.
    letters = unicodedata.normalize("NFKD", name.casefold().replace("й", "и\uffff"))
    return "".join(c for c in letters if not unicodedata.combining(c)), letters


def country_codes() -> tuple[str, ...]:
    """The two-letter codes of every country and territory somebody may come from, in code order."""
    return tuple(sorted(_REGION_OF.keys() - _UNINHABITED))


def region_of(country_code: str) -> str:
    """The M49 region: "002" Africa, "009" Oceania, "019" Americas, "142" Asia, "150" Europe, "" unknown."""
    return _REGION_OF.get(country_code.upper(), "")


def countries_of(region: str) -> list[str]:
    """The countries of a world region, by its M49 code."""
    return _REGIONS[region].split()


def country_name(code: str, language: str) -> str:
    """The country's name in that language; the code itself where there is no name."""
    return locale_of(language).territories.get(code.upper(), code)


def region_name(code: str, language: str) -> str:
    """The name of an M49 region in that language; the code itself where there is no name."""
    return locale_of(language).territories.get(code, code)


@lru_cache(maxsize=4096)
def language_name(code: str, language: str) -> str:
    """The name of the language `code` in the language `language`; the code itself where there is no name."""
    if code == UNKNOWN:
        with override(language):
            return gettext("Unknown language")
    names = locale_of(language).languages
    main, _, variant = code.partition("-")
    # CLDR writes a script "Hant" and a territory "BR".
    variant = variant.title() if len(variant) == 4 else variant.upper()
    tag = f"{main}_{variant}" if variant else main
    if tag in names or main not in names:
        return names.get(tag, code)
    return f"{names[main]} ({country_name(variant, language)})"


def lang(code: str) -> str:
    """What HTML says of words in this language: "" where nobody knows, so that they do not pass for the language of the page."""
    return "" if code == UNKNOWN else code


@lru_cache(maxsize=32)
def country_choices(language: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of every country, in the order of that language."""
    named = ((code, country_name(code, language)) for code in country_codes())
    return tuple(sorted(named, key=lambda choice: alphabetical(choice[1])))


@lru_cache(maxsize=32)
def language_choices(language: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of every language, in the order of that language; each with a capital."""
    named = ((code, language_name(code, language)) for code in LANGUAGES)
    return tuple(sorted(((c, n[:1].title() + n[1:]) for c, n in named), key=lambda choice: alphabetical(choice[1])))


def with_variants(code: str) -> list[str]:
    """A language and those of our list that are forms of it: who asks for Portuguese asks for that of Brazil, too."""
    return [code, *(each for each in LANGUAGES if each.startswith(f"{code}-"))]


def right_to_left(language: str) -> bool:
    """Whether text in this language runs from right to left; a script in the code ("pa-arab") decides."""
    main, *rest = language.lower().split("-")
    scripts = [part for part in rest if len(part) == 4]
    return scripts[0] in _RIGHT_TO_LEFT_SCRIPTS if scripts else main in _RIGHT_TO_LEFT
