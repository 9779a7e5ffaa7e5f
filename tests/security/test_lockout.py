"""Nobody locks another out, and nobody guesses on: strangers spend a budget of their own."""

import re
from urllib.parse import unquote

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts import budgets
from accounts.known_devices import Device
from dialogue.limits import buckets, failures
from tests.limits.spending import spend
from tests.people import person

CODE = re.compile(r"^\d{4}-\d{4}$", re.MULTILINE)
PASSWORD = "a long enough secret"
ADA = "ada@example.org"
pytestmark = pytest.mark.django_db


def member(name: str):
    who = person(name)
    who.set_password(PASSWORD)
    who.save(update_fields=["password"])
    EmailAddress.objects.create(user=who, email=who.email, verified=True, primary=True)
    return who


@pytest.fixture
def ada():
    return member("Ada Mensah")


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Minutes pass when a test says so."""
    now = [1_800_000_000.0]
    monkeypatch.setattr(buckets, "time", type("Clock", (), {"time": lambda: now[0], "monotonic": lambda: now[0]}))

    def passes(minutes: float) -> None:
        now[0] += minutes * 60

    return passes


def browser(address: str) -> Client:
    return Client(REMOTE_ADDR=address)


def ask(client: Client, mailbox: str = ADA):
    return client.post(reverse("account_request_login_code"), {"email": mailbox})


def type_in(client: Client, code: str):
    return client.post(reverse("account_confirm_login_code"), {"code": code})


def newest(mailbox: str = ADA) -> str:
    return CODE.search([each for each in mail.outbox if each.to == [mailbox]][-1].body)[0]


def inside(client: Client) -> bool:
    return client.get(reverse("profile")).status_code == 200


def password(client: Client, word: str, mailbox: str = ADA):
    return client.post(reverse("account_login"), {"login": mailbox, "password": word})


def signed_in_before(address: str) -> Client:
    client = browser(address)
    ask(client)
    type_in(client, newest())
    assert inside(client)
    client.post(reverse("account_logout"))
    return client


def strangers_spend_everything() -> None:
    """Mallory asks for ada's codes and tries passwords, from so many networks that nothing is left; and from the hall, too."""
    for n in range(8):
        mallory = browser(f"198.51.100.{n}")
        ask(mallory)
        password(mallory, "wrong")
    for budget in (budgets.MAIL, budgets.MAIL_AT_ONCE, budgets.PASSWORD_ANYWHERE, budgets.CODE_ANYWHERE):
        spend(budget, ADA)
    spend(budgets.SIGN_IN, "network 203.0.113.9")
    spend(budgets.WRONG, "203.0.113.9")
    spend(budgets.MAIL_FROM, "203.0.113.9")


def test_a_browser_that_ada_used_before_lets_her_in_by_code_and_by_password(ada):
    hers = signed_in_before("203.0.113.9")
    strangers_spend_everything()
    sent = len(mail.outbox)
    assert ask(browser("203.0.113.9")).status_code == 429, "the network of the hall is spent"
    assert ask(hers).status_code == 302 and len(mail.outbox) == sent + 1
    type_in(hers, newest())
    assert inside(hers)
    hers.post(reverse("account_logout"))
    password(hers, PASSWORD)
    assert inside(hers)


def test_a_passkey_lets_her_in(ada, monkeypatch):
    passkey = Authenticator.objects.create(user=ada, type="webauthn", data={})
    strangers_spend_everything()
    client = browser("203.0.113.9")
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    form = "allauth.mfa.webauthn.forms.AuthenticateWebAuthnForm.clean_credential"
    monkeypatch.setattr(form, lambda self: passkey)
    client.post(reverse("mfa_login_webauthn"), {"credential": "[1]"})
    assert inside(client)


def test_a_new_browser_on_a_fresh_network_gets_in_with_the_code_that_mallory_asked_for(ada):
    for n in range(20):
        assert ask(browser(f"198.51.100.{n}")).status_code == 302, "asked for again, it is sent again or on its way"
    sent = [each for each in mail.outbox if each.to == [ADA]]
    assert len(sent) == budgets.MAIL_AT_ONCE.ceiling and len({CODE.search(each.body)[0] for each in sent}) == 1
    hers = browser("192.0.2.1")
    assert ask(hers).status_code == 302 and len(mail.outbox) == len(sent), "no mail more"
    type_in(hers, newest())
    assert inside(hers)
    late = browser("198.51.100.0")
    ask(late)
    type_in(late, CODE.search(sent[0].body)[0])
    assert not inside(late), "it works once, in whichever browser"


def test_however_long_mallory_goes_on_she_is_in_within_half_an_hour(ada, clock):
    """All the codes of the day are spent, and each that becomes possible mallory takes at once."""
    spend(budgets.CODE_MAIL, ADA)
    spend(budgets.CODE_MAIL_AT_ONCE, ADA)
    hers = browser("192.0.2.1")
    refused = ask(hers)
    assert refused.status_code == 429 and 0 < int(refused["Retry-After"]) <= 30 * 60
    assert refused.content.decode().count("Try again in") == 1
    clock(int(refused["Retry-After"]) / 60)
    assert ask(browser("198.51.100.7")).status_code == 302
    assert ask(hers).status_code == 302
    type_in(hers, newest())
    assert inside(hers)


