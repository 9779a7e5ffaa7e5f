"""What somebody looks for: words that must all be there, "words in this order", one OR another, beginnings*, -words that must not,
and from: whom."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from math import inf

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dialogue.text.alternatives import alternatives, as_a_name, signed, without_elision
from dialogue.text.asked import Piece, cleared, pieces_of, speakers_in
from dialogue.text.filed import OTHER, is_form
from dialogue.text.folding import Token, tokens, words

# Characters in one query.
LIMIT = 200
# Words, and phrases in quotation marks, that one query looks for.
TERMS = 12
# From so many letters on the last word is taken for the beginning of one: "clim" finds "climate".
BEGINNING = 3

_NUMBERED = re.compile(r"[^\W\d_]{1,6}\d{1,4}")


@dataclass(frozen=True, slots=True)
class Term:
    """Words one after another, of the last one perhaps only its beginning; or one of other words and forms in their place."""

    words: tuple[str, ...]
    beginning: bool = False
    others: tuple[str, ...] = ()
    # What may stand there instead, as OR says.
    either: tuple["Term", ...] = ()
    # The words as they are filed where no edition of the rules has been yet; none where they are the same.
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...] = ()
    # Whether more was asked for than TERMS.
    cut: bool = False
    # Whoever said it is one of these, and none of those: words of their name, body and title that must all be there.
    speakers: tuple[tuple[str, ...], ...] = ()
    not_speakers: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def of(cls, raw: str, language: str = "") -> "Query":
        """What `raw` asks for, in texts of `language` or of any. Raises ValidationError with one of the codes too_long, nothing,
        only_without, too_short, and a reason that says what to do."""
        if len(raw) > LIMIT:
            reason = _("This search has %(length)d characters; the maximum is %(limit)d. Keep the words that matter.")
            raise ValidationError(reason, code="too_long", params={"length": len(raw), "limit": LIMIT})
        raw = cleared(raw)
        speakers, not_speakers = speakers_in(raw, ""), speakers_in(raw, "-")
        # Each as it was typed; of what is wanted, with what may stand there instead.
        wanted: dict[tuple[Term, ...], list[tuple[Term, Piece]]] = {}
        unwanted: dict[Term, Piece] = {}
        for group in _groups(pieces_of(raw)):
            if group[0][1].minus:
                unwanted.setdefault(*group[0])
            else:
                wanted.setdefault(tuple(term for term, _piece in group), group)
        if not wanted and (unwanted or not_speakers) and not speakers:
            raise ValidationError(
                _("This only says what to leave out. Add at least one word to search for."), code="only_without"
            )
        if not wanted and not speakers:
            raise ValidationError(
                _("There is no word to search for. Write one or more words; symbols alone cannot be found."),
                code="nothing",
            )
        cut = len(unwanted) + sum(map(len, wanted.values())) > TERMS
        # At least one word to look for; then what to leave out goes before further words.
        without = [_varied(term, piece, language) for term, piece in islice(unwanted.items(), TERMS - 1)]
        terms, left = [], TERMS - len(without)
        for group in wanted.values():
            ways = [_varied(term, piece, language) for term, piece in group[:left]]
            left -= len(ways)
            terms += [replace(ways[0], either=tuple(ways[1:]))] if ways else []
        terms = list(_numbered(terms))
        if len(terms) == 1 and any(len("".join(way.words)) == 1 and not way.beginning for way in _ways(terms)):
            raise ValidationError(
                _("One letter or digit alone is found almost everywhere. Write a longer word, or add another word."),
                code="too_short",
            )
        return cls(tuple(terms), tuple(without), cut, speakers, not_speakers)

    @property
    def forms(self) -> frozenset[str]:
        """What texts may be filed under beside their words, as far as it is asked for."""
        terms = _ways((*self.wanted, *self.unwanted))
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
    whole: dict[str, list[tuple[Term, Term, tuple[str, ...]]]] = defaultdict(list)
    ways = [(term, way) for term in terms for way in _ways([term])]
    begun = [(term, way, way.words[:-1]) for term, way in ways if way.beginning]
    beginnings = tuple(way.words[-1] for _term, way, _before in begun)
    for term, way in ways:
        for other in way.others:
            whole[other].append((term, way, ()))
        if not way.beginning:
            whole[way.words[-1]].append((term, way, way.words[:-1]))
    longest = max((len(way.words) for _term, way in ways), default=0)
    words: list[str] = []
    starts: list[int] = []
    for token in text:
        word, start, end, second = token
        if start > until[0]:
            return
        ending = whole.get(word, ())
        if beginnings and word.startswith(beginnings):
            ending = [*ending, *(each for each in begun if word.startswith(each[1].words[-1]))]
        for term, way, before in ending:
            if not before or tuple(words[-len(before) :]) == before:
                whole_pair = second and len(way.words[-1]) > 1
                yield term, starts[-len(before)] if before else start, second if whole_pair else end
        # Forms stand among the words, and are nobody's neighbours.
        if longest > 1 and not (ending and is_form(word)):
            words.append(word)
            starts.append(start)


def _ways(terms: Iterable[Term]) -> Iterator[Term]:
    return (way for term in terms for way in (term, *term.either))


def _groups(pieces: Sequence[Piece]) -> list[list[tuple[Term, Piece]]]:
    """What each piece looks for, with what may stand there instead."""
    found: list[list[tuple[Term, Piece]]] = []
    for piece in pieces:
        if term := _term(piece, last=piece is pieces[-1] and not piece.minus):
            if piece.either and found and not found[-1][0][1].minus:
                found[-1].append((term, piece))
            else:
                found.append([(term, piece)])
    return found


def _term(piece: Piece, last: bool) -> Term | None:
    if piece.quoted:
        return _exact(piece.words)
    if sign := signed(piece.words):
        return Term((sign,), before=tuple(words(piece.words)))
    return _exact(without_elision(piece.words), last or piece.begun)


def _varied(term: Term, piece: Piece, language: str) -> Term:
    """With other forms and writings of what was typed; what is quoted is looked for as it stands, and pairs have no forms."""
    typed = without_elision(piece.words)
    if piece.quoted or is_form(term.words[0]) or any(token.second for token in tokens(typed)):
        return term
    name = as_a_name(piece.words) if typed != piece.words else ()
    return replace(term, others=(*alternatives(typed, term.words, language), *name))


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
