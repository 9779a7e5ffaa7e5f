import hashlib
import json
import secrets
from collections.abc import Iterable
from itertools import chain
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connections, models

# Made once: json.dumps would make an encoder for each event.
_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def new_epoch() -> str:
    return secrets.token_hex(8)


class StreamQuerySet(models.QuerySet["Stream"]):
    def lock(self, ids: Iterable[int]) -> dict[int, "Stream"]:
        """The streams, locked until the transaction ends; in order of id, so that two writers never wait for each other."""
        locked = self.select_for_update(no_key=True).filter(pk__in=set(ids)).order_by("pk")
        return {stream.pk: stream for stream in locked}

    def renew_epochs(self) -> int:
        """Numbers given until now may name other events from now on (lineage.py). In order of id, as they are locked."""
        ids = self.order_by("pk").values_list("pk", flat=True)
        return sum(self.filter(pk=pk).update(epoch=new_epoch()) for pk in ids)


class Stream(models.Model):
    """One numbered record. `head` is the number of its last event; the numbers have no gap.

    `tally` numbers the changes that are not recorded one by one but shown as absolute counts (reactions):
    whoever knows it can ask for every count that changed since.
    """

    name = models.CharField(max_length=40, unique=True, null=True, editable=False)
    epoch = models.CharField(max_length=16, default=new_epoch, editable=False)
    head = models.BigIntegerField(default=0, editable=False)
    tally = models.BigIntegerField(default=0, editable=False)
    tip = models.CharField(max_length=64, default="", editable=False)

    objects = StreamQuerySet.as_manager()

    def __str__(self) -> str:
        return f"stream {self.name or self.pk} at {self.head}"

    def broken_at(self) -> int | None:
        """The first number whose digest does not follow from the one before; None when the chain holds."""
        self.refresh_from_db()
        tip, seq = "", 0
        for event in self.events.order_by("seq").iterator():
            seq += 1
            if event.seq != seq or event.digest != event.digest_after(tip):
                return seq
            tip = event.digest
        return None if (seq, tip) == (self.head, self.tip) else seq + 1


class EventQuerySet(models.QuerySet["Event"]):
    def of_requests(self, requests: Iterable[tuple[int, UUID]]) -> "models.query.RawQuerySet[Event]":
        """What requests with these (person id, key) have made: one look into the index for each. Two lists with IN would
        look for every person with every key, which took SQLite 40,000 looks for two hundred people."""
        uuid = models.UUIDField()
        rows = [(person, uuid.get_db_prep_value(key, connections[self.db])) for person, key in requests]
        return self._of_pairs("actor_id", "key", rows)

    def at(self, places: Iterable[tuple[int, int]]) -> "models.query.RawQuerySet[Event]":
        """The events at these (stream id, number)."""
        return self._of_pairs("stream_id", "seq", list(places))

    def _of_pairs(self, one: str, other: str, pairs: list[tuple]) -> "models.query.RawQuerySet[Event]":
        return self.raw(
            f"WITH asked (one, other) AS (VALUES {', '.join(['(%s, %s)'] * len(pairs))}) "  # noqa: S608
            f"SELECT event.* FROM asked JOIN {self.model._meta.db_table} event "
            f"ON event.{one} = asked.one AND event.{other} = asked.other",
            list(chain.from_iterable(pairs)),
        )


class Lineage(models.Model):
    """One row: what the database said of itself (lineage.py) when the epochs were given. A copy of it says something else."""

    mark = models.CharField(max_length=80, default="")


class Event(models.Model):
    """One thing that visibly happened. Content (people's words) lives elsewhere; here stands only its salted hash."""

    stream = models.ForeignKey(Stream, models.PROTECT, related_name="events")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    key = models.UUIDField(null=True)
    data = models.JSONField(default=dict)
    salt = models.CharField(max_length=32, blank=True)
    content = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="one_event_per_number"),
            models.UniqueConstraint(fields=["actor", "key"], name="one_event_per_key"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"

    def seal(self, content: str) -> None:
        """Keep a hash of `content` that nobody can guess back once the salt is erased."""
        self.salt = secrets.token_hex(16)
        self.content = hash_of(self.salt, content)

    def is_of(self, kind: str, content: str) -> bool:
        """Whether this event came from the same request; unknowable, hence yes, once the salt is erased."""
        return self.kind == kind and (not self.salt or self.content == hash_of(self.salt, content))

    def digest_after(self, tip: str) -> str:
        """SHA-256 of the digest before and of everything here but the salt, so that erasing the salt breaks nothing."""
        key = str(self.key) if self.key else None
        facts = [tip, self.seq, self.kind, self.actor_id, key, self.data, self.content, self.at.isoformat()]
        return hashlib.sha256(_canonical(facts).encode()).hexdigest()


def repeats_a_key(error: IntegrityError) -> bool:
    """Whether this is an event whose key another one has; PostgreSQL names the constraint, SQLite its columns."""
    return any(name in str(error) for name in ("one_event_per_key", "live_event.key"))


def hash_of(salt: str, content: str) -> str:
    return hashlib.sha256(f"{salt}{content}".encode()).hexdigest()
