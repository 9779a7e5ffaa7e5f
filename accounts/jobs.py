"""The retention of accounts: how long each thing is kept, and the jobs that end it. The data map names the same times."""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts import leaving
from accounts.bodies.lapsing import lapse
from accounts.bodies.reminding import remind
from accounts.bodies.second_keys import ask_for_second_keys
from accounts.housekeeping import each
from accounts.housekeeping import register as job
from accounts.models import Invitation, NameRequest, User
from accounts.models.address_change import carry_out_due
from accounts.models.evidence import expired_evidence
from accounts.refolding import refold
from accounts.second_factors import encrypt_anew
from dialogue.limits.models import Bucket, Cached, Failures

ADDRESS_DAYS = 30
# A code is good for less.
UNCONFIRMED = timedelta(hours=1)
MAIL_DAYS = 1
FAILED_MAIL_DAYS = 7
LOG_DAYS = 365
SAMPLES_LAST = timedelta(days=1)
# What is left of an internet address: the network, never the household.
KEPT_BITS = {4: 24, 6: 48}


def end_sessions(now: datetime) -> int:
    """Sessions that have run out, and what was noted of their devices."""
    ended, _ = Session.objects.filter(expire_date__lt=now).delete()
    orphans, _ = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return ended + orphans


def shorten_addresses(now: datetime) -> int:
    """Internet addresses of devices that signed in more than thirty days ago lose their last part."""
    old = UserSession.objects.filter(created_at__lt=now - timedelta(days=ADDRESS_DAYS))
    return each(old.only("pk", "ip").iterator(), _shorten)


def _shorten(session: UserSession) -> bool:
    short = shortened(session.ip)
    return short != session.ip and bool(UserSession.objects.filter(pk=session.pk).update(ip=short))


def shortened(address: str) -> str:
    bits = KEPT_BITS[ip_address(address).version]
    return str(ip_network(f"{address}/{bits}", strict=False).network_address)


def forget_mail(now: datetime) -> int:
    """Mail that was sent, and mail that could not be, with the address and the words in it."""
    done = DBTaskResult.objects.filter(
        status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - timedelta(days=MAIL_DAYS)
    )
    failed = DBTaskResult.objects.filter(
        status=TaskResultStatus.FAILED, finished_at__lt=now - timedelta(days=FAILED_MAIL_DAYS)
    )
    return done.delete()[0] + failed.delete()[0]


def forget_the_unconfirmed(now: datetime) -> int:
    """Accounts whose address was never shown to be theirs. Versions before wrote them down when somebody asked; nobody has
    ever been inside, so nothing was said or asked there."""
    never = User.objects.filter(
        last_login=None,
        joined_at__lt=now - UNCONFIRMED,
        emailaddress__verified=False,
        is_staff=False,
        is_superuser=False,
    )
    return each(list(never.exclude(emailaddress__verified=True).distinct()), lambda person: person.delete()[0])


def shorten_log(now: datetime) -> int:
    """What staff did in the administration."""
    return LogEntry.objects.filter(action_time__lt=now - timedelta(days=LOG_DAYS)).delete()[0]


def empty_the_journal(now: datetime) -> int:
    """SQLite's write-ahead file keeps what was erased from the database until it is written over."""
    # Within a transaction SQLite cannot: its own words stand in that file.
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return 0


def renew_samples(now: datetime) -> int:
    """PostgreSQL samples the values of each column to plan its queries, and keeps the sample, with names and words in it, until a
    tenth of the table has changed: here for a day at most. How many tables were sampled anew."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_stat_user_tables WHERE schemaname = current_schema() "
            "AND coalesce(greatest(last_analyze, last_autoanalyze), '-infinity') < %s",
            [now - SAMPLES_LAST],
        )
        return each([name for (name,) in cursor.fetchall()], _sample)


def _sample(table: str) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        # Tens of thousands of pages of a large table, for which nobody waits.
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
    return True


def forget_counts(now: datetime) -> int:
    """What the limits have counted and need not know any more."""
    yesterday = int(now.timestamp() // 3600) - 24
    failures, _each = Failures.objects.filter(hour__lt=yesterday).delete()
    return Bucket.objects.forget(now) + Cached.objects.forget(now) + failures


def register() -> None:
    job("people who leave", leaving.finish)
    job("changes of addresses", carry_out_due)
    job("sessions that ran out", end_sessions)
    job("internet addresses", shorten_addresses)
    job("sign-ups never confirmed", forget_the_unconfirmed)
    job("mail that was sent", forget_mail)
    job("secrets of factors", encrypt_anew)
    job("keys of names", refold)
    job("mandates that end", lambda now: remind())
    job("suspensions that nobody confirmed", lapse)
    job("mandates that need a second key", ask_for_second_keys)
    job("names that were asked for", NameRequest.objects.forget)
    job("mailboxes that were invited", Invitation.objects.forget_mailboxes)
    job("evidence of what was decided", expired_evidence)
    job("counts of the limits", forget_counts)
    job("log of the administration", shorten_log)
    # Behind all that erases.
    job("samples of the database", renew_samples)
    job("journal of the database", empty_the_journal)
