"""What somebody may have meant who finds nothing: a word of posts they may read, one slip away."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from dialogue.rooms.models import Post, Room
from dialogue.rooms.search.index import candidates
from dialogue.text.folding import tokens
from dialogue.text.query import Query, Term
from dialogue.text.slips import slips

# Words that are looked after, and posts that are read for each.
WORDS, POSTS = 3, 20


def meant(asked: str, query: Query, rooms: Sequence[Room]) -> str:
    """`asked` with the words in it that nobody has said replaced; "" if there are none or nothing is near."""
    pks, better = [room.pk for room in rooms], asked
    for term in query.wanted[:WORDS]:
        if len(term.words) == 1 and (near := slips(term.words[0])) and not _posts(term, pks):
            word = _most_frequent(near, pks)
            typed = next((each for each in tokens(better) if each.word == term.words[0]), None)
            if word and typed:
                better = better[: typed.start] + word + better[typed.end :]
    return better if better != asked else ""


def _most_frequent(near: set[str], pks: Sequence[int]) -> str:
    """Of these words the one that most of the newest posts have, as it stands in one of them."""
    written: Counter[str] = Counter()
    for post in _posts(Term((min(near),), others=tuple(sorted(near))), pks):
        there = {token.word: post.text[token.start : token.end].lower() for token in tokens(post.text)}
        written.update(there[word] for word in near & there.keys())
    return written.most_common(1)[0][0] if written else ""


def _posts(term: Term, pks: Sequence[int]) -> list[Post]:
    """The newest with this term that stand where they can be read."""
    found = next(islice(candidates(Query((term,)), (), pks, rare=True), 1), [])
    return list(Post.objects.shown_in(pks).filter(pk__in=found).order_by("-pk")[:POSTS])
