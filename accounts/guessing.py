"""Codes and passwords that are tried: each try is counted before it is looked at, so that of many at once none is free; what
was right is given back."""

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from allauth.account.internal.flows.password_reset_by_code import PASSWORD_RESET_VERIFICATION_SESSION_KEY
from django.core.exceptions import ValidationError

from accounts import budgets
from accounts.known_devices import Device, known
from accounts.models import User
from accounts.session_store import SIGN_UP
from dialogue.limits.budgets import Budget, Spent
from dialogue.limits.failures import failed
from dialogue.limits.networks import network

Spends = list[tuple[Budget, tuple]]


def password(request, mailbox: str) -> Spends:
    if owner := known(request, mailbox):
        return [(budgets.PASSWORD_KNOWN, owner)]
    here = network(request.META["REMOTE_ADDR"])
    return [
        (budgets.WRONG, (here,)),
        (budgets.PASSWORD, (here, mailbox)),
        (budgets.PASSWORD_ANYWHERE, (mailbox,)),
    ]


def code(request, mailbox: str) -> Spends:
    if owner := known(request, mailbox):
        return [(budgets.CODE_KNOWN, owner)]
    here = network(request.META["REMOTE_ADDR"])
    return [(budgets.WRONG, (here,)), (budgets.CODE, (here, mailbox)), (budgets.CODE_ANYWHERE, (mailbox,))]


def factor(request, person: User) -> Spends:
    """A session alone makes no browser a known one: it may be the thief's."""
    device = Device.of(request)
    if device.knows(person):
        return [(budgets.FACTOR_KNOWN, (device.id, person.pk))]
    here = network(request.META["REMOTE_ADDR"])
    return [
        (budgets.WRONG, (here,)),
        (budgets.FACTOR, (here, person.pk)),
        (budgets.FACTOR_ANYWHERE, (person.pk,)),
    ]


def take(spends: Spends) -> None:
    """All of them, or none: Spent, with the time until all can be had."""
    for done, (budget, spender) in enumerate(spends):
        try:
            budget.take(*spender)
        except Spent as spent:
            give_back(spends[:done])
            later = max((other.wait(*whose) for other, whose in spends[done + 1 :]), default=0.0)
            raise Spent(budget, max(spent.retry_after, later)) from None


def give_back(spends: Spends) -> None:
    for budget, spender in spends:
        budget.give_back(*spender)


@contextmanager
def trying(spends: Spends) -> Iterator[None]:
    """Around the look at it, which raises ValidationError when it was wrong."""
    try:
        take(spends)
    except Spent as spent:
        raise ValidationError(spent.message, code="often") from None
    try:
        yield
    except ValidationError:
        failed()
        raise
    give_back(spends)


def mailbox_of(request) -> str:
    """The mailbox that the code of this page was sent to; where no page says, whoever is signed in, or the browser."""
    stage = getattr(request, "_login_stage", None)
    states = [stage.state] if stage else []
    for name in (PASSWORD_RESET_VERIFICATION_SESSION_KEY, EMAIL_VERIFICATION_CODE_SESSION_KEY, SIGN_UP):
        states.append(request.session.get(name) or {})
    said = next((state["email"] for state in states if state.get("email")), "")
    return (said or getattr(request.user, "email", "") or request.session.session_key or "").lower()
