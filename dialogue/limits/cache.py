"""Django's cache in a table of ours: values as JSON, so that whoever could write there runs no code here; nothing is taken out
to make room; keys are hashed, since some are made of addresses."""

import json
import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

from dialogue.limits.keys import hashed
from dialogue.limits.models import Cached

# Of one value, in characters: a history of guesses is some hundreds.
LARGEST = 16 * 1024
NEVER = 1e12
# One statement each, so that of two who add at once one succeeds.
SET = """
INSERT INTO limits_cached (key, value, expires_at) VALUES (%s, %s, %s)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at
"""
ADD = f"{SET} WHERE limits_cached.expires_at <= %s"


class TableCache(BaseCache):
    def __init__(self, location: str, params: dict):
        super().__init__(params)

    def _row(self, key: str, version: int | None) -> str:
        return f"cache:{hashed(self.make_key(key, version=version))}"

    def _end(self, timeout: Any) -> float:
        end = self.get_backend_timeout(timeout)
        return NEVER if end is None else end

    def _current(self):
        return Cached.objects.filter(expires_at__gt=time.time())

    def get(self, key, default=None, version=None):
        value = self._current().filter(key=self._row(key, version)).values_list("value", flat=True).first()
        return default if value is None else json.loads(value)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        with connection.cursor() as cursor:
            cursor.execute(SET, [self._row(key, version), written(value), self._end(timeout)])

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        with connection.cursor() as cursor:
            cursor.execute(ADD, [self._row(key, version), written(value), self._end(timeout), time.time()])
            return cursor.rowcount == 1

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        row = self._current().filter(key=self._row(key, version))
        return bool(row.update(expires_at=self._end(timeout)))

    def delete(self, key, version=None):
        return bool(Cached.objects.filter(key=self._row(key, version)).delete()[0])

    def has_key(self, key, version=None):
        return self._current().filter(key=self._row(key, version)).exists()

    def clear(self):
        Cached.objects.all().delete()


def written(value: Any) -> str:
    text = json.dumps(value)
    if len(text) > LARGEST:
        raise ValueError(f"A value of {len(text)} characters is too large for this cache.")
    return text
