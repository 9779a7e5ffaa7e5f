"""Which form of one language a text is written in, where two are told apart: Chinese, and Portuguese."""

import re
from collections.abc import Callable, Mapping

# Brazil closes the vowel that Portugal opens (gênero, género), leaves out an article (todo dia), says "você", and "fazendo"
# where Portugal says "a fazer".
_BRAZIL = re.compile(
    r"\b(?:vocês?|ônibus|trem|celular|esportes?|usuári[oa]s?|registros?|fatos?|contatos?|equipes?|planej\w+)\b"
    r"|\btod[oa] (?:ser|cidad|mundo|pessoa|indivíduo|dia|país|parte|homem|mulher|criança)"
    r"|[êô][mn][aeiou]|\best(?:á|ão|ou|amos|ava|avam) \w+ndo\b",
    re.IGNORECASE,
)
_PORTUGAL = re.compile(
    r"\b(?:autocarro|comboio|telemóve(?:l|is)|desportos?|utilizador\w*|registos?|factos?|contactos?|equipas?|connosco)\b"
    r"|\b(?:nomeadamente|vós|ecrã)\b|\btod[oa] [oa] |[éó][mn][aeiou]|\best(?:á|ão|ou|amos|ava|avam) a \w+[aei]r\b",
    re.IGNORECASE,
)


def _has(letter: str, characters: str) -> bool:
    try:
        letter.encode(characters)
    except UnicodeEncodeError:
        return False
    return True


def _traditional(text: str) -> int:
    """The national standards tell: Big5 has traditional characters, GB 2312 simplified ones, and most are in both."""
    return sum(_has(letter, "big5") - _has(letter, "gb2312") for letter in text if "\u4e00" <= letter <= "\u9fff")


def _brazilian(text: str) -> int:
    return len(_BRAZIL.findall(text)) - len(_PORTUGAL.findall(text))


_FORMS: dict[str, tuple[Callable[[str], int], tuple[str, ...]]] = {
    "zh": (_traditional, ("hant", "tw", "hk", "mo")),
    "pt": (_brazilian, ("br",)),
}


def variant(text: str, language: str, codes: Mapping[str, float]) -> str:
    """Out of the `codes` of `language`, each with its chance before a word is read; the plain one where nothing tells."""
    best = max(codes.values())
    # Characters are certain. Words are not: they decide only between what is expected alike.
    open_to = [code for code in codes if language == "zh" or codes[code] == best]
    if language in _FORMS and len(open_to) > 1:
        measure, endings = _FORMS[language]
        if told := measure(text):
            open_to = [code for code in open_to if code.lower().endswith(endings) == (told > 0)] or open_to
    return min(open_to, key=lambda code: (-codes[code], len(code)))
