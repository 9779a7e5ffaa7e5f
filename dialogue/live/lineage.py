"""Which history this database has. A standby that was promoted, a backup, a copy: what it lacks of what was shown will stand under
numbers that name other events. Every process looks every second; whichever finds out first gives every stream a new epoch, and
all pages load anew. `manage.py restored` does the same by hand."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import NotSupportedError, ProgrammingError, connection, transaction

from dialogue.live.models import Event, Lineage, Stream
from dialogue.live.reading import Head, heads

log = logging.getLogger(__name__)

# What PostgreSQL knows of itself: its cluster, its timeline (another one after every promotion, and every recovery to a moment)
# and the database. NULL while it is a standby. And what it was when the epochs were given.
MARKS = """SELECT CASE WHEN pg_is_in_recovery() THEN NULL ELSE concat_ws('/',
    (SELECT system_identifier FROM pg_control_system()), left(pg_walfile_name(pg_current_wal_lsn()), 8),
    (SELECT oid FROM pg_database WHERE datname = current_database())) END, (SELECT mark FROM live_lineage WHERE id = 1)"""


@dataclass(frozen=True, slots=True)
class Known:
    """What a process knows of a stream: its epoch, its last number, and where it stood at an earlier look."""

    epoch: str
    last: int
    seen: Head


def where(known: Mapping[int, Known]) -> dict[int, Head]:
    """Where these streams stand; in a new epoch, if this is not the history that was known."""
    settle()
    found = heads(known)
    lost = next(iter(branched(known, found)), None)
    if lost is None:
        return found
    # Unless another process has found out meanwhile.
    if renew(Stream.objects.filter(pk=lost, epoch=known[lost].epoch).exists):
        log.error("Stream %d is not the one that was shown: every stream has a new epoch, pages load anew", lost)
    return heads(known)


def branched(known: Mapping[int, Known], found: Mapping[int, Head]) -> list[int]:
    """Streams that did not go on from what was known: they end before it, or their event at the look before is another one."""
    same = {pk: head for pk, head in found.items() if head.epoch == known[pk].epoch}
    digests = {pk: head.tip for pk, head in same.items() if head.seq == known[pk].seen.seq}
    if moved := [(pk, known[pk].seen.seq) for pk, head in same.items() if head.seq > known[pk].seen.seq > 0]:
        digests |= {event.stream_id: event.digest for event in Event.objects.at(moved)}
    return [pk for pk, head in same.items() if head.seq < known[pk].last or digests.get(pk, "") != known[pk].seen.tip]


def settle() -> None:
    """Ask the database whether it is another one than when the epochs were given. SQLite cannot tell."""
    here, before = marks()
    if here and not before:
        Lineage.objects.update_or_create(pk=1, defaults={"mark": here})
    elif here and here != before and renew(Lineage.objects.exclude(mark=here).exists):
        log.error("The database was %s and is %s: every stream has a new epoch, pages load anew", before, here)


def marks() -> tuple[str | None, str | None]:
    if connection.vendor != "postgresql":
        return None, None
    try:
        with connection.cursor() as cursor:
            cursor.execute(MARKS)
            return cursor.fetchone()
    except (ProgrammingError, NotSupportedError) as error:
        # Whoever runs it may keep that from us. What was shown is compared all the same.
        log.debug("The database does not tell which one it is (%s)", error)
        return None, None


def renew(needed: Callable[[], bool]) -> int:
    """Give every stream a new epoch, if that is `needed` still once this is the only process that does; returns how many."""
    here, _ = marks()
    with transaction.atomic():
        Lineage.objects.get_or_create(pk=1)
        row = Lineage.objects.select_for_update(no_key=True).get(pk=1)
        if not needed():
            return 0
        row.mark = here or row.mark
        row.save()
        return Stream.objects.renew_epochs()
