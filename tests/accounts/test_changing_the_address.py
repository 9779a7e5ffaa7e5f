"""Another address for an account: the mailbox it has now is told, can stop it, and can say that it is right."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import housekeeping
from accounts.models import AddressChange, User
from accounts.models.address_change import WAIT
from tests.people import give_factor, mailed_code, person, sign_in

pytestmark = pytest.mark.usefixtures("no_limits", "committed")
NEW = "other@example.org"


@pytest.fixture
def committed(monkeypatch):
    """Letters leave with the commit; a test is one transaction."""
    monkeypatch.setattr("accounts.models.address_change.transaction.on_commit", lambda send: send())


@pytest.fixture
def ada(ada):
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    return ada


@pytest.fixture
def owner(ada) -> Client:
    browser = Client()
    sign_in(browser, ada)
    return browser


def ask(browser: Client, address: str = NEW) -> AddressChange:
    browser.post(reverse("account_email"), {"email": address, "action_add": ""})
    assert mail.outbox[-1].to == [address]
    browser.post(reverse("account_email_verification_sent"), {"code": mailed_code()})
    return AddressChange.objects.announced().get()


def keep_house(after: timedelta) -> None:
    assert None not in dict(housekeeping.keep_house(timezone.now() + after)).values()


def addresses(who) -> tuple:
    who.refresh_from_db()
    return who.email, list(EmailAddress.objects.filter(user=who).values_list("email", "verified", "primary"))


OLD_ONE = ("ada@example.org", [("ada@example.org", True, True)])
NEW_ONE = (NEW, [(NEW, True, True)])


def test_it_waits_three_days_and_the_old_mailbox_is_told(ada, owner):
    ask(owner)
    letter = mail.outbox[-1]
    assert letter.to == [ada.email] and NEW in letter.body
    assert addresses(ada) == OLD_ONE and NEW in owner.get(reverse("account_email")).content.decode()
    keep_house(WAIT - timedelta(minutes=1))
    assert addresses(ada) == OLD_ONE
    keep_house(WAIT + timedelta(minutes=1))
    assert addresses(ada) == NEW_ONE
    assert mail.outbox[-1].to == ["ada@example.org"] and NEW in mail.outbox[-1].body


def test_the_letter_has_one_link_to_stop_and_it_stops_the_change(ada, owner):
    ask(owner)
    letter = mail.outbox[-1].body
    assert letter.count("/email/stop/") == 1 and "/mail/stop/" not in letter and "keep coming" not in letter
    assert "someone else has access to your account" in letter


def stop_link() -> str:
    return re.search(rf"{settings.ORIGINS[0]}(\S+/email/stop/\S+)", mail.outbox[-1].body)[1]


def test_the_old_mailbox_stops_it_and_the_thief_is_signed_out(ada):
    """Mallory knows ada's password and sits at her open session; the mailbox is not his."""
    thief = Client()
    ada.set_password("a long enough secret")
    ada.save(update_fields=["password"])
    thief.post(reverse("account_login"), {"login": ada.email, "password": "a long enough secret"})
    change = ask(thief, "mallory@example.org")
    reader, link = Client(), stop_link()
    assert reader.get(link).status_code == 200
    change.refresh_from_db()
    assert change.waits, "a program that follows links has changed something"
    page = reader.post(link, follow=True).content.decode()
    assert "was stopped" in page
    assert thief.get(reverse("profile")).status_code == 302, "the thief is still inside"
    assert reader.get(reverse("profile")).status_code == 302, "a link has signed somebody in"
    keep_house(WAIT + timedelta(days=1))
    assert addresses(ada) == OLD_ONE
    assert "was stopped" in reader.post(link, follow=True).content.decode()


def test_a_link_that_nobody_was_sent_stops_nothing(ada, owner):
    change = ask(owner)
    assert Client().post(reverse("stop-address-change", args=["x" * 32])).status_code == 404
    change.refresh_from_db()
    assert change.waits


