"""Nobody uses up another's tries at the second factor, and nobody guesses on: strangers spend a budget of their own."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import budgets
from dialogue.limits import buckets
from tests.limits.spending import spend
from tests.people import SECRET, give_factor, mailed_code, sign_in

PASSWORD, ADA = "a long enough secret", "ada@example.org"
AGAIN, WRONG = "mfa_reauthenticate", "000000"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_quick_passwords")]


@pytest.fixture
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _no_time_passes(monkeypatch):
    """Else on a slow machine a budget fills up while it is spent."""
    monkeypatch.setattr(buckets, "time", type("Clock", (), {"time": lambda: 1.8e9, "monotonic": lambda: 1.8e9}))


@pytest.fixture(autouse=True)
def right(monkeypatch) -> str:
    """What ada's app shows, as long as the test lasts; typed twice it would be refused as used."""
    monkeypatch.setattr(auth.TOTP, "_mark_code_used", lambda self, code: True)
    counter = 60_000_000
    monkeypatch.setattr(auth, "yield_hotp_counters_from_time", lambda: iter([counter]))
    return auth.format_hotp_value(auth.hotp_value(SECRET, counter))


@pytest.fixture
def ada(ada):
    ada.set_password(PASSWORD)
    ada.save()
    EmailAddress.objects.create(user=ada, email=ADA, verified=True, primary=True)
    return give_factor(ada)


def with_the_password(address: str, browser: Client | None = None) -> Client:
    """Somebody who stands before the second factor."""
    browser = browser or Client(REMOTE_ADDR=address)
    assert browser.post(reverse("account_login"), {"login": ADA, "password": PASSWORD}).status_code == 302
    return browser


def type_in(browser: Client, code: str, page: str = "mfa_authenticate"):
    return browser.post(reverse(page), {"code": code})


def inside(browser: Client) -> bool:
    return browser.get(reverse("profile")).status_code == 200


def hers_of_yesterday(right: str) -> Client:
    browser = with_the_password("203.0.113.9")
    type_in(browser, right)
    assert inside(browser)
    return browser


def stolen_session(ada, address: str) -> Client:
    """A copy of an old session, without the cookie that marks ada's browser."""
    browser = Client(REMOTE_ADDR=address)
    sign_in(browser, ada, timedelta(days=3))
    return browser


def mallory_spends_everything(ada) -> None:
    """With the password and with a stolen session, from so many networks that nothing is left; also from where ada sits."""
    for n in range(3):
        for page, browser in (
            ("mfa_authenticate", with_the_password(f"198.51.100.{n}")),
            (AGAIN, stolen_session(ada, f"198.51.100.{n}")),
        ):
            said = [type_in(browser, WRONG, page).content.decode() for _ in range(12)]
            assert "Try again in" in said[-1]
    spend(budgets.FACTOR_ANYWHERE, ada.pk)
    spend(budgets.FACTOR, "203.0.113.9", ada.pk)
    spend(budgets.WRONG, "203.0.113.9")


def test_in_a_browser_that_ada_used_before_she_signs_in_whatever_mallory_tries(ada, right):
    hers = hers_of_yesterday(right)
    hers.post(reverse("account_logout"))
    mallory_spends_everything(ada)
    type_in(with_the_password("203.0.113.9", hers), right)
    assert inside(hers)


def test_in_her_session_she_proves_who_she_is_whatever_mallory_tries(ada, right):
    hers = hers_of_yesterday(right)
    mallory_spends_everything(ada)
    assert type_in(hers, right, AGAIN).status_code == 302
    [one, *_] = RecoveryCodes.activate(ada).get_unused_codes()
    assert type_in(hers, one, AGAIN).status_code == 302


def test_a_new_password_leaves_her_browser_known(ada, right):
    hers = hers_of_yesterday(right)
    new = {"oldpassword": PASSWORD, "password1": "quite another secret", "password2": "quite another secret"}
    assert hers.post(reverse("account_change_password"), new).status_code == 302
    ada.refresh_from_db()
    assert ada.check_password("quite another secret")
    mallory_tries = stolen_session(ada, "198.51.100.1")
    spend(budgets.FACTOR_ANYWHERE, ada.pk)
    assert "Try again in" in type_in(mallory_tries, right, AGAIN).content.decode()
    assert type_in(hers, right, AGAIN).status_code == 302


def test_a_thief_who_fills_a_stolen_session_keeps_her_neither_from_proving_nor_from_ending_it(ada, right):
    hers = hers_of_yesterday(right)
    stolen = stolen_session(ada, "198.51.100.1")
    answers = [type_in(stolen, WRONG, AGAIN).status_code for _ in range(budgets.OWN.ceiling + 1)]
    assert answers[0] == 200 and answers[-1] == 429
    assert type_in(hers, right, AGAIN).status_code == 302
    assert hers.post(reverse("usersessions_list")).status_code != 429


@pytest.mark.parametrize("door", ["mfa_authenticate", AGAIN])
def test_a_stranger_has_ten_tries_a_day_and_the_right_code_comes_too_late(ada, right, door):
    start = with_the_password if door != AGAIN else lambda address: stolen_session(ada, address)
    mallory = start("198.51.100.1")
    said = [type_in(mallory, WRONG, door).content.decode() for _ in range(budgets.FACTOR.ceiling + 1)]
    assert "did not fit" in said[-2] and "Try again in" in said[-1]
    assert type_in(mallory, right, door).status_code == 200
    again = start("198.51.100.1")
    assert type_in(again, right, door).status_code == 200, "another browser there has no tries of its own"
    assert type_in(start("192.0.2.1"), right, door).status_code == 302, "another network has"


def test_all_strangers_together_have_a_hundred_tries_a_day(ada, right):
    """Three of a million codes are right at any moment: three chances in ten thousand, a day."""
    strangers = [with_the_password(f"198.51.100.{n}") for n in range(11)]
    for mallory in strangers:
        for _ in range(budgets.FACTOR.ceiling):
            answer = type_in(mallory, WRONG)
    assert "Try again in" in answer.content.decode()
    assert budgets.FACTOR_ANYWHERE.ceiling == 100 and budgets.FACTOR_ANYWHERE.seconds == 86400
    fresh = with_the_password("192.0.2.1")
    type_in(fresh, right)
    assert not inside(fresh)


def test_a_known_browser_has_ten_tries_and_then_one_every_six_minutes(ada, right):
    hers = hers_of_yesterday(right)
    said = [type_in(hers, WRONG, AGAIN).content.decode() for _ in range(budgets.FACTOR_KNOWN.ceiling + 1)]
    assert "Try again in" in said[-1]
    assert type_in(hers, right, AGAIN).status_code == 200
    assert type_in(with_the_password("192.0.2.1"), right).status_code == 302, "a new one has those of strangers"


def test_what_was_right_costs_nothing(ada, right):
    hers = hers_of_yesterday(right)
    for _ in range(2 * budgets.FACTOR_KNOWN.ceiling):
        assert type_in(hers, right, AGAIN).status_code == 302


def test_her_mailbox_gets_a_mallory_no_further_than_the_second_factor(ada, right):
    """Who reads her mail has a session of nobody, and the strangers' tries."""
    mallory = Client(REMOTE_ADDR="198.51.100.1")
    mallory.post(reverse("account_request_login_code"), {"email": ADA})
    mallory.post(reverse("account_confirm_login_code"), {"code": mailed_code()})
    assert mail.outbox and not inside(mallory)
    spend(budgets.FACTOR_ANYWHERE, ada.pk)
    type_in(mallory, right)
    assert not inside(mallory)
