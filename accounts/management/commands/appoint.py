"""`manage.py appoint ADDRESS POWER`: for whoever runs the server; on the pages it takes two administrators."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.mailboxes import mailbox
from accounts.models import User
from accounts.models.appointment import Power, entrust


class Command(BaseCommand):
    help = "Gives somebody a power, or takes it with --take. It stands in the audit trail, as done on the server."

    def add_arguments(self, parser) -> None:
        parser.add_argument("address", help="the e-mail address of their account")
        parser.add_argument("power", choices=Power.values)
        parser.add_argument("--take", action="store_true", help="take the power away")

    def handle(self, *, address: str, power: str, take: bool, **options) -> None:
        with transaction.atomic():
            person = User.objects.select_for_update(no_key=True).filter(email=mailbox(address)).first()
            if person is None:
                raise CommandError(f"No account has the address {address}. They sign up first.")
            entrust(person, Power(power), not take, None)
        if not person.secured:
            self.stdout.write("They have no second factor yet: until they set one up, nothing of it can be used.")
        self.stdout.write(f"{person}: {power} {'taken' if take else 'given'}.")
