from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.housekeeping import keep_house


class Command(BaseCommand):
    help = "End what is kept for a time only. Run it every hour; running it twice does nothing more."

    def handle(self, **options):
        failed = []
        for name, number in keep_house(timezone.now()):
            if number is None:
                failed.append(name)
            elif options["verbosity"] > 1 or number:
                self.stdout.write(f"{name}: {number}")
        if failed:
            raise CommandError(f"Not finished: {', '.join(failed)}. The log says why.")
