"""Posts that stand there already are taken into the index, in batches, while people go on writing."""

from collections.abc import Iterator

from django.db import transaction

from dialogue.live.rows import insert
from dialogue.rooms.models.searched import kept_of, stored
from dialogue.text.folding import words

# Posts in one transaction: others wait that long for their turn to write, some hundredths of a second.
BATCH = 200


def fill(post_model, searched_model, again: bool = False) -> Iterator[int]:
    """Take every post into the index that is not in it, or every one `again`; how many, after each batch. It may be stopped and
    begun anew at any time. The models are handed in, because a migration has its own."""
    last = 0
    while True:
        with transaction.atomic():
            # Locked: whoever withdraws their words meanwhile must not find them in the index afterwards.
            standing = post_model.objects.select_for_update().filter(pk__gt=last, withdrawn_at=None)
            posts = list(standing.defer("html", "counts").order_by("pk")[:BATCH])
            if not posts:
                return
            taken = _take(posts, searched_model, again)
        yield taken
        last = posts[-1].pk


def _take(posts: list, searched_model, again: bool) -> int:
    rooms, seqs = {post.room_id for post in posts}, {post.seq for post in posts}
    there = {
        (row.room_id, row.seq): row
        for row in searched_model.objects.filter(room__in=rooms, seq__in=seqs).only("room", "seq")
    }
    new, old = [], []
    for post in posts:
        row = there.get((post.room_id, post.seq))
        if row is None:
            new.append(searched_model(room_id=post.room_id, seq=post.seq, words=_kept(post)))
        elif again:
            row.words = _kept(post)
            old.append(row)
    insert(new)
    searched_model.objects.bulk_update(old, ["words"])
    return len(new) + len(old)


def _kept(post) -> str:
    return kept_of(post, stored(words(post.text)))
