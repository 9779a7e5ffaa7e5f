"""What somebody looks for: words that must all be there, "words in this order", -words that must not, and from: whom."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from math import inf
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dialogue.text.alternatives import alternatives, signed, without_elision
from dialogue.text.filed import OTHER, is_form
from dialogue.text.folding import Token, tokens, words

# Characters in one query.
LIMIT = 200
# Words, and phrases in quotation marks, that one query looks for.
TERMS = 12
# From so many letters on the last word is taken for the beginning of one: "clim" finds "climate".
BEGINNING = 3

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂〝〞〟", '"') | dict.fromkeys("−－", "-"))
_PIECE = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
FROM = re.compile(r'(?<!\S)from: *(?:"([^"]*)"?|([^\s"]+))', re.IGNORECASE)
# Words of speakers in one query.
SPEAKERS = 6
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
    # The words as they are filed where no edition of the rules has been yet; none where they are the same.
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...] = ()
    # Whether more was asked for than TERMS.
    cut: bool = False
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
        # Each as it was typed.
        wanted: dict[Term, Piece] = {}
        unwanted: dict[Term, Piece] = {}
        for piece in pieces:
            if term := _term(piece, last=piece is pieces[-1] and not piece.minus):
                (unwanted if piece.minus else wanted).setdefault(term, piece)
        if not wanted and unwanted and not speakers:
            raise ValidationError(
                _("This says only what to leave out. Write at least one word to look for, too."), code="only_without"
            )
        if not wanted and not speakers:
            raise ValidationError(
                _("There is no word to look for in this. Write one or more words; signs alone are not found."),
                code="nothing",
            )
        cut = len(wanted) + len(unwanted) > TERMS
        # At least one word to look for; then what to leave out goes before further words.
        without = [_varied(term, piece, language) for term, piece in islice(unwanted.items(), TERMS - 1)]
        asked = islice(wanted.items(), TERMS - len(without))
        terms = list(_numbered([_varied(term, piece, language) for term, piece in asked]))
        if len(terms) == 1 and len("".join(terms[0].words)) == 1 and not terms[0].beginning:
            raise ValidationError(
                _(
                    "One letter or digit alone is in nearly everything. Write a longer word, or one more word beside it."
                ),
                code="too_short",
            )
        return cls(tuple(terms), tuple(without), cut, speakers)

    @property
    def forms(self) -> frozenset[str]:
        """What texts may be filed under beside their words, as far as it is asked for."""
        terms = (*self.wanted, *self.unwanted)
        return frozenset(form for term in terms for form in (term.words[0], *term.others) if is_form(form))

    def fits(self, text: Iterable[Token]) -> bool:
        """Whether a text of these tokens has everything wanted and nothing unwanted."""
        met = {term for term, _start, _end in _met((*self.wanted, *self.unwanted), text)}
        return met.issuperset(self.wanted) and met.isdisjoint(self.unwanted)

    def places(self, text: Iterable[Token], further: int) -> list[tuple[int, int]]:
        """From where to where something wanted stands in a text of these tokens, in order and without overlaps; no further
        than so many characters behind where all of it has been met."""
        found: list[tuple[int, int]] = []
        missing, until = set(self.wanted), [inf]
        for term, start, end in _met(self.wanted, text, until):
            found.append((start, end))
            missing.discard(term)
            if not missing:
                until[0] = min(until[0], end + further)
        joined: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if joined and start <= joined[-1][1]:
                joined[-1] = joined[-1][0], max(end, joined[-1][1])
            else:
                joined.append((start, end))
        return joined


def _met(
    terms: Iterable[Term], text: Iterable[Token], until: Sequence[float] = (inf,)
) -> Iterator[tuple[Term, int, int]]:
    """Each of these as it ends in a text of these tokens, and from where to where it stands; the text is gone through once, to
    where `until` says by then."""
    # By the word or form that ends them, with the words that stand before it.
    whole: dict[str, list[tuple[Term, tuple[str, ...]]]] = defaultdict(list)
    begun = [(term, term.words[:-1]) for term in terms if term.beginning]
    beginnings = tuple(term.words[-1] for term, _before in begun)
    for term in terms:
        for other in term.others:
            whole[other].append((term, ()))
        if not term.beginning:
            whole[term.words[-1]].append((term, term.words[:-1]))
    longest = max((len(term.words) for term in terms), default=0)
    words: list[str] = []
    starts: list[int] = []
    for token in text:
        word, start, end, second = token
        if start > until[0]:
            return
        ending = whole.get(word, ())
        if beginnings and word.startswith(beginnings):
            ending = [*ending, *(each for each in begun if word.startswith(each[0].words[-1]))]
        for term, before in ending:
            if not before or tuple(words[-len(before) :]) == before:
                whole_pair = second and len(term.words[-1]) > 1
                yield term, starts[-len(before)] if before else start, second if whole_pair else end
        # Forms stand among the words, and are nobody's neighbours.
        if longest > 1 and not (ending and is_form(word)):
            words.append(word)
            starts.append(start)


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


def _term(piece: Piece, last: bool) -> Term | None:
    if piece.quoted:
        return _exact(piece.words)
    if sign := signed(piece.words):
        return Term((sign,), before=tuple(words(piece.words)))
    return _exact(without_elision(piece.words), last)


def _varied(term: Term, piece: Piece, language: str) -> Term:
    """With other forms and writings of what was typed; what is quoted is looked for as it stands, and pairs have no forms."""
    typed = without_elision(piece.words)
    if piece.quoted or is_form(term.words[0]) or any(token.second for token in tokens(typed)):
        return term
    return replace(term, others=alternatives(typed, term.words, language))


def _exact(written: str, last: bool = False) -> Term | None:
    now, before = (_words(tokens(written, before), last) for before in (False, True))
    return now and (replace(now, before=before.words) if before and before.words != now.words else now)


def _words(found: Sequence[Token], last: bool) -> Term | None:
    if not found:
        return None
    end = found[-1]
    words = [token.word for token in found]
    if end.second:
        # The last character of a run begins any pair; behind a pair, that pair has said it already.
        if len(found) > 1 and found[-2].second and found[-2].word[1:] == end.word:
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
