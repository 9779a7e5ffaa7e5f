"""Token buckets, kept as one number each: when the bucket is full again (the generic cell rate algorithm). Taking a token moves
that moment on by `seconds / ceiling`; it is refused where that would lie more than `seconds` ahead.

So `ceiling` tokens at once, then one for every `seconds / ceiling`; within any `seconds` never more than twice the ceiling.
A moment more than twice as far ahead was written by a clock that has been set back since, and is not believed.
"""

import time
from threading import Lock
from typing import Protocol

from django.db import connection

from dialogue.limits.models import Bucket

# One statement, so that of many who ask at once no two get the same token, in every process and on both databases.
FULL_AT = (
    "{greatest}(CASE WHEN limits_bucket.expires_at <= %(wrong)s THEN limits_bucket.expires_at ELSE 0 END, %(now)s)"
)
TAKE = """
INSERT INTO limits_bucket (key, expires_at) VALUES (%(key)s, %(first)s)
ON CONFLICT (key) DO UPDATE SET expires_at = {full_at} + %(step)s
WHERE {full_at} + %(step)s <= %(last)s
RETURNING expires_at
"""
GIVE = "UPDATE limits_bucket SET expires_at = expires_at - %s WHERE key = %s"


class Buckets(Protocol):
    def take(self, key: str, ceiling: int, seconds: float) -> float:
        """Take a token: 0, or the seconds until there is one."""

    def some(self, key: str, ceiling: int, seconds: float, number: int) -> int:
        """Take as many of `number` tokens as there are; how many that is."""

    def give(self, key: str, ceiling: int, seconds: float, number: int = 1) -> None:
        """Put tokens back."""

    def wait(self, key: str, ceiling: int, seconds: float) -> float:
        """Seconds until there is a token; takes none."""


def believed(full_at: float, now: float, seconds: float) -> float:
    return full_at if full_at <= now + 2 * seconds else 0.0


def until(full_at: float, now: float, ceiling: int, seconds: float) -> float:
    # A thousandth of a step: what floating point may be off.
    step = seconds / ceiling
    wait = max(believed(full_at, now, seconds), now) + step - now - seconds
    return wait if wait > step / 1000 else 0.0


def free(full_at: float, now: float, ceiling: int, seconds: float) -> int:
    """How many tokens there are."""
    return int((now + seconds - max(believed(full_at, now, seconds), now)) * ceiling / seconds + 1 / 1000)


class Table:
    """Counted in the database, for all processes together."""

    def take(self, key: str, ceiling: int, seconds: float) -> float:
        taken = self._taken(key, ceiling, seconds, 1)
        return 0.0 if taken else max(self.wait(key, ceiling, seconds), 0.001)

    def some(self, key: str, ceiling: int, seconds: float, number: int) -> int:
        if self._taken(key, ceiling, seconds, number := min(number, ceiling)):
            return number
        number = min(number, free(self._full_at(key), time.time(), ceiling, seconds))
        # Nothing, where somebody else took them meanwhile.
        return number if number > 0 and self._taken(key, ceiling, seconds, number) else 0

    def _taken(self, key: str, ceiling: int, seconds: float, number: int) -> bool:
        now, step = time.time(), seconds * number / ceiling
        greatest = "MAX" if connection.vendor == "sqlite" else "GREATEST"
        values: dict[str, str | float] = {
            "key": key,
            "first": now + step,
            "now": now,
            "step": step,
            "wrong": now + 2 * seconds,
            "last": now + seconds + seconds / ceiling / 1000,
        }
        with connection.cursor() as cursor:
            cursor.execute(TAKE.format(full_at=FULL_AT.format(greatest=greatest)), values)
            return cursor.fetchone() is not None

    def give(self, key: str, ceiling: int, seconds: float, number: int = 1) -> None:
        with connection.cursor() as cursor:
            cursor.execute(GIVE, [seconds * number / ceiling, key])

    def wait(self, key: str, ceiling: int, seconds: float) -> float:
        return until(self._full_at(key), time.time(), ceiling, seconds)

    def _full_at(self, key: str) -> float:
        return Bucket.objects.filter(key=key).values_list("expires_at", flat=True).first() or 0.0


class Memory:
    """Counted in this process alone: for what is asked too often to be written down. With N processes a person who spreads over
    them has up to N times the ceiling; a socket stays with one."""

    # Some 10 MB. Beyond, those that are nearest to full are let go: what has been spent most is kept.
    LARGEST = 50_000

    def __init__(self) -> None:
        self.full_at: dict[str, float] = {}
        self.lock = Lock()

    def take(self, key: str, ceiling: int, seconds: float) -> float:
        with self.lock:
            now = time.monotonic()
            full_at = self.full_at.get(key, 0.0)
            if wait := until(full_at, now, ceiling, seconds):
                return wait
            if len(self.full_at) >= self.LARGEST:
                self._tidy(now)
            self.full_at[key] = max(full_at, now) + seconds / ceiling
            return 0.0

    def some(self, key: str, ceiling: int, seconds: float, number: int) -> int:
        return next((taken for taken in range(number) if self.take(key, ceiling, seconds)), number)

    def give(self, key: str, ceiling: int, seconds: float, number: int = 1) -> None:
        with self.lock:
            if key in self.full_at:
                self.full_at[key] -= seconds * number / ceiling

    def wait(self, key: str, ceiling: int, seconds: float) -> float:
        return until(self.full_at.get(key, 0.0), time.monotonic(), ceiling, seconds)

    def _tidy(self, now: float) -> None:
        left = sorted((full_at, key) for key, full_at in self.full_at.items() if full_at > now)
        self.full_at = {key: full_at for full_at, key in left[-self.LARGEST // 2 :]}


TABLE, MEMORY = Table(), Memory()
