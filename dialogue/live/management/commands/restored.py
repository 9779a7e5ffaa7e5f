"""`manage.py restored`: to be run once after a backup was restored, before the forum is started."""

from django.core.management.base import BaseCommand

from dialogue.live import lineage


class Command(BaseCommand):
    help = (
        "Gives every room a new epoch, so that nobody mixes what was said after the backup with what is said now: "
        "pages that are open load anew."
    )

    def handle(self, **options):
        renewed = lineage.renew(lambda: True)
        self.stdout.write(
            f"{renewed} streams have a new epoch; pages that are open will load anew. "
            "Restart every process that ran during the restore."
        )
