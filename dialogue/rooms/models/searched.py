from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection, models

from dialogue.rooms.models.room import Room
from dialogue.text.edition import print_of
from dialogue.text.filed import filed
from dialogue.text.folding import words

if TYPE_CHECKING:
    from dialogue.rooms.models.post import Post

# No folded word begins with it: what a post is filed under stands among its words and is not one of them.
SIGN = "§"
# What decides under which words and forms a text is filed.
FILED_BY = ("endings", "filed", "folding", "han", "joined", "proclitics", "stems")


class Words(models.TextField):
    """Folded words as the database looks them up: a tsvector on PostgreSQL, the words with blanks between for FTS5."""

    def db_type(self, connection) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"


class Searched(models.Model):
    """A post as a search sees it: its folded words, their other forms, and what it is filed under. A table of its own, because a
    post is written anew with each reaction, and a page of posts has no use for it. Only a post in sight of somebody is found: see
    PostQuerySet.shown_in. `migrations/0003_search.py` makes the index; on SQLite triggers keep it, so do not alter this table
    without making them again."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="+", db_index=False)
    seq = models.BigIntegerField()
    words = Words()
    # Of the rules it was made by (search/refiling.py).
    edition = models.CharField(max_length=16, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "seq"], name="searched_once")]
        indexes = [models.Index(fields=["edition"], name="searched_by_edition")]

    def __str__(self) -> str:
        return f"words of post {self.seq}"


@dataclass(slots=True)
class Filing:
    """A new row of Searched, for `insert`."""

    room_id: int
    seq: int
    words: str
    edition: str

    @classmethod
    def of(cls, post: "Post", folded: str) -> "Filing":
        """What is kept of `post`; `folded` are its words as `stored` gives them."""
        return cls(post.room_id, post.seq, kept_of(post, folded), edition())


def kept_of(post: "Post", folded: str) -> str:
    """What stands in `words` for a post: its folded words, and what it is filed under."""
    quote = "'" if connection.vendor == "postgresql" else ""
    return " ".join([folded, *(f"{quote}{SIGN}{name}{quote}" for name in facets_of(post))])


def facets_of(post: "Post") -> Iterator[str]:
    """What a search can be narrowed to without reading the posts."""
    yield f"r{post.room_id}"
    yield f"a{post.author_id}"
    yield facet("s", post.sector)
    yield facet("g", post.region)
    yield facet("l", post.language)
    if post.organisation:
        yield "m"
        yield from {f"b{word}" for word in words(f"{post.organisation} {post.title}")}
    if post.parent_id is None:
        yield "o"


@lru_cache(maxsize=1_000)
def facet(kind: str, value: str) -> str:
    """The facet of a kind of value: s(ector), g (region) or l(anguage)."""
    return f"{kind}{value.lower().replace('-', '')}"


def stored(text: str, language: str) -> str:
    """The folded words of a text and their other forms, as the database stores them."""
    found, forms = filed(text, language)
    if connection.vendor == "postgresql":
        # Written out, not parsed by to_tsvector: what a word is has been decided, for both databases in one place.
        placed = [f"'{word}':{place}" for place, word in enumerate(found, 1)]
        return " ".join([*placed, *(f"'{form}'" for form in " ".join(forms).split())])
    return " ".join(found + forms)


@cache
def edition() -> str:
    """Which edition of the rules that file a text is in force."""
    text = Path(__file__).parents[2] / "text"
    ours = [text / f"{name}.py" for name in FILED_BY] + [Path(__file__)]
    return print_of(ours, ["PyStemmer"])
