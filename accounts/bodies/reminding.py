"""Mail to holders: before their mandate ends, once, with the link to renew it; and when it has ended, once."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.housekeeping import each
from accounts.models import Mandate
from accounts.models.accredited import Accredited
from accounts.models.renewal import RENEWABLE
from accounts.models.user import Origin

# Nobody is told of what ended long ago.
LATELY = timedelta(days=14)


def remind() -> int:
    """Tell everybody whose mandate ends within thirty days or has ended; how many mails were sent."""
    now = timezone.now()
    ending = Mandate.objects.active(now).filter(valid_until__lte=now + RENEWABLE, reminded_at=None)
    over = Mandate.objects.filter(
        Mandate.granted_q() & Accredited.unsuspended_q(),
        valid_until__gt=now - LATELY,
        valid_until__lte=now,
        ended_told_at=None,
    )
    ended = over.exclude(renewals__in=Mandate.objects.active(now))
    return _tell(ending, "mandate_reminder", "reminded_at") + _tell(ended, "mandate_ended", "ended_told_at")


def _tell(mandates, letter: str, when: str) -> int:
    """Each mark is set before its mail is sent, in one transaction: of two runs at once one sends it."""
    people = mandates.filter(person__is_active=True, person__origin=Origin.PERSON)

    def one(mandate: Mandate) -> bool:
        with transaction.atomic():
            unmarked = Mandate.objects.filter(pk=mandate.pk, **{when: None})
            mine = bool(unmarked.update(**{when: timezone.now()}))
            if mine:
                _send(mandate, letter)
            return mine

    return each(people.select_related("person", "organisation"), one)


def _send(mandate: Mandate, letter: str) -> None:
    """In the language of the holder, who is told the names as they stand in it."""
    get_adapter().send_mail(
        f"accounts/email/{letter}", mandate.person.email,
        {"mandate": mandate, "mandates_url": reverse("my-mandates")},
    )  # fmt: skip