def test_with_a_code_from_the_old_mailbox_nobody_waits(ada, owner):
    ask(owner)
    asking = owner.post(reverse("account_email"), {"action_now": "1"})
    assert reverse("reauthenticate-by-code") in asking.url and addresses(ada) == OLD_ONE
    typing = owner.post(asking.url, {"action": "send"}).url
    assert mail.outbox[-1].to == ["ada@example.org"]
    owner.post(typing, {"code": mailed_code()})
    assert addresses(ada) == NEW_ONE


def test_a_code_from_before_the_wish_does_not_confirm_it(ada, owner):
    """Whoever signed in by code and then left the session open has confirmed nothing."""
    ask(owner)
    assert owner.post(reverse("account_email"), {"action_now": "1"}).status_code == 302
    assert addresses(ada) == OLD_ONE


def test_a_second_factor_is_no_code_from_the_old_mailbox(ada):
    give_factor(ada)
    thief = Client()
    sign_in(thief, ada, methods=("mfa",))
    ask(thief)
    assert reverse("reauthenticate-by-code") in thief.post(reverse("account_email"), {"action_now": "1"}).url
    assert addresses(ada) == OLD_ONE


def test_ada_thinks_better_of_it_and_asks_for_another(ada, owner):
    first = ask(owner)
    owner.post(reverse("account_email"), {"action_keep": "1"})
    first.refresh_from_db()
    assert first.stopped_at
    ask(owner, "third@example.org")
    ask(owner, "fourth@example.org")
    keep_house(WAIT + timedelta(minutes=1))
    assert addresses(ada)[0] == "fourth@example.org"


def test_an_address_that_somebody_else_has_by_then_is_not_given_twice(ada, owner):
    change = ask(owner)
    User.objects.create_user(NEW, name="Olu Bello")
    keep_house(WAIT + timedelta(minutes=1))
    change.refresh_from_db()
    assert addresses(ada) == OLD_ONE and change.stopped_at


def test_a_recovery_is_not_ended_by_asking_for_something_else(ada, owner):
    """Two people are giving ada's account back to her; whoever has taken it asks for an address of their own."""
    root = person("Root Admin", is_superuser=True)
    recovery = AddressChange.ask(ada, "ada@new.example", by=root)
    with pytest.raises(ValidationError):
        AddressChange.ask(ada, "thief@example.org", by=ada)
    recovery.refresh_from_db()
    assert recovery.waits
    with pytest.raises(IntegrityError), transaction.atomic():
        recovery.confirmed_by = root
        recovery.announce()


def test_when_it_is_recovered_whoever_was_inside_is_out(ada, bo):
    inside = Client()
    ada.set_password("a long enough secret")
    ada.save(update_fields=["password"])
    inside.post(reverse("account_login"), {"login": ada.email, "password": "a long enough secret"})
    recovery = AddressChange.ask(ada, NEW, by=bo)
    recovery.announce()
    keep_house(WAIT + timedelta(minutes=1))
    assert addresses(ada) == NEW_ONE and inside.get(reverse("profile")).status_code == 302


def test_what_ended_is_forgotten_after_a_month(ada, owner):
    ask(owner)
    keep_house(WAIT + timedelta(minutes=1))
    keep_house(timedelta(days=29))
    assert AddressChange.objects.count() == 1
    keep_house(timedelta(days=31))
    assert not AddressChange.objects.exists()


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES])
def test_the_letters_are_in_the_language_of_the_account(ada, owner, code):
    ada.interface_language = code
    ada.save(update_fields=["interface_language"])
    change = ask(owner)
    assert mail.outbox[-1].extra_headers["Content-Language"] == code
    assert stop_link().startswith(f"/{code}/accounts/email/stop/")
    assert Client().get(stop_link()).status_code == 200
    change.carry_out()
    for letter in mail.outbox[-2:]:
        assert "%(" not in letter.body and "None" not in letter.body and "\n" not in letter.subject
