"""The direction of every block: that of its first strong letter, or of the post's language where most letters are its own."""

import re
import unicodedata
from functools import cache

from babel import Locale, UnknownLocaleError
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from dialogue.text.language import UNKNOWN

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u058f\u0900-\u1fff\u2c00-\ud7ff\uf900-\ufaff]")
CONTAINERS = frozenset({"ul", "ol", "li", "blockquote"})


@cache
def of_language(code: str) -> str:
    """ "rtl", "ltr", or "" where nobody knows."""
    # CLDR would fill it in as the English of the United States.
    if code == UNKNOWN:
        return ""
    try:
        return Locale.parse(code.replace("-", "_")).text_direction
    except (UnknownLocaleError, ValueError):
        return ""


def strong(text: str) -> dict[str, int]:
    """How many letters run each way, in the order in which the directions are met."""
    found: dict[str, int] = {}
    for character in text:
        kind = unicodedata.bidirectional(character)
        if way := "ltr" if kind == "L" else "rtl" if kind in ("R", "AL") else "":
            found[way] = found.get(way, 0) + 1
    return found


def both_ways(text: str) -> bool:
    """Whether it has letters of either direction; at a glance."""
    return bool(_RIGHT_TO_LEFT.search(text) and _LATIN.search(text))


def of_text(text: str, of_post: str) -> str:
    """ "WHO تعلن" begins with a foreign name: in an Arabic post it runs from right to left all the same. "" without letters."""
    found = strong(text)
    if len(found) == 2 and found.get(of_post, 0) * 2 > sum(found.values()):
        return of_post
    return next(iter(found), "")


def directions(state: StateCore) -> None:
    """Gives every block its direction; the language of the post is in the environment.

    A browser works out dir=auto from the text of an element itself and passes over children that have a direction of
    their own; so what contains blocks gets the direction of its first words from us.
    """
    of_post = of_language(state.env.get("language", ""))
    undecided: list[Token] = []
    paragraph: Token | None = None
    for token in state.tokens:
        if token.nesting == 1 and token.tag in CONTAINERS:
            token.attrSet("dir", "auto")
            undecided.append(token)
        elif token.nesting == -1 and undecided and undecided[-1].level == token.level:
            undecided.pop()
        elif token.tag == "p":
            paragraph = token if token.nesting == 1 else None
            if paragraph:
                paragraph.attrSet("dir", "auto")
        elif token.content and (direction := of_text(_words(token), of_post)):
            if paragraph and next(iter(strong(_words(token)))) != direction:
                paragraph.attrSet("dir", direction)
            for container in undecided:
                container.attrSet("dir", direction)
            undecided.clear()


def _words(token: Token) -> str:
    return "".join(part.content for part in token.children) if token.children else token.content
