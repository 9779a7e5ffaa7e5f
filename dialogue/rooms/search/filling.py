"""Posts that stand there already are taken into the index, in batches, while people go on writing."""

from collections import defaultdict
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q

from dialogue.live.rows import insert
from dialogue.rooms.models.searched import edition, kept_of, stored

# Posts in one transaction: others wait that long for their turn to write, some hundredths of a second.
BATCH = 500


def fill(post_model, searched_model, again: bool = False) -> Iterator[int]:
    """Take every post into the index that is not in it, or every one `again`; how many, after each batch. It may be stopped and
    begun anew at any time. The models are handed in, because a migration has its own."""
    last = 0
    while posts := list(standing(post_model, last).defer("html", "counts")[:BATCH]):
        last = posts[-1].pk
        rows = searched_model.objects.filter(rows_of(posts)).only("room", "seq")
        there = {(row.room_id, row.seq): row for row in rows}
        if not again:
            posts = [post for post in posts if (post.room_id, post.seq) not in there]
        yield take(posts, there, post_model, searched_model)


def take(posts: list, there: dict, post_model, searched_model) -> int:
    """Write what is kept of these posts, anew where a row is `there`; for how many."""
    # Before the transaction, which others wait for.
    kept = {post.pk: _kept(post) for post in posts}
    with transaction.atomic():
        # Locked and looked at again: who withdraws or changes words meanwhile must not find the old ones afterwards.
        locked = post_model.objects.select_for_update().filter(pk__in=kept, withdrawn_at=None)
        now = dict(locked.order_by("pk").values_list("pk", "edited_seq"))
        for post in posts:
            if now.get(post.pk, post.edited_seq) != post.edited_seq:
                kept[post.pk] = _kept(post_model.objects.get(pk=post.pk))
        _write([post for post in posts if post.pk in now], there, kept, searched_model)
    return len(now)


def standing(post_model, after: int):
    """The posts with words, from one on, in order."""
    return post_model.objects.filter(pk__gt=after, withdrawn_at=None).order_by("pk")


def rows_of(posts: list) -> Q:
    """The rule for what is in the index of these posts: room by room, or every number would be looked for in every room."""
    by_room = defaultdict(list)
    for post in posts:
        by_room[post.room_id].append(post.seq)
    rule = Q()
    for room, seqs in by_room.items():
        rule |= Q(room=room, seq__in=seqs)
    return rule


def _write(posts: list, there: dict, kept: dict[int, str], searched_model) -> None:
    new, old = [], []
    for post in posts:
        if row := there.get((post.room_id, post.seq)):
            row.words, row.edition = kept[post.pk], edition()
            old.append(row)
        else:
            new.append(searched_model(room_id=post.room_id, seq=post.seq, words=kept[post.pk], edition=edition()))
    insert(new)
    searched_model.objects.bulk_update(old, ["words", "edition"])


def _kept(post) -> str:
    return kept_of(post, stored(post.text, post.language))
