"""Posts that stand there already are taken into the index, in batches, while people go on writing."""

from collections.abc import Iterator

from django.db import transaction

from dialogue.live.rows import insert
from dialogue.rooms.models.searched import at, kept_of, stored
from dialogue.text.folding import words

# Posts in one transaction: others wait that long for their turn to write, some hundredths of a second.
BATCH = 500


def fill(post_model, searched_model, again: bool = False) -> Iterator[int]:
    """Take every post into the index that is not in it, or every one `again`; how many, after each batch. It may be stopped and
    begun anew at any time. The models are handed in, because a migration has its own."""
    last = 0
    while posts := list(standing(post_model, last).defer("html", "counts")[:BATCH]):
        # Before the transaction, which others wait for.
        kept = {post.pk: _kept(post) for post in posts}
        with transaction.atomic():
            # Locked and looked at again: who withdraws or changes words meanwhile must not find the old ones afterwards.
            now = dict(
                standing(post_model, last).select_for_update().filter(pk__in=kept).values_list("pk", "edited_seq")
            )
            for number, post in enumerate(posts):
                if now.get(post.pk, post.edited_seq) != post.edited_seq:
                    posts[number] = post_model.objects.get(pk=post.pk)
                    kept[post.pk] = _kept(posts[number])
            taken = _take([post for post in posts if post.pk in now], kept, searched_model, again)
        yield taken
        last = posts[-1].pk


def standing(post_model, after: int):
    """The posts with words, from one on, in order."""
    return post_model.objects.filter(pk__gt=after, withdrawn_at=None).order_by("pk")


def _take(posts: list, kept: dict[int, str], searched_model, again: bool) -> int:
    rows = searched_model.objects.filter(at((post.room_id, post.seq) for post in posts)).only("room", "seq")
    there = {(row.room_id, row.seq): row for row in rows}
    new, old = [], []
    for post in posts:
        row = there.get((post.room_id, post.seq))
        if row is None:
            new.append(searched_model(room_id=post.room_id, seq=post.seq, words=kept[post.pk]))
        elif again:
            row.words = kept[post.pk]
            old.append(row)
    insert(new)
    searched_model.objects.bulk_update(old, ["words"])
    return len(new) + len(old)


def _kept(post) -> str:
    return kept_of(post, stored(words(post.text)))
