"""Posts and threads with the words somebody looks for: the index proposes, the rule of what may be read decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from itertools import islice
from operator import or_

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.places import with_variants
from dialogue.rooms.models import Post, Room
from dialogue.rooms.models.searched import facet
from dialogue.rooms.search.found import MOST, Found
from dialogue.rooms.search.index import candidates
from dialogue.rooms.search.people import written
from dialogue.text.excerpt import Piece, excerpt
from dialogue.text.markdown import plain
from dialogue.text.query import Query

# Lots of candidates that are looked at; who filters nearly all of them away is better told to narrow the words.
LOTS = 6
# People with one word in their name whose posts are looked for.
SPEAKERS = 200
# More rooms than this in a theme, and each post's own room is looked at instead.
ROOMS_IN_INDEX = 50


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What else must be so of a post; "" and None for what does not matter."""

    sector: str = ""
    region: str = ""
    language: str = ""
    since: datetime | None = None
    mandated: bool = False
    opening: bool = False
    # When the first page was shown, in seconds: what is said while somebody turns the pages must not push posts onto the next one.
    upto: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """A post, and the part of its words that was looked for."""

    post: Post
    excerpt: list[Piece]


def find(query: Query, rooms: Sequence[Room], all_rooms: bool, narrowing: Narrowing) -> Found[Said]:
    """The newest posts in `rooms`, which are those open to whoever asks: all of them, or some."""
    pks = [room.pk for room in rooms]
    facets = [[facet(kind, value)] for kind, value in (("s", narrowing.sector), ("g", narrowing.region)) if value]
    facets += [[facet("l", code) for code in with_variants(narrowing.language)]] if narrowing.language else []
    facets += [[name] for name, wanted in (("m", narrowing.mandated), ("o", narrowing.opening)) if wanted]
    if not all_rooms and len(pks) <= ROOMS_IN_INDEX:
        facets.append([f"r{pk}" for pk in pks])
    found: list[int] = []
    shown = Post.objects.shown_in(pks)
    if narrowing.since:
        shown = shown.filter(at__gte=narrowing.since)
    by, not_by = ([list(map(_said_by, each)) for each in named] for named in (query.speakers, query.not_speakers))
    if narrowing.upto:
        shown = shown.filter(at__lte=datetime.fromtimestamp(narrowing.upto, UTC))
    for lot in islice(candidates(query, facets, pks, said_by=by, not_by=not_by), LOTS):
        there = set(shown.filter(pk__in=lot).values_list("pk", flat=True))
        found += [pk for pk in lot if pk in there]
        if len(found) > MOST:
            break
    return Found(found, lambda page: _read(page, query))


def _said_by(word: str) -> list[str]:
    """What is filed so: of a body or a title with this word, or by somebody whose name has it. Names change, so they are looked up now."""
    spoke = Exists(Post.objects.filter(author=OuterRef("pk")))
    named = reduce(or_, (Q(name_words__contains=f" {way}") for way in written(word)))
    people = User.objects.filter(spoke, named, is_active=True).order_by("-pk")
    return [f"b{word}", *(f"a{pk}" for pk in people.values_list("pk", flat=True)[:SPEAKERS])]


def _read(pks: Sequence[int], query: Query) -> list[Said]:
    posts = Post.objects.select_related("author", "room", "thread").in_bulk(pks)
    found = [posts[pk] for pk in pks if pk in posts]
    return [Said(post, excerpt(plain(post.html), query, post.language)) for post in found]
