"""What somebody looks for: words that must all be there, "words in this order", and -words that must not."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise, takewhile
from math import inf

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dialogue.text.folding import Token, tokens

# Characters in one query.
LIMIT = 200
# Words, and phrases in quotation marks, that one query looks for.
TERMS = 12
# From so many letters on the last word is taken for the beginning of one: "clim" finds "climate".
BEGINNING = 3

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂〝〞〟", '"') | dict.fromkeys("−－", "-"))
_PIECE = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
# Behind the last token of a text.
_END = Token("", 0, 0)


@dataclass(frozen=True, slots=True)
class Term:
    """Words one after another; of the last one perhaps only its beginning."""

    words: tuple[str, ...]
    beginning: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...] = ()
    # Whether more was asked for than TERMS.
    cut: bool = False

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
        wanted, unwanted = list(dict.fromkeys(wanted)), list(dict.fromkeys(unwanted))
        cut = len(wanted) + len(unwanted) > TERMS
        # At least one word to look for; then what to leave out goes before further words.
        unwanted = unwanted[: TERMS - 1]
        wanted = wanted[: TERMS - len(unwanted)]
        if all(len(word) == 1 and not term.beginning for term in wanted for word in term.words):
            raise ValidationError(_("One letter is in nearly everything. Write a longer word."), code="too_short")
        return cls(tuple(wanted), tuple(unwanted), cut)

    def fits(self, text: Iterable[Token]) -> bool:
        """Whether a text of these tokens has everything wanted and nothing unwanted."""
        met = {term for term, _start, _end in _met((*self.wanted, *self.unwanted), text)}
        return met.issuperset(self.wanted) and met.isdisjoint(self.unwanted)

    def places(self, text: Iterable[Token], further: int) -> list[tuple[int, int]]:
        """From where to where something wanted stands in a text of these tokens, in order and without overlaps; no further
        than so many characters behind where all of it has been met."""
        found: list[tuple[int, int]] = []
        missing, all_met = set(self.wanted), [inf]
        for term, start, end in _met(self.wanted, takewhile(lambda token: token.start <= all_met[0] + further, text)):
            found.append((start, end))
            missing.discard(term)
            if not missing:
                all_met[0] = min(all_met[0], end)
        joined: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if joined and start <= joined[-1][1]:
                joined[-1] = joined[-1][0], max(end, joined[-1][1])
            else:
                joined.append((start, end))
        return joined


def _met(terms: Iterable[Term], text: Iterable[Token]) -> Iterator[tuple[Term, int, int]]:
    """Each of these as it ends in a text of these tokens, and from where to where it stands; the text is gone through once."""
    whole: dict[str, list[Term]] = {}
    begun = [term for term in terms if term.beginning]
    beginnings = tuple(term.words[-1] for term in begun)
    for term in terms:
        if not term.beginning:
            whole.setdefault(term.words[-1], []).append(term)
    words: list[str] = []
    starts: list[int] = []
    for token, following in pairwise(chain(text, [_END])):
        words.append(token.word)
        starts.append(token.start)
        ending = whole.get(token.word, [])
        if beginnings and token.word.startswith(beginnings):
            ending = ending + [term for term in begun if token.word.startswith(term.words[-1])]
        for term in ending:
            length = len(term.words)
            if length <= len(words) and tuple(words[-length:-1]) == term.words[:-1]:
                # The second character of a pair is where the next token is; whoever stops early may have stopped between them.
                last = following if token.pair and len(term.words[-1]) > 1 else token
                if last is not _END:
                    yield term, starts[-length], last.end


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
