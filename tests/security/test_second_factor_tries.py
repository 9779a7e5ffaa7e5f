"""Nobody uses up another's tries at the second factor, and nobody guesses on: strangers spend a budget of their own."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import budgets
from accounts.known_devices import Device
from accounts.models import AddressChange
from dialogue.limits import buckets
from tests.limits.spending import spend
from tests.people import SECRET, give_factor, mailed_code, sign_in

PASSWORD, ADA = "a long enough secret", "ada@example.org"
AGAIN, FACTOR_OF_RESET, WRONG = "mfa_reauthenticate", "account_reset_password_factor", "000000"
pytestmark = pytest.mark.django_db


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
    ada.save(update_fields=["password"])
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


@pytest.mark.parametrize("methods", [("code",), ("mfa",)])
def test_setting_up_another_app_gives_no_more_tries_at_the_one_there_is(ada, right, methods):
    mallory, door = Client(REMOTE_ADDR="198.51.100.1"), "mfa_activate_totp"
    sign_in(mallory, ada, methods=methods)
    for said in [*["so this one was not"] * budgets.FACTOR.ceiling, "Try again in"]:
        type_in(mallory, WRONG, door)
        assert said in mallory.get(reverse("mfa_index")).content.decode()
    type_in(mallory, right, door)
    assert "Try again in" in mallory.get(reverse("mfa_index")).content.decode()


@pytest.mark.parametrize("door", ["mfa_authenticate", AGAIN])
def test_a_stranger_has_ten_tries_a_day_and_the_right_code_comes_too_late(ada, right, door):
    start = with_the_password if door != AGAIN else lambda address: stolen_session(ada, address)
    mallory = start("198.51.100.1")
    said = [type_in(mallory, WRONG, door).content.decode() for _ in range(budgets.FACTOR.ceiling + 1)]
    assert "did not match" in said[-2] and "Try again in" in said[-1]
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


NEW = {"password1": "what mallory chose", "password2": "what mallory chose"}


def reset_by_mail(browser: Client):
    """As far as whoever reads ada's mail gets."""
    browser.post(reverse("account_reset_password"), {"email": ADA})
    browser.post(reverse("account_confirm_password_reset_code"), {"code": mailed_code()})
    return browser.post(reverse("account_complete_password_reset"), NEW)


def test_a_stolen_mailbox_gets_no_new_password_and_ends_no_session(ada, right):
    hers, mallory = hers_of_yesterday(right), Client(REMOTE_ADDR="198.51.100.1")
    before = ada.password
    assert reset_by_mail(mallory).url == reverse(FACTOR_OF_RESET)
    assert mallory.get(reverse("account_complete_password_reset")).url == reverse(FACTOR_OF_RESET)
    page = mallory.get(reverse(FACTOR_OF_RESET)).content.decode()
    assert f'action="{reverse(FACTOR_OF_RESET)}"' in page and reverse("mfa_authenticate") not in page
    assert "did not match" in type_in(mallory, WRONG, FACTOR_OF_RESET).content.decode()
    assert mallory.post(reverse("account_complete_password_reset"), NEW).url == reverse(FACTOR_OF_RESET)
    ada.refresh_from_db()
    assert ada.password == before and inside(hers)


def test_whoever_shows_the_factor_too_gets_the_new_password(ada, right):
    hers = hers_of_yesterday(right)
    new = Client(REMOTE_ADDR="192.0.2.1")
    reset_by_mail(new)
    assert type_in(new, right, FACTOR_OF_RESET).url == reverse("account_complete_password_reset")
    assert new.get(reverse(FACTOR_OF_RESET)).url == reverse("account_complete_password_reset"), "asked once"
    assert new.post(reverse("account_complete_password_reset"), NEW).status_code == 302
    ada.refresh_from_db()
    assert ada.check_password(NEW["password1"]) and not inside(hers) and not inside(new)
    reset_by_mail(new)
    ada.refresh_from_db()
    assert ada.check_password(NEW["password1"]), "what was shown was for that one reset"


def test_a_passkey_does_for_a_reset_as_well(ada, monkeypatch):
    passkey = Authenticator.objects.create(user=ada, type=Authenticator.Type.WEBAUTHN, data={})
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda user: [])
    new = Client(REMOTE_ADDR="192.0.2.1")
    reset_by_mail(new)
    monkeypatch.setattr("allauth.mfa.webauthn.forms.AuthenticateWebAuthnForm.clean_credential", lambda self: passkey)
    new.post(reverse(FACTOR_OF_RESET), {"credential": "[1]"})
    assert new.get(reverse("account_complete_password_reset")).status_code == 200


def test_without_a_factor_the_mailbox_is_enough(bo):
    EmailAddress.objects.create(user=bo, email=bo.email, verified=True, primary=True)
    browser = Client()
    browser.post(reverse("account_reset_password"), {"email": bo.email})
    assert browser.get(reverse(FACTOR_OF_RESET)).status_code == 302, (
        "there is nothing to ask before the mailbox has spoken"
    )
    browser.post(reverse("account_confirm_password_reset_code"), {"code": mailed_code()})
    browser.post(reverse("account_complete_password_reset"), NEW)
    bo.refresh_from_db()
    assert bo.check_password(NEW["password1"])


def test_a_reset_asks_for_the_factor_as_often_as_a_sign_in_does(ada, right):
    mallory = Client(REMOTE_ADDR="198.51.100.1")
    reset_by_mail(mallory)
    said = [type_in(mallory, WRONG, FACTOR_OF_RESET).content.decode() for _ in range(budgets.FACTOR.ceiling + 1)]
    assert "did not match" in said[-2] and "Try again in" in said[-1]
    assert type_in(mallory, right, FACTOR_OF_RESET).status_code == 200


def test_a_minister_whose_mailbox_is_stolen_gets_in_where_she_did_before(ada, right):
    """The thief tries resets, codes and her app, for as long as they like; her password even becomes another."""
    hers = hers_of_yesterday(right)
    hers.post(reverse("account_logout"))
    mallory_spends_everything(ada)
    reset_by_mail(Client(REMOTE_ADDR="198.51.100.9"))
    ada.set_password(NEW["password1"])
    ada.save(update_fields=["password"])
    hers.post(reverse("account_request_login_code"), {"email": ADA})
    hers.post(reverse("account_confirm_login_code"), {"code": mailed_code()})
    type_in(hers, right)
    assert inside(hers)


def test_other_factors_make_her_browsers_strangers_but_not_the_one_she_changes_them_in(ada, right):
    hers, elsewhere = hers_of_yesterday(right), hers_of_yesterday(right)
    assert hers.post(reverse("mfa_deactivate_totp")).status_code == 302
    ada.refresh_from_db()
    assert knows(hers, ada) and not knows(elsewhere, ada)
    give_factor(ada)
    assert not knows(hers, ada), "set up elsewhere"
    again = hers_of_yesterday(right)
    change = AddressChange.ask(ada, "new@example.org", None)
    assert change.carry_out() and not knows(again, ada), "given back by two people, it has nothing of before"


def knows(browser: Client, who) -> bool:
    who.refresh_from_db()
    return Device(browser.cookies[settings.DEVICE_COOKIE_NAME].value).knows(who)
