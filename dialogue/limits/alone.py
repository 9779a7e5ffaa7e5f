"""What is done by one at a time on one database, whichever machine it is started on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.db import Error, connection

# Numbers of locks in PostgreSQL; nothing else there uses them.
PREPARING, HOUSEKEEPING = 7_352_001, 7_352_002


@contextmanager
def alone(lock: int, wait: Callable[[], object] | None = None) -> Iterator[bool]:
    """Whether nobody else is at it; with `wait`, which is called then, only once they have done so. The lock goes with the line
    of whoever ends without a word. SQLite is on one machine, and makes writers wait for each other."""
    if connection.vendor != "postgresql":
        yield True
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock])
        (free,) = cursor.fetchone()
        if not free and wait:
            wait()
            with without("statement_timeout", "lock_timeout"):
                cursor.execute("SELECT pg_advisory_lock(%s)", [lock])
            free = True
        try:
            yield free
        finally:
            if free:
                with suppress(Error):
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])


@contextmanager
def without(*limits: str) -> Iterator[None]:
    """Without these of the times that settings.DATABASES gives PostgreSQL."""
    with connection.cursor() as cursor:
        for name in limits:
            cursor.execute(f"SET {name} = 0")
        yield
        for name in limits:
            cursor.execute(f"RESET {name}")
