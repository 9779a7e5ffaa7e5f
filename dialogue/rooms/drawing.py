"""A post as a row of the stream: drawn once for each language of the pages and for all who see the same of it.

A page has fifty posts and a live room hundreds of readers; drawing was most of what their pages cost.
"""

import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from threading import Lock

from cachetools import LRUCache, cached
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from accounts.models.user import User
from dialogue.rooms.models import Post
from dialogue.rooms.threads import title_of

# Longer words are folded in the stream until somebody wants to read on: those above the first number on a phone, above the second
# everywhere; scripts fold at the same (static/js/dom/folding.js).
FOLDED_ON_PHONES, FOLDED_FROM = 600, 1800
# Letters that most people read in a minute; of scripts with a sign for a syllable or a word, fewer.
A_MINUTE, A_MINUTE_OF_SIGNS = 1000, 400
# Bytes of posts that are kept drawn, and of rows with a post in them: by size, because one long post weighs as much as a
# hundred short ones.
KEPT = 12 * 1024 * 1024


def folded(text: str) -> str:
    """Where words are folded: "" nowhere, "narrow" on phones, "long" everywhere."""
    return "long" if len(text) > FOLDED_FROM else "narrow" if len(text) > FOLDED_ON_PHONES else ""


def minutes(text: str, language: str) -> int:
    """How long it takes to read, rounded; 0 for less than half a minute."""
    return round(len(text) / (A_MINUTE_OF_SIGNS if language[:2] in ("ja", "ko", "zh") else A_MINUTE))


@dataclass(frozen=True, slots=True)
class Said:
    """Everything templates/rooms/_said.html shows: other values are another drawing, so that none can be out of date.
    `behind` is what only a moderator may still read, `answered` the name of whoever wrote post `parent`, `quoted` its first words
    and `quoted_language` theirs; `thread` and `thread_title` say which thread it is in where that is not plain from `parent`."""

    slug: str
    seq: int
    at: datetime
    handle: str
    name: str
    origin: str
    source: str
    sector: str
    country: str
    mandate: int | None
    organisation: str
    title: str
    parent: int | None
    answered: str
    quoted: str
    quoted_language: str
    thread: int
    thread_title: str
    parent_changed: bool
    language: str
    html: str
    behind: str
    long: str
    minutes: int

    @classmethod
    def of(cls, post: Post, slug: str, moderates: bool) -> "Said":
        author, shown = (post.author if post.author_id else None), post.state == "shown"
        parent = post.parent if post.parent_id else None
        quoted = title_of(parent) if parent else ""
        title = post.thread_title
        known = author is not None and author.left_at is None
        return cls(
            slug, post.seq, post.at, author.handle if author and known else "",
            author.shown_name if author else "",
            author.mark_beside()[1] if author else "", author.source if author else "",
            post.sector, post.country, post.mandate_id, post.organisation, post.title,
            parent.seq if parent else None, parent.author.shown_name if parent else "",
            quoted, parent.language if parent and quoted else "", post.thread.seq if title else 0, title,
            post.parent_changed, post.language,
            post.html if shown else "", post.html if moderates and post.state == "hidden" else "",
            folded(post.text) if shown else "", minutes(post.text, post.language) if shown else 0,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """Everything templates/rooms/_post.html shows: what was said, and how it stands with it for those who see the same.
    `chosen` are the reactions on it (kind, label, how many, whether one's own), `sought` marks the post that was looked for."""

    said: Said
    author: str
    thread: int
    state: str
    chosen: tuple[tuple[str, str, int | str, bool], ...]
    locked: bool
    pinned: bool
    answerable: bool
    edited: bool
    wording: int
    own: bool
    sought: bool
    nested: str

    @classmethod
    def of(cls, post: Post, slug: str, reader: User, moderates: bool, chosen: tuple, sought: bool) -> "Row":
        thread = post.thread if post.thread_id else None
        locked = bool(thread and thread.locked)
        return cls(
            Said.of(post, slug, moderates), post.author.handle if post.author_id else "", thread.seq if thread else 0,
            post.state, chosen, locked, bool(thread and thread.pinned), moderates or not locked,
            post.edited_seq > 0, post.wording, reader.is_authenticated and post.author_id == reader.pk, sought,
            post.nested,
        )  # fmt: skip

    def shown(self) -> dict:
        """For the template."""
        names = ("slug", "seq", "parent", "sector", "language")
        own = {name: getattr(self, name) for name in self.__slots__} | {
            name: getattr(self.said, name) for name in names
        }
        return own | {"official": bool(self.said.organisation), "said": drawn_said(self.said)}


def drawn(row: Row) -> SafeString:
    """A row of the stream."""
    return _drawn(row, get_language(), get_script_prefix())


def drawn_said(said: Said) -> SafeString:
    """The seal, the name and the words of a post."""
    return _drawn_said(said, get_language(), get_script_prefix())


def _weight(markup: SafeString) -> int:
    """Bytes that one drawing holds: itself, and the values it was made from, which hold the same words."""
    return 2 * sys.getsizeof(markup) + 1024


def kept_drawn(draw: Callable[..., SafeString]) -> Callable[..., SafeString]:
    """Remember what `draw` made, the least used forgotten first, up to KEPT bytes."""
    return cached(LRUCache(KEPT, _weight), lock=Lock(), info=True)(draw)


@kept_drawn
def _drawn(row: Row, _language: str | None, _prefix: str) -> SafeString:
    # Safe: a template made it.
    return mark_safe(render_to_string("rooms/_post.html", row.shown()))  # noqa: S308


@kept_drawn
def _drawn_said(said: Said, _language: str | None, _prefix: str) -> SafeString:
    # Safe: a template made it.
    return mark_safe(render_to_string("rooms/_said.html", asdict(said) | {"official": bool(said.organisation)}))  # noqa: S308
