"""`manage.py demonstrate`: fills an empty forum with invented people and a debate to look at."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from dialogue.rooms.demonstration.cast import assemble
from dialogue.rooms.demonstration.debate import Debate, written
from dialogue.rooms.models import Room


class Command(BaseCommand):
    help = "Adds what is missing of the demonstration: themes, invented people and bodies, rooms, debates."

    def handle(self, **options):
        if not settings.DEMONSTRATION:
            raise CommandError(
                "Invented people belong in a demonstration only. Set SOLIDACTION_MODE=demonstration, with a "
                "database of its own (RUN_DIR or DATABASE_URL), and try again; `make run` does all of this."
            )
        call_command("themes", missing=True, verbosity=0)
        people = assemble()
        debates = written()
        there = set(Room.objects.filter(slug__in=debates).values_list("slug", flat=True))
        missing = [debate for slug, debate in debates.items() if slug not in there]
        for debate in missing:
            Debate(debate, people).hold()
        if missing and options["verbosity"]:
            said = sum(len(debate["said"]) for debate in missing)
            self.stdout.write(f"Filled the demonstration: {len(missing)} rooms, {said} posts.")
