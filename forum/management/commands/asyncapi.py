"""`manage.py asyncapi`: writes docs/asyncapi.json anew after the protocol changed."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand

from forum.asyncapi import document


class Command(BaseCommand):
    help = "Writes docs/asyncapi.json, the description of the socket for programs, from the code."
    requires_system_checks = []

    def handle(self, **options):
        place = settings.BASE_DIR / "docs" / "asyncapi.json"
        place.write_text(json.dumps(document(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        self.stdout.write(f"Wrote {place.relative_to(settings.BASE_DIR)}.")
