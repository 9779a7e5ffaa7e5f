"""What somebody looks for: words that must all be there, "words in this order", and -words that must not."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dialogue.text.folding import Token, tokens

# Characters in one query.
LIMIT = 200
# From so many letters on the last word is taken for the beginning of one: "clim" finds "climate".
BEGINNING = 3

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂〝〞〟", '"') | dict.fromkeys("−－", "-"))
_PIECE = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')


@dataclass(frozen=True, slots=True)
class Term:
    """Words one after another; of the last one perhaps only its beginning."""

    words: tuple[str, ...]
    beginning: bool = False

    def places(self, text: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """From where to where it stands in a text of these tokens."""
        *first, last = self.words
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

    @classmethod
    def of(cls, raw: str) -> "Query":
        """What `raw` asks for. Raises ValidationError with one of the codes too_long, nothing, only_without, too_short, and
        a reason that says what to do."""
        if len(raw) > LIMIT:
            reason = _("This search has %(length)d characters; %(limit)d is the most. Keep the words that matter.")
            raise ValidationError(reason, code="too_long", params={"length": len(raw), "limit": LIMIT})
        pieces = list(_PIECE.finditer(raw.translate(_QUOTES)))
        wanted: list[Term] = []
        unwanted: list[Term] = []
        for piece in pieces:
            minus, quoted, word = piece.groups()
            last = piece is pieces[-1] and not minus and quoted is None
            if term := _term(tokens(word if quoted is None else quoted), last):
                (unwanted if minus else wanted).append(term)
        if not wanted and unwanted:
            raise ValidationError(
                _("This says only what to leave out. Write at least one word to look for, too."), code="only_without"
            )
        if not wanted:
            raise ValidationError(
                _("There is no word to look for in this. Write one or more words; signs alone are not found."),
                code="nothing",
            )
        if all(len(word) == 1 and not term.beginning for term in wanted for word in term.words):
            raise ValidationError(_("One letter is in nearly everything. Write a longer word."), code="too_short")
        return cls(tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)))

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


def _term(found: Sequence[Token], last: bool) -> Term | None:
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
