"""What somebody looks for: words that must all be there, "words in this order", -words that must not, and from: whom."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dialogue.text.alternatives import alternatives, signed, without_elision
from dialogue.text.filed import OTHER
from dialogue.text.folding import Token, tokens, words

# Characters in one query.
LIMIT = 200
# From so many letters on the last word is taken for the beginning of one: "clim" finds "climate".
BEGINNING = 3

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂〝〞〟", '"') | dict.fromkeys("−－", "-"))
_PIECE = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
FROM = re.compile(r'(?<!\S)from: *(?:"([^"]*)"?|([^\s"]+))', re.IGNORECASE)
# Words of speakers in one query.
SPEAKERS = 6
# Of so many words other forms are looked for, too.
VARIED = 10
_SINGLE = re.compile(r"(?:[^\W_]-)*[^\W_][^\W_]")
_NUMBERED = re.compile(r"[^\W\d_]{1,6}\d{1,4}")


class Piece(NamedTuple):
    minus: bool
    quoted: bool
    words: str


@dataclass(frozen=True, slots=True)
class Term:
    """Words one after another, of the last one perhaps only its beginning; or one of other words and forms in their place."""

    words: tuple[str, ...]
    beginning: bool = False
    others: tuple[str, ...] = ()

    def places(self, text: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """From where to where it stands in a text of these tokens."""
        *first, last = self.words
        yield from ((token.start, token.end) for token in text if token.word in self.others)
        for at in range(len(text) - len(first)):
            token = text[at + len(first)]
            if (token.word.startswith(last) if self.beginning else token.word == last) and all(
                text[at + place].word == word for place, word in enumerate(first)
            ):
                # The second character of a pair is where the next token is.
                second = token.pair and len(last) > 1
                yield text[at].start, text[at + len(first) + second].end


@dataclass(frozen=True, slots=True)
class Query:
    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...] = ()
    # Words of the name, the body and the title of whoever said it.
    speakers: tuple[str, ...] = ()

    @classmethod
    def of(cls, raw: str, language: str = "") -> "Query":
        """What `raw` asks for, in texts of `language` or of any. Raises ValidationError with one of the codes too_long, nothing,
        only_without, too_short, and a reason that says what to do."""
        if len(raw) > LIMIT:
            reason = _("This search has %(length)d characters; %(limit)d is the most. Keep the words that matter.")
            raise ValidationError(reason, code="too_long", params={"length": len(raw), "limit": LIMIT})
        raw = raw.translate(_QUOTES)
        speakers = tuple(words(" ".join("".join(each) for each in FROM.findall(raw))))[:SPEAKERS]
        pieces = _pieces(FROM.sub(" ", raw))
        wanted: list[Term] = []
        unwanted: list[Term] = []
        for number, piece in enumerate(pieces):
            last = number == len(pieces) - 1 and not piece.minus
            into = unwanted if piece.minus else wanted
            if term := _phrase(piece) if piece.quoted else _term(piece.words, last, language, number < VARIED):
                into.append(term)
        if not wanted and speakers:
            return cls((), tuple(dict.fromkeys(unwanted)), speakers)
        if not wanted and unwanted:
            raise ValidationError(
                _("This says only what to leave out. Write at least one word to look for, too."), code="only_without"
            )
        if not wanted:
            raise ValidationError(
                _("There is no word to look for in this. Write one or more words; signs alone are not found."),
                code="nothing",
            )
        if len(wanted) == 1 and len("".join(wanted[0].words)) == 1 and not wanted[0].beginning:
            raise ValidationError(
                _(
                    "One letter or digit alone is in nearly everything. Write a longer word, or one more word beside it."
                ),
                code="too_short",
            )
        return cls(tuple(dict.fromkeys(_numbered(wanted))), tuple(dict.fromkeys(unwanted)), speakers)

    def fits(self, text: Sequence[Token]) -> bool:
        """Whether a text of these tokens has everything wanted and nothing unwanted."""
        return all(any(term.places(text)) for term in self.wanted) and not any(
            any(term.places(text)) for term in self.unwanted
        )

    def places(self, text: Sequence[Token]) -> list[tuple[int, int]]:
        """From where to where something wanted stands in a text of these tokens, in order and without overlaps."""
        joined: list[tuple[int, int]] = []
        for start, end in sorted(place for term in self.wanted for place in term.places(text)):
            if joined and start <= joined[-1][1]:
                joined[-1] = joined[-1][0], max(end, joined[-1][1])
            else:
                joined.append((start, end))
        return joined


def _pieces(raw: str) -> list[Piece]:
    """What blanks divide. A sign belongs to the number before it; letters and digits that stand alone are read together: G 7."""
    found: list[Piece] = []
    for match in _PIECE.finditer(raw):
        minus, quoted, word = match.groups()
        piece = Piece(bool(minus), quoted is not None, word if quoted is None else quoted)
        before = found[-1] if found else None
        if before and not (piece.quoted or piece.minus or before.quoted):
            if piece.words in ("%", "٪"):
                found[-1] = before._replace(words=before.words + piece.words)
                continue
            if len(piece.words) == 1 and _SINGLE.fullmatch(before.words + piece.words):
                found[-1] = before._replace(words=f"{before.words}-{piece.words}")
                continue
        found.append(piece)
    return found


def _phrase(piece: Piece) -> Term | None:
    return _exact(tokens(piece.words))


def _term(written: str, last: bool, language: str, varied: bool) -> Term | None:
    if sign := signed(written):
        return Term((sign,))
    written = without_elision(written)
    found = tokens(written)
    term = _exact(found, last)
    if not term or not varied or any(token.pair for token in found):
        return term
    return replace(term, others=alternatives(written, term.words, language))


def _exact(found: Sequence[Token], last: bool = False) -> Term | None:
    if not found:
        return None
    end = found[-1]
    words = [token.word for token in found]
    if end.pair:
        # The last character of a run begins any pair; behind a pair, that pair has said it already.
        if len(found) > 1 and found[-2].pair and found[-2].word[1:] == end.word:
            return Term(tuple(words[:-1]))
        return Term(tuple(words), beginning=True)
    return Term(tuple(words), beginning=last and len(end.word) >= BEGINNING)


def _numbered(terms: list[Term]) -> Iterator[Term]:
    """COP 30 is also COP30: instead of either word, that may stand there."""
    for number, term in enumerate(terms):
        others = term.others
        for first, second in ((number - 1, number), (number, number + 1)):
            if first >= 0 and second < len(terms):
                others += _with_number(terms[first], terms[second])
        yield replace(term, others=others)


def _with_number(term: Term, number: Term) -> tuple[str, ...]:
    both = "".join((*term.words, *number.words))
    return (both, OTHER + both) if _NUMBERED.fullmatch(both) and number.words[0].isdigit() else ()
