"""What an earlier edition of the rules has filed is filed anew: in `prepare`, and hourly what is left and what old processes add."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from accounts.housekeeping import each
from dialogue.rooms.models import Post, Searched
from dialogue.rooms.models.searched import edition
from dialogue.rooms.search.filling import BATCH, rows_of, take

# Lots of the newest posts that `prepare` files anew before the forum starts, in less than a minute. Others are found by their words
# until housekeeping comes.
AT_ONCE = 20


def refile(now: datetime | None = None, most: int | None = None) -> int:
    """For how many lots of BATCH posts, of `most` or of all."""
    return each(_old(most), _anew)


def _old(most: int | None) -> Iterator[list[Searched]]:
    # Two ranges of an index: "another" alone would read every row.
    old = Searched.objects.filter(Q(edition=None) | Q(edition__lt=edition()) | Q(edition__gt=edition()))
    old = old.only("room", "seq").order_by("-pk")
    rows = list(old[:BATCH])
    while rows and most != 0:
        yield rows
        rows, most = list(old.filter(pk__lt=rows[-1].pk)[:BATCH]), most and most - 1


def _anew(rows: list[Searched]) -> int:
    posts = Post.objects.filter(rows_of(rows), withdrawn_at=None).defer("html", "counts")
    return take(list(posts), {(row.room_id, row.seq): row for row in rows}, Post, Searched)
