"""How a query is read: piece by piece, with the words and signs that say what each is for."""

import re
from typing import NamedTuple

from dialogue.text.folding import words

# Signs that keyboards of some languages have in the place of those that are meant here.
_SIGNS = str.maketrans(
    dict.fromkeys("“”„‟«»＂〝〞〟", '"') | dict.fromkeys("−－", "-") | {"：": ":", "＊": "*", "｜": "|"}
)
_PIECE = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
# French puts a blank before a colon.
_FROM = re.compile(r'(?<!\S)(-?)from\s?:\s*(?:"([^"]*)"?|([^\s"]+))', re.IGNORECASE)
# In capitals, as other search engines know them, among words that are not.
_OR, _AND, _NOT = ("OR", "|"), "AND", "NOT"
# Speakers in one query, and words of each.
SPEAKERS = 4
_SINGLE = re.compile(r"(?:[^\W_]-)*[^\W_][^\W_]")
_THREE_DIGITS, _BEFORE_THREE = re.compile(r"\d{3}"), re.compile(r"\d{1,3}(?:,\d{3})*")


class Piece(NamedTuple):
    minus: bool
    quoted: bool
    words: str
    # It stands for all words that begin so, or another may stand in its place: the one before it.
    begun: bool = False
    either: bool = False


def cleared(raw: str) -> str:
    return raw.translate(_SIGNS)


def speakers_in(raw: str, minus: str) -> tuple[tuple[str, ...], ...]:
    """Who is named behind from: or -from:, each by their words."""
    named = [words(quoted or word) for sign, quoted, word in _FROM.findall(raw) if sign == minus]
    return tuple(tuple(each[:SPEAKERS]) for each in named if each)[:SPEAKERS]


def without_from(raw: str) -> str:
    """The same words where nobody says anything, and all of them are names."""
    return _FROM.sub(lambda match: f" {match[1]}{match[2] or match[3] or ''}", cleared(raw))


def pieces_of(raw: str) -> list[Piece]:
    """What is looked for, piece by piece, without the words and signs that say how."""
    divided = _divided(_FROM.sub(" ", raw))
    found: list[Piece] = []
    either = minus = False
    for number, piece in enumerate(divided, 1):
        sign = "" if piece.quoted or piece.minus or number == len(divided) else piece.words
        if found and sign in _OR:
            either = True
        elif sign == _NOT and not raw.isupper():
            minus = True
        elif not (found and sign == _AND):
            begun = not piece.quoted and piece.words.endswith("*")
            found.append(
                Piece(piece.minus or minus, piece.quoted, piece.words.rstrip("*" if begun else ""), begun, either)
            )
            either = minus = False
    return found


def _divided(raw: str) -> list[Piece]:
    """What blanks divide. A sign belongs to the number before it, as do groups of three digits; letters and digits that stand alone
    are read together: G 7."""
    found: list[Piece] = []
    for match in _PIECE.finditer(raw):
        minus, quoted, word = match.groups()
        piece = Piece(bool(minus), quoted is not None, word if quoted is None else quoted)
        before = found[-1] if found else None
        if before and not (piece.quoted or piece.minus or before.quoted):
            if piece.words in ("%", "٪"):
                found[-1] = before._replace(words=before.words + piece.words)
                continue
            if _THREE_DIGITS.fullmatch(piece.words) and _BEFORE_THREE.fullmatch(before.words):
                found[-1] = before._replace(words=f"{before.words},{piece.words}")
                continue
            if len(piece.words) == 1 and _SINGLE.fullmatch(before.words + piece.words):
                found[-1] = before._replace(words=f"{before.words}-{piece.words}")
                continue
        found.append(piece)
    return found
