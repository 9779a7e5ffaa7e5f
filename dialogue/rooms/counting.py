"""Counting anew who has posts in sight: when the count begins, and after an upgrade, because the version before did not count."""

from collections import Counter

from django.db import models, transaction

# Rows that are inserted with one statement.
LOT = 500


def recount(apps) -> None:
    """Room by room: each holds the lock of its own stream only, and only while it is counted."""
    for room in apps.get_model("rooms", "Room").objects.order_by("pk"):
        with transaction.atomic():
            apps.get_model("live", "Stream").objects.select_for_update(no_key=True).get(pk=room.stream_id)
            _recount(apps, room)


def _recount(apps, room) -> None:
    voice_model = apps.get_model("rooms", "Voice")
    posts = apps.get_model("rooms", "Post").objects.filter(room=room.pk, hidden_at=None, withdrawn_at=None)
    found = posts.order_by().values_list("author", "sector").annotate(posts=models.Count("pk"))
    voices = [voice_model(room_id=room.pk, person_id=who, sector=sector, posts=n) for who, sector, n in found]
    people, shown = Counter[str](), Counter[str]()
    for voice in voices:
        people[voice.sector] += 1
        shown[voice.sector] += voice.posts
    voice_model.objects.filter(room=room.pk).delete()
    voice_model.objects.bulk_create(voices, batch_size=LOT)
    type(room).objects.filter(pk=room.pk).update(people=people, voices=shown)
