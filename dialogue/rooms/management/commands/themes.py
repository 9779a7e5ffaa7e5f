"""`manage.py themes`: the seven themes an installation starts with. Part of the release step."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand

from dialogue.rooms.models import Theme

STARTING = Path(__file__).resolve().parents[2] / "themes.json"


class Command(BaseCommand):
    help = "Gives a new installation its starting themes. What an administrator changed or removed stays so."

    def add_arguments(self, parser):
        parser.add_argument("--missing", action="store_true", help="bring back those that were removed")

    def handle(self, missing=False, **options):
        there = set(Theme.objects.values_list("slug", flat=True))
        if there and not missing:
            return
        starting = enumerate(json.loads(STARTING.read_text(encoding="utf-8")), 1)
        new = [Theme(place=place, **theme) for place, theme in starting if theme["slug"] not in there]
        # Two releases that start together must not fail each other.
        Theme.objects.bulk_create(new, ignore_conflicts=True)
        if new and options["verbosity"]:
            self.stdout.write(f"Added {len(new)} themes.")
