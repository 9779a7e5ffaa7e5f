"""A trial of writing. A server that only lets read, and a disk without room, answer every question and keep no word."""

import secrets

from django.core.cache import cache
from django.db import connection, transaction

# One row for each process, so that none waits for another; housekeeping takes those of dead ones away.
ROW, KEPT = f"trial {secrets.token_hex(8)}", 600
# PostgreSQL finds room for a row in files it has; this, with little memory, asks some 300 kB of the disk and gives them back.
SPILL = "SELECT count(*) FROM generate_series(1, 20000)"


def write() -> None:
    """Write and commit one row; raises what people's words would meet."""
    cache.set(ROW, 1, KEPT)
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '64kB'")
            cursor.execute(SPILL)
