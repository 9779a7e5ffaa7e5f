"""Leaving for good: asked for, waited for, carried out. Until the day everything can be called off by one press."""

from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import holdings
from accounts.housekeeping import each
from accounts.models import AddressChange, Recovery, User
from accounts.models.two_people import WAITS
from accounts.models.user import Origin

# Long enough to notice that somebody else asked for it.
WAIT = timedelta(days=14)


def ask(person: User) -> None:
    """Everything about `person` is to be erased when the wait is over."""
    if person.origin != Origin.PERSON:
        raise ValidationError(_("Fictional people cannot leave. Sign in as yourself."), code="invented")
    with transaction.atomic():
        User.objects.inside(person)
        person.refresh_from_db(fields=["leaves_at"])
        if person.leaves_at is None:
            person.leaves_at = timezone.now() + WAIT
            person.save(update_fields=["leaves_at"])
            _tell(person, "leaving_asked", when=person.leaves_at)


def stay(person: User) -> None:
    """They have thought better of it."""
    with transaction.atomic():
        stays = User.objects.filter(pk=person.pk, left_at=None, leaves_at__isnull=False).update(leaves_at=None)
    person.refresh_from_db(fields=["leaves_at"])
    if stays:
        _tell(person, "leaving_called_off")


def finish(now: datetime) -> int:
    """Erase those whose wait is over; how many. What was cut short is taken up again the next time, and whose account may be about
    to change hands stays until that is decided."""
    due = list(User.objects.filter(leaves_at__lte=now).order_by("pk").values_list("pk", flat=True))
    return each(due, lambda pk: _erase(pk, now))


def _erase(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        person = User.objects.select_for_update(no_key=True).filter(pk=pk, leaves_at__lte=now).first()
        if person is None:
            return False
        if person.left_at is None:
            if _changes_hands(person, now):
                return False
            # The last word goes to an address that is erased with the rest.
            _tell(person, "leaving_done")
            person.left_at, person.is_active = now, False
            person.save(update_fields=["left_at", "is_active"])
    holdings.erase(person)
    User.objects.filter(pk=pk).update(leaves_at=None)
    return True


def _changes_hands(person: User, now: datetime) -> bool:
    """Whether it may soon turn out that somebody else asked: two people may still give the account back to its owner, or the
    mailbox it has now may still stop another address. The person is locked, as those who propose or carry that out lock them.
    Whatever was proposed by the day has its whole time; proposing on, one officer would keep somebody here for ever."""
    changes, recoveries = AddressChange.objects.announced(), Recovery.objects.waiting()
    until = person.leaves_at and person.leaves_at + WAITS
    proposed = bool(until and now < until) and recoveries.filter(person=person).exists()
    return proposed or changes.filter(person=person).exists()


def _tell(person: User, what: str, **words) -> None:
    with override(person.interface_language or None):
        get_adapter().send_mail(f"accounts/email/{what}", person.email, words)
