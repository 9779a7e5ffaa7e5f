from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.housekeeping import keep_house
from dialogue.limits.alone import HOUSEKEEPING, alone


class Command(BaseCommand):
    help = "End what is kept for a time only. Run it every hour; running it twice does nothing more."

    def handle(self, **options):
        with alone(HOUSEKEEPING) as free:
            if free:
                return self.keep(options["verbosity"])
        self.stdout.write("Another housekeeping is at work; it does all there is to do.")

    def keep(self, verbosity: int) -> None:
        failed = []
        for name, number in keep_house(timezone.now()):
            if number is None:
                failed.append(name)
            elif verbosity > 1 or number:
                self.stdout.write(f"{name}: {number}")
        if failed:
            raise CommandError(f"Not finished: {', '.join(failed)}. The log says why.")
