"""What an earlier edition of the rules has filed is filed anew by housekeeping, as is what old processes add. Until then it is found
by its words, and by those of before there were editions (`Term.before`)."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from accounts.housekeeping import each
from dialogue.rooms.models import Post, Searched
from dialogue.rooms.models.searched import edition
from dialogue.rooms.search.filling import BATCH, rows_of, take


def refile(now: datetime | None = None) -> int:
    """For how many lots of BATCH posts, the newest first."""
    return each(_old(), _anew)


def _old() -> Iterator[list[int]]:
    # Two ranges of an index: "another" alone would read every row.
    old = Searched.objects.filter(Q(edition=None) | Q(edition__lt=edition()) | Q(edition__gt=edition()))
    pks = list(old.order_by("-pk").values_list("pk", flat=True))
    return (pks[at : at + BATCH] for at in range(0, len(pks), BATCH))


def _anew(pks: list[int]) -> int:
    rows = list(Searched.objects.filter(pk__in=pks).only("room", "seq"))
    posts = Post.objects.filter(rows_of(rows), withdrawn_at=None).defer("text", "counts")
    return take(list(posts), {(row.room_id, row.seq): row for row in rows}, Post, Searched)
