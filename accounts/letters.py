"""What people are told by mail when something about their body or their mandate was decided, each in their own language."""

from functools import partial
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from accounts.descriptions import rows
from accounts.grounds import Ground, Reason
from accounts.models.user import Origin, User

if TYPE_CHECKING:
    from accounts.models.accredited import Accredited
    from accounts.models.change_request import ChangeRequest

DECISIONS = (
    "accredited",
    "keys_anew",
    "confirmed",
    "refused",
    "suspended",
    "held",
    "upheld",
    "lapsed",
    "lifted",
    "reinstated",
    "revoked",
    "second_key",
    "offered_steward",
    "steward",
    "no_steward",
)


def tell(subject: "Accredited", verb: str, reason: Reason) -> None:
    """Write to those concerned once the running transaction has been committed."""
    if verb in DECISIONS:
        transaction.on_commit(partial(_send, subject, verb, reason, subject.granted), robust=True)


def _send(subject: "Accredited", verb: str, reason: Reason, granted: bool) -> None:
    kind = subject._meta.model_name
    words = {
        kind: subject,
        "outcome": "granted" if granted and verb in ("accredited", "confirmed") else verb,
        "ground": Ground(reason.ground).label if reason.ground and reason.ground != Ground.OTHER else "",
        "said": reason.words.strip(),
        "mandates_url": reverse("my-mandates"),
    }
    told = [pk for pk in subject.told(verb) if pk]
    # Officers whom it is not about are led to the desk.
    concerned, desk = subject.concerned(verb), reverse("desk-application", args=[kind, subject.pk])
    for person in User.objects.filter(pk__in=told, is_active=True):
        place = {"mandates_url": desk} if person.officer and person.pk not in concerned else {}
        write(person, f"{kind}_decided", words | place)


def tell_of_change(change: "ChangeRequest") -> None:
    """Write to all who speak for a body that it is described otherwise from now on."""
    transaction.on_commit(partial(_tell_of_change, change, change.told()), robust=True)


def _tell_of_change(change: "ChangeRequest", told: set[int | None]) -> None:
    words = {
        "change": change,
        "rows": partial(rows, change.before, change.after),
        "mandates_url": reverse("my-mandates"),
    }
    for person in User.objects.filter(pk__in=[pk for pk in told if pk], is_active=True):
        write(person, "organisation_changed", words)


def write(person: User, template: str, words: dict) -> None:
    """A letter to somebody real who is still here, in their own language and not in that of whoever decided."""
    if person.email and person.is_active and person.origin == Origin.PERSON:
        with override(person.interface_language or settings.LANGUAGE_CODE):
            get_adapter().send_mail(f"accounts/email/{template}", person.email, words)
