"""Who accredits: appointed and dismissed by an administrator, and written down."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Act, User


def appoint(person: User, by: User) -> None:
    _set(person, by, True)


def dismiss(person: User, by: User) -> None:
    _set(person, by, False)


def _set(person: User, by: User, officer: bool) -> None:
    if not by.administrator:
        raise ValidationError(_("Only administrators appoint accreditation officers."), code="administrator")
    with transaction.atomic():
        stored = User.objects.select_for_update().get(pk=person.pk)
        if stored.is_officer != officer:
            User.objects.filter(pk=person.pk).update(is_officer=officer)
            Act.record("officer.appointed" if officer else "officer.dismissed", by, person=person)
    person.is_officer = officer
