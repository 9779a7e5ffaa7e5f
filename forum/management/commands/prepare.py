"""`manage.py prepare`: brings all that the server needs up to date; quick when it is."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from accounts.housekeeping import Unfinished
from accounts.refolding import refold
from dialogue.limits.alone import PREPARING, alone, without
from forum.assets.collecting import collect
from forum.reasons import reason


class Command(BaseCommand):
    help = "Brings database, translations and static files up to date; in demonstration mode, fills it."
    requires_system_checks = []

    def handle(self, **options):
        try:
            compile_messages()
            with alone(PREPARING, wait=self.wait):
                self.prepare()
        except OperationalError as error:
            advice = "Check DATABASE_URL, or the run folder and its disk space."
            raise CommandError(f"The database cannot be used: {reason(error)}. {advice}") from error
        except OSError as error:
            place = error.filename or "The run folder"
            advice = "Free some disk space, or set RUN_DIR to another folder."
            raise CommandError(f"{place} cannot be written: {error.strerror}. {advice}") from error

    def wait(self) -> None:
        """Each of several machines may run this at its start: at once, two would make the same table."""
        self.stdout.write("Another machine prepares the same database; waiting until it has done so...")

    def prepare(self) -> None:
        if unlimited():
            self.stderr.write(
                "The database takes no time-outs from the forum, so one statement could hold up everybody. Is a PgBouncer between "
                "that ignores them? See “The database” in docs/operations.md."
            )
        if pending():
            self.stdout.write("Preparing the database...")
            with unhurried():
                call_command("migrate", interactive=False, verbosity=0)
        call_command("themes", verbosity=0)
        # What fails is in the log, and housekeeping tries again.
        with suppress(Unfinished):
            refold()
        if settings.HASHED:
            collect()
        if settings.DEMONSTRATION:
            call_command("demonstrate")


def unlimited() -> bool:
    """Whether what settings.DATABASES says of time has come to nothing."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout') = '0' OR current_setting('lock_timeout') = '0'")
        return cursor.fetchone()[0]


@contextmanager
def unhurried() -> Iterator[None]:
    """What is said of a request (settings.DATABASES) is not said of a migration, which may think or write for a minute. It waits for
    locks no longer than a request does: who comes after it waits too."""
    if connection.vendor != "postgresql":
        yield
        return
    with without("statement_timeout", "idle_in_transaction_session_timeout"):
        yield


def pending() -> bool:
    """Whether any migration has not been applied."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def compile_messages() -> None:
    """Makes the binary catalogues anew where the written ones are newer; by Babel, gettext may be missing."""
    for folder in settings.LOCALE_PATHS:
        for written in Path(folder).glob("*/LC_MESSAGES/*.po"):
            compiled = written.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < written.stat().st_mtime:
                with written.open("rb") as source:
                    catalogue = read_po(source, locale=written.parent.parent.name)
                # Written aside: another process may read it, or be making it too.
                with NamedTemporaryFile(dir=compiled.parent, suffix=".mo.new", delete=False) as target:
                    write_mo(target, catalogue)
                Path(target.name).chmod(0o644)
                Path(target.name).replace(compiled)
