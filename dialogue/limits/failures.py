"""Wrong codes and passwords over all accounts and networks. Who tries one code each at a hundred thousand mailboxes is within
every budget; only the whole shows it."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.db import connection

log = logging.getLogger(__name__)

COUNT = """
INSERT INTO limits_failures (hour, number) VALUES (%s, 1)
ON CONFLICT (hour) DO UPDATE SET number = limits_failures.number + 1 RETURNING number
"""
_listeners: list[Callable[[], object]] = []


def on_failure(tell: Callable[[], object]) -> None:
    _listeners.append(tell)


def failed() -> None:
    """Count one; say so once an hour, at the moment there are more than `settings.FAILED_CODES_ALARM`."""
    for tell in _listeners:
        tell()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [int(time.time() // 3600)])
        number = cursor.fetchone()[0]
    if number == settings.FAILED_CODES_ALARM + 1:
        log.error(
            "More than %d wrong codes and passwords this hour, over all accounts: somebody may be guessing",
            settings.FAILED_CODES_ALARM,
        )
