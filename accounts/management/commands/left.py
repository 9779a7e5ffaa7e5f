"""`manage.py left`: who has left, to be kept outside of the database, and to be erased again after a backup was restored."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts import leaving
from accounts.models import User


class Command(BaseCommand):
    help = (
        "Prints the addresses of the pages of those who left, one a line; they say nothing about anybody. With --erase FILE, "
        "everyone in such a list who came back with a backup is erased again, before the forum is started."
    )

    def add_arguments(self, parser):
        parser.add_argument("--erase", type=Path, metavar="FILE", help="a list that was kept")

    def handle(self, **options):
        if options["erase"]:
            return self.erase(options["erase"])
        for handle in User.objects.filter(left_at__isnull=False).order_by("left_at").values_list("handle", flat=True):
            self.stdout.write(handle)

    def erase(self, kept: Path) -> None:
        try:
            handles = kept.read_text(encoding="utf-8").split()
        except (OSError, UnicodeDecodeError) as reason:
            raise CommandError(f"The list cannot be read: {reason}") from reason
        now, back = timezone.now(), User.objects.filter(handle__in=handles, left_at=None)
        for person in back:
            # They have left and were told so then: nothing that waited in the backup gives their account to anybody.
            person.leaves_at, person.left_at, person.is_active = now, now, False
            person.save(update_fields=["leaves_at", "left_at", "is_active"])
        self.stdout.write(f"{leaving.finish(now)} erased again, of {len(handles)} in the list.")
