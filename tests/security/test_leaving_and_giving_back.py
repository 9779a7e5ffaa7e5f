"""Mallory, inside ada's account, asks to erase it: that does not outlive its being given back to ada."""

from datetime import timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from accounts import leaving
from accounts.adapter import AccountAdapter
from accounts.models import AddressChange, Recovery, User
from accounts.models.address_change import carry_out_due
from tests.accounts.test_two_at_once import at_once
from tests.people import give_factor, person

NEW, DAY = "ada@new.example", timedelta(days=1)


@pytest.fixture
def officers(db) -> list[User]:
    return [give_factor(person(name, is_officer=True)) for name in ("Ivy Castellano", "Omar Haddad")]


def proposed(who: User, by: User) -> Recovery:
    recovery = Recovery.propose(who, by, "Seen with her passport.", address=NEW)
    # The default of the column reads the real clock.
    recovery.proposed_at = timezone.now()
    recovery.save()
    return recovery


def stored(who: User) -> User:
    return User.objects.get(pk=who.pk)


def is_erased(who: User) -> bool:
    """The day has come, and the house is kept."""
    leaving.finish(timezone.now())
    return stored(who).left_at is not None


@pytest.mark.django_db(transaction=True)
def test_it_waits_while_two_may_give_the_account_back_and_ends_when_they_do(officers, ada, clock, mailoutbox):
    leaving.ask(ada)
    clock.pass_by(days=13)
    recovery = proposed(ada, officers[0])
    clock.pass_by(days=2)
    assert not is_erased(ada)
    recovery.confirm(officers[1])
    clock.pass_by(hours=71)
    assert not is_erased(ada) and not stored(ada).may_act
    clock.pass_by(hours=2)
    assert not is_erased(ada) and carry_out_due(timezone.now()) == 1
    assert not is_erased(ada) and stored(ada).may_act and stored(ada).email == NEW
    told = [mail for mail in mailoutbox if mail.to == [NEW]]
    assert [mail.subject for mail in told] == ["Your account stays"] and "given back to you" in told[0].body
    leaving.ask(stored(ada))
    clock.pass_by(days=15)
    assert is_erased(ada)


@pytest.mark.parametrize("ends", ["withdrawn", "not confirmed in time", "stopped by the old mailbox"])
def test_it_waits_no_longer_than_that(officers, ada, clock, ends):
    leaving.ask(ada)
    clock.pass_by(days=14)
    recovery = proposed(ada, officers[0])
    assert not is_erased(ada)
    if ends == "withdrawn":
        recovery.decline(officers[0])
    elif ends == "not confirmed in time":
        clock.pass_by(days=3)
    else:
        recovery.confirm(officers[1])
        assert not is_erased(ada)
        AddressChange.objects.get(person=ada).stop()
    assert is_erased(ada)


def test_one_officer_who_proposes_on_and_on_keeps_her_three_days_and_no_longer(officers, ada, clock):
    leaving.ask(ada)
    clock.pass_by(days=12)
    for _ in range(2):
        proposed(ada, officers[0])
        clock.pass_by(days=2)
        assert not is_erased(ada)
    proposed(ada, officers[0])
    clock.pass_by(hours=25)
    assert Recovery.objects.waiting().filter(person=ada).exists() and is_erased(ada)


def test_a_recovery_of_somebody_else_keeps_nobody(officers, ada, bo, clock):
    leaving.ask(ada)
    proposed(bo, officers[0])
    clock.pass_by(days=15)
    assert is_erased(ada) and not is_erased(bo)


def test_nor_is_it_erased_while_the_mailbox_may_stop_another_address(ada, clock):
    leaving.ask(ada)
    clock.pass_by(days=14)
    AddressChange.ask(ada, "mallory@example.net", by=ada).announce()
    assert not is_erased(ada)
    assert carry_out_due(timezone.now() + 4 * DAY) == 1 and is_erased(ada)


ASKING = {
    "to leave": leaving.ask,
    "for an address": lambda who: AddressChange.ask(who, "mallory@example.net", by=who),
    "by a code of that mailbox": lambda who: AccountAdapter().confirm_email(
        SimpleNamespace(user=who), EmailAddress(user=stored(who), email="mallory@example.net")
    ),
}


@pytest.mark.parametrize("what", ASKING)
def test_who_was_inside_before_does_not_ask_in_the_moment_in_which_it_is_given_back(
    officers, ada, clock, what, monkeypatch
):
    mallory = stored(ada)
    proposed(ada, officers[0]).confirm(officers[1])
    assert carry_out_due(timezone.now() + 4 * DAY) == 1
    told = []
    monkeypatch.setattr(AccountAdapter, "add_message", lambda *about, message: told.append(message))
    try:
        ASKING[what](mallory)
    except ValidationError as refused:
        told += refused.messages
    assert told == ["You have been signed out. Sign in again."]
    assert stored(ada).leaves_at is None and not AddressChange.objects.pending().exists()


def test_who_left_is_erased_again_though_a_recovery_waits_in_the_backup(officers, ada, tmp_path):
    kept = tmp_path / "left"
    kept.write_text(ada.handle)
    proposed(ada, officers[0]).confirm(officers[1])
    call_command("left", "--erase", str(kept), stdout=StringIO())
    assert not stored(ada).name and stored(ada).email != NEW


def test_and_is_not_given_back_where_that_was_cut_short(officers, ada):
    leaving.ask(ada)
    proposed(ada, officers[0]).confirm(officers[1])
    User.objects.filter(pk=ada.pk).update(left_at=timezone.now(), is_active=False)
    assert carry_out_due(timezone.now() + 4 * DAY) == 0
    assert stored(ada).leaves_at and stored(ada).email != NEW


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(3))
def test_mallory_who_asks_in_that_very_moment_has_not_asked(officers, ada, _):
    proposed(ada, officers[0]).confirm(officers[1])
    AddressChange.objects.update(due_at=timezone.now())
    mallory, now = stored(ada), timezone.now()
    told = at_once(lambda: leaving.ask(mallory), lambda: carry_out_due(now))
    assert told in (["", ""], ["signed_out", ""])
    assert stored(ada).email == NEW and stored(ada).leaves_at is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(3))
def test_it_is_erased_or_waits_when_both_happen_at_once(officers, ada, _):
    User.objects.filter(pk=ada.pk).update(leaves_at=timezone.now())
    told = at_once(lambda: leaving.finish(timezone.now()), lambda: proposed(ada, officers[0]))
    assert told[0] == "" and bool(told[1]) == bool(stored(ada).left_at)
    assert Recovery.objects.exists() != bool(stored(ada).left_at)
