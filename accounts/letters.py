"""What people are told by mail when something about their body or their mandate was decided, each in their own language."""

from functools import partial
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from accounts.grounds import Ground, Reason
from accounts.models.user import Origin, User

if TYPE_CHECKING:
    from accounts.models.accredited import Accredited

DECISIONS = ("accredited", "confirmed", "refused", "suspended", "reinstated", "revoked", "second_key")


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
    concerned = [pk for pk in subject.concerned(verb) if pk]
    people = User.objects.filter(pk__in=concerned, origin=Origin.PERSON, is_active=True)
    for person in people.exclude(email=""):
        # Not in the language of the officer who decided.
        with override(person.interface_language or settings.LANGUAGE_CODE):
            get_adapter().send_mail(f"accounts/email/{kind}_decided", person.email, words)
