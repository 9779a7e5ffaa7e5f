"""`manage.py changepassword ADDRESS`, in the place of Django's, which writes all of a person: what two people decided meanwhile."""

from getpass import getpass

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.mailboxes import mailbox
from accounts.models import Act, User


class Command(BaseCommand):
    help = (
        "Gives somebody another password. Their sessions end, they are told by mail, and it stands in the audit trail."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("address", help="the e-mail address of their account")

    def handle(self, *, address: str, **options) -> None:
        person = User.objects.filter(email=mailbox(address), left_at=None).first()
        if person is None:
            raise CommandError(f"No account has the address {address}.")
        password = getpass("Password: ")
        if password != getpass("Password (again): "):
            raise CommandError("These are two passwords. Nothing was changed.")
        try:
            validate_password(password, person)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        person.set_password(password)
        with transaction.atomic():
            User.objects.held(person.pk)
            person.save(update_fields=["password"])
            for session in UserSession.objects.filter(user=person):
                session.end()
            Act.record("person.password", None, person=person)
            words = {"timestamp": timezone.now(), "user_agent": ""}
            get_adapter().send_mail("account/email/password_changed", person.email, words)
        self.stdout.write(f"{person} has another password.")