def test_four_hundred_behind_one_address_sign_in_within_five_minutes(clock):
    """Each asks for a code and types it, every tenth once wrongly; the last ten of them here as pages."""
    hall = "203.0.113.9"
    for n in range(390):
        for _ in range(3 if n % 10 == 0 else 2):
            budgets.SIGN_IN.take(f"network {hall}")
        budgets.MAIL_FROM.take(hall)
        if n % 10 == 0:
            budgets.WRONG.take(hall)
        clock(5 / 400)
    for n in range(10):
        client, who = browser(hall), quick(n)
        assert ask(client, who).status_code == 302, who
        if n == 0:
            type_in(client, "0000-0000")
        assert type_in(client, newest(who)).status_code == 302, who
        assert inside(client)
        clock(5 / 400)


def quick(n: int) -> str:
    """Somebody without the slow parts."""
    from accounts.models import User

    who = User.objects.create(email=f"p{n}@example.org", name=f"P{n}", password="!")
    EmailAddress.objects.create(user=who, email=who.email, verified=True, primary=True)
    return who.email


def test_guesses_are_limited_for_each_network_and_in_all(ada):
    mallory = browser("198.51.100.1")
    answers = [password(mallory, f"wrong {n}") for n in range(7)]
    assert "Try again in" in answers[-1].content.decode()
    password(mallory, PASSWORD)
    assert not inside(mallory), "right, but too late"
    hers = browser("192.0.2.1")
    password(hers, PASSWORD)
    assert inside(hers), "another network has its own tries"
    spend(budgets.PASSWORD_ANYWHERE, ADA)
    other = browser("192.0.2.2")
    assert "passkey" in password(other, PASSWORD).content.decode() and not inside(other)


def test_codes_are_tried_nine_times_an_hour_from_one_network_however_many_browsers(ada):
    for n in range(3):
        mallory = browser("198.51.100.1")
        ask(mallory)
        for guess in range(3):
            type_in(mallory, f"0000-00{n}{guess}")
    mallory = browser("198.51.100.1")
    ask(mallory)
    type_in(mallory, newest())
    assert not inside(mallory)


def test_a_cookie_of_another_account_or_of_ones_own_making_opens_no_budget(ada):
    bo = member("Bo Lindqvist")
    device = Device()
    cookie = device.remember(bo)
    assert Device(cookie).knows(bo) and not Device(cookie).knows(ada)
    forged = ".".join([device.id, "0" * 40, device.mark(ada)])
    for wrong in (forged, "", ".", "a.b.c", cookie[:-1], "\x00.\x00", cookie + ".x" * 500):
        assert not Device(wrong).knows(ada) and not (wrong == cookie[:-1] and Device(wrong).knows(bo))
    bo.set_password("quite another secret")
    assert not Device(cookie).knows(bo), "a new password makes it void"


def test_the_cookie_is_for_the_server_alone_and_names_nobody(ada):
    client = browser("192.0.2.1")
    assert "device" not in client.get("/").cookies
    ask(client)
    cookie = type_in(client, newest()).cookies["device"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] > 30 * 86400
    said = unquote(cookie.value).lower()
    # Her whole name and address: "ada" alone stands in every fiftieth value of random hexadecimal digits.
    assert "mensah" not in said and ADA not in said and str(ada.pk) not in said.split(".")
    assert settings.DEVICE_COOKIE_NAME == "device", "with __Host- where there is https"


def test_wrong_codes_over_all_accounts_are_counted_and_told_once(ada, settings, caplog):
    settings.FAILED_CODES_ALARM = 3
    told = []
    failures.on_failure(lambda: told.append(1))
    for n in range(3):
        mallory = browser(f"198.51.100.{n}")
        ask(mallory)
        type_in(mallory, "0000-0000")
    assert not [each for each in caplog.records if each.levelname == "ERROR"]
    password(browser("198.51.100.77"), "wrong")
    password(browser("198.51.100.78"), "wrong")
    errors = [each.getMessage() for each in caplog.records if each.levelname == "ERROR"]
    assert len(told) == 5 and len(errors) == 1 and "More than 3 wrong codes" in errors[0]
    failures._listeners.pop()


def test_whoever_signs_in_again_and_again_takes_nobodys_place_in_a_browser_of_the_library():
    ada, *others = (person(f"{name} Mensah") for name in ("Ada", "Bo", "Cy", "Di", "Ed"))
    cookie = Device().remember(ada)
    for each in (*others, *others):
        cookie = Device(cookie).remember(each)
    assert all(Device(cookie).knows(each) for each in (ada, *others))
