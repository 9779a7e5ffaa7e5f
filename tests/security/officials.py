"""Officials and what officers do about them, in one line each."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.grounds import Reason
from accounts.models import Mandate, Organisation, User
from accounts.models.accredited import State
from tests.accounts.desk import ask, ministry
from tests.people import give_factor

WHY = Reason("doubt", "Her office rang.")
CLEARED = Reason("cleared")


def accredited(
    desk: list[User], who: User, body: Organisation | None = None, title: str = "Adviser", **described
) -> Mandate:
    """Ivy and Omar turned the keys, as many as it takes."""
    mandate = ask(give_factor(who), body or ministry(desk[1:3], **described), title)
    mandate.accredit(desk[1])
    if not mandate.granted:
        mandate.confirm(desk[2])
    return mandate


def make_steward(desk: list[User], mandate: Mandate) -> None:
    """By the two who turned no key of it."""
    assert [mandate.make_steward(officer, True) for officer in desk[3:]] == [False, True]
    mandate.answer_stewardship(mandate.person, True)


def refused(code: str, verb, *about) -> None:
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        verb(*about)
    assert refusal.value.code == code


def now(mandate: Mandate) -> State:
    return Mandate.objects.get(pk=mandate.pk).state


def in_force(mandate: Mandate) -> bool:
    found = Mandate.objects.active().filter(pk=mandate.pk).exists()
    assert found is Mandate.objects.get(pk=mandate.pk).active()
    return found
