"""A long debate, written by the database itself: a thread of nine answers behind each opening, by everyone in turn."""

from django.db import connection, transaction

from accounts.models import User
from dialogue.rooms.models import Room

ANSWERS = 9
NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {0})",
    "postgresql": "WITH n AS (SELECT generate_series(1, {0})::bigint AS i)",
}
WORDS = "We ask for a fund that pays before the flood comes and not after it, with a seat at its table for all."


def fill(room: Room, posts: int) -> None:
    """`posts` posts in an empty room. Digests are left out: nothing that opens a page reads them."""
    first, people = User.objects.order_by("pk").values_list("pk", flat=True)[0], User.objects.count()
    author, opening = f"{first} + i % {people}", f"i - (i - 1) % {ANSWERS + 1}"
    numbers = NUMBERS[connection.vendor].format(posts)
    statements = [
        "INSERT INTO live_event (stream_id, seq, kind, actor_id, key, data, salt, content, at, digest) "
        f"{numbers} SELECT {room.stream_id}, i, 'post.said', {author}, NULL, '{{}}', '', '', CURRENT_TIMESTAMP, '' FROM n",
        "INSERT INTO rooms_thread (room_id, seq, last_seq, replies, locked, pinned) "
        f"{numbers} SELECT {room.pk}, i, i + {ANSWERS}, {ANSWERS}, false, false FROM n WHERE i % {ANSWERS + 1} = 1",
        "INSERT INTO rooms_post (room_id, thread_id, author_id, seq, at, text, html, language, sector, region, country, "
        "organisation, title, edited_seq, counts, tally) "
        f"{numbers} SELECT {room.pk}, t.id, {author}, i, CURRENT_TIMESTAMP, '{WORDS}', '<p dir=\"auto\">{WORDS}</p>', 'en', "
        f"'citizen', '002', 'GH', '', '', 0, '{{}}', 0 FROM n JOIN rooms_thread t ON t.room_id = {room.pk} AND t.seq = {opening}",
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL statement_timeout = 0")
        for statement in statements:
            cursor.execute(statement)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET statement_timeout = 0")
        cursor.execute("ANALYZE")
    room.people, room.voices = {"citizen": 1}, {"citizen": posts}
    room.save()
    room.stream.head = posts
    room.stream.save()
