"""`manage.py trail`: checks the chain of the audit trail, and says where it stands, to be noted outside."""

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Act


class Command(BaseCommand):
    help = "Checks that no act of the audit trail was changed, taken out or put in."

    def handle(self, **options) -> None:
        if faults := list(Act.faults()):
            raise CommandError("\n".join(faults))
        last = Act.objects.order_by("pk").last()
        self.stdout.write(
            f"{Act.objects.count()} acts hold together. The last digest is {last.digest if last else '-'}."
        )
