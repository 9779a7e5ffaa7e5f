"""`manage.py rename HANDLE NAME`: for whoever runs the server, to correct a name that stands beside words of a body."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.renaming import correct


class Command(BaseCommand):
    help = "Gives somebody another public name, by the rules of names. It stands in the audit trail, as done on the server."

    def add_arguments(self, parser) -> None:
        parser.add_argument("handle", metavar="HANDLE", help="the end of the address of their page")
        parser.add_argument("name", metavar="NAME", help="the name from now on")

    def handle(self, *, handle: str, name: str, **options) -> None:
        person = User.objects.filter(handle=handle, left_at=None).first()
        if person is None:
            raise CommandError(f"Nobody here has the handle {handle}.")
        try:
            now = correct(person, name)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"{person} is {now} from now on.")
