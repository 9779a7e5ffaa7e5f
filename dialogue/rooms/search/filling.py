"""Posts that stand there already are taken into the index, in batches, while people go on writing."""

from collections import defaultdict
from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from dialogue.live.rows import insert
from dialogue.rooms.models.searched import Filing, edition, kept_of, stored
from dialogue.text.markdown import searchable

# Posts in one transaction: others wait that long for their turn to write, some hundredths of a second.
BATCH = 100


def fill(post_model, searched_model, again: bool = False) -> Iterator[int]:
    """Take every post into the index that is not in it, or every one `again`; how many, after each batch. It may be stopped and
    begun anew at any time. The models are handed in, because a migration has its own."""
    last = 0
    known = searched_model.objects.filter(room=OuterRef("room"), seq=OuterRef("seq"))
    wanted = post_model.objects.filter(withdrawn_at=None).defer("text", "counts").order_by("pk")
    wanted = wanted if again else wanted.exclude(Exists(known))
    while posts := list(wanted.filter(pk__gt=last)[:BATCH]):
        last = posts[-1].pk
        rows = searched_model.objects.filter(rows_of(posts)).only("room", "seq")
        yield take(posts, {(row.room_id, row.seq): row for row in rows}, post_model, searched_model)


def take(posts: list, there: dict, post_model, searched_model) -> int:
    """Write what is kept of these posts, anew where a row is `there`; for how many."""
    # Before the transaction, which others wait for.
    kept = {post.pk: _kept(post) for post in posts}
    with transaction.atomic():
        # Locked and looked at again: who withdraws or changes words meanwhile must not find the old ones afterwards.
        locked = post_model.objects.select_for_update(no_key=True).filter(pk__in=kept, withdrawn_at=None)
        now = dict(locked.order_by("pk").values_list("pk", "edited_seq"))
        for post in posts:
            if now.get(post.pk, post.edited_seq) != post.edited_seq:
                kept[post.pk] = _kept(post_model.objects.get(pk=post.pk))
        _write([post for post in posts if post.pk in now], there, kept, searched_model)
    return len(now)


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
            old.append((kept[post.pk], edition(), row.pk))
        else:
            new.append(Filing(post.room_id, post.seq, kept[post.pk], edition()))
    insert(searched_model, new)
    # Row by row: `bulk_update` looks for each among all the others.
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE rooms_searched SET words = %s, edition = %s WHERE id = %s", old)


def _kept(post) -> str:
    return kept_of(post, stored(searchable(post.html), post.language))
