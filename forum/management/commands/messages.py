"""`manage.py messages`: gathers the words to translate into locale/, and says how many wait."""

from django.core.management.base import BaseCommand

from forum import catalogues


class Command(BaseCommand):
    help = "Gathers the words to translate into the catalogues."
    requires_system_checks = []

    def handle(self, **options):
        for language in catalogues.LANGUAGES:
            catalogues.gather(language)
            self.stdout.write(f"{language}: {len(catalogues.waiting(language))} to translate")
