"""What people have chosen last, and when: an older choice that waited in a slow line does not replace it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import chain
from typing import NamedTuple

from django.conf import settings
from django.db import connection, models

from dialogue.rooms.models.post import Post


class Choice(NamedTuple):
    """A kind of reaction, or None; `at` in milliseconds, 0 where nothing is known."""

    kind: str | None
    at: int


class TakenBackQuerySet(models.QuerySet["TakenBack"]):
    def note(self, moments: Mapping[tuple[int, int], tuple[int, int]]) -> None:
        """{(post id, person id): (when, tally)}."""
        rows = [
            TakenBack(post_id=post, person_id=person, pressed=at, tally=tally)
            for (post, person), (at, tally) in moments.items()
        ]
        TakenBack.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["post", "person"], update_fields=["pressed", "tally"]
        )


class TakenBack(models.Model):
    """When somebody last took their reaction to a post back: a reaction they chose before and that comes later stays away."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    pressed = models.BigIntegerField()
    tally = models.BigIntegerField(default=0, db_default=0)

    objects = TakenBackQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="once_taken_back")]


def choices(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], Choice]:
    """What stands for each (post id, person id): one look into each index for each pair (as for keys, live/models.py)."""
    if not pairs:
        return {}
    on = "ON {0}.post_id = asked.post AND {0}.person_id = asked.person"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH asked (post, person) AS (VALUES {', '.join(['(%s, %s)'] * len(pairs))}) "  # noqa: S608
            "SELECT asked.post, asked.person, r.kind, r.pressed, t.pressed FROM asked "
            f"LEFT JOIN rooms_reaction r {on.format('r')} LEFT JOIN rooms_takenback t {on.format('t')}",
            list(chain.from_iterable(pairs)),
        )
        return {
            (post, person): Choice(kind, max(set_at or 0, taken_at or 0))
            for post, person, kind, set_at, taken_at in cursor
        }


def milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def moment(milliseconds: int) -> datetime | None:
    return datetime.fromtimestamp(milliseconds / 1000, UTC) if milliseconds else None
