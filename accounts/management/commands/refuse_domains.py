"""`manage.py refuse_domains FILE`: adds a list of mail domains that nobody may sign up with, one a line."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts.models import RefusedDomain


class Command(BaseCommand):
    help = "Adds the mail domains in FILE, one a line, to those whose addresses are refused. Takes none away."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options) -> None:
        try:
            lines = file.read_text("utf-8").splitlines()
        except (OSError, UnicodeError) as error:
            raise CommandError(f"{file} cannot be read: {error}. Give a text file with one domain a line.") from error
        added, wrong = RefusedDomain.objects.take_up(lines)
        for line in wrong:
            self.stderr.write(f"no domain: {line}")
        self.stdout.write(f"{added} domains were added; {RefusedDomain.objects.count()} are refused now.")
