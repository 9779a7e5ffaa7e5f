"""What everybody sees of a post: drawn once for each language of the pages, however many people read it.

A page has fifty posts and a live room hundreds of readers; drawing was most of what their pages cost.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from accounts.models.user import Origin
from dialogue.rooms.models import Post

# Longer words are folded in the stream until somebody wants to read on.
FOLDED_FROM = 1800
# Posts that are kept drawn: some 10 MiB.
KEPT = 4096


@dataclass(frozen=True, slots=True)
class Said:
    """Everything templates/rooms/_said.html shows: other values are another drawing, so that none can be out of date.
    `behind` is what only a moderator may still read, `answered` the name of whoever wrote post `parent`."""

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
    language: str
    html: str
    behind: str
    long: bool

    @classmethod
    def of(cls, post: Post, slug: str, moderates: bool) -> "Said":
        author, shown = (post.author if post.author_id else None), post.state == "shown"
        parent = post.parent if post.parent_id else None
        known = author is not None and author.left_at is None
        invented = author is not None and author.origin != Origin.PERSON
        return cls(
            slug, post.seq, post.at, author.handle if author and known else "",
            author.shown_name if author else "",
            str(author.get_origin_display()) if author and invented else "", author.source if author else "",
            post.sector, post.country, post.mandate_id, post.organisation, post.title,
            parent.seq if parent else None, parent.author.shown_name if parent else "", post.language,
            post.html if shown else "", post.html if moderates and post.state == "hidden" else "",
            shown and len(post.text) > FOLDED_FROM,
        )  # fmt: skip


def drawn(post: Post, slug: str, moderates: bool) -> SafeString:
    """The seal, the name and the words of a post."""
    return _drawn(Said.of(post, slug, moderates), get_language(), get_script_prefix())


@lru_cache(KEPT)
def _drawn(said: Said, _language: str | None, _prefix: str) -> SafeString:
    # Safe: a template made it.
    return mark_safe(render_to_string("rooms/_said.html", asdict(said) | {"official": bool(said.organisation)}))  # noqa: S308
