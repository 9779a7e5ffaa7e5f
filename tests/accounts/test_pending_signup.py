"""Signing up leaves nothing of a person before the code of their mailbox, and tells nobody who has an account."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import pending_signup, session_store
from accounts.models import User
from tests.people import mailed_code, sign_up

pytestmark = pytest.mark.usefixtures("no_limits")
NADIA, CODE = "nadia@example.org", "account_email_verification_sent"


@pytest.fixture
def ada(ada):
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    return ada


def wish(browser: Client, address: str = NADIA, name: str = "Nadia Benali", door: str = "account_signup", **fields):
    return browser.post(reverse(door), {"email": address, "name": name, "country": "MA", "languages": ["ar"], **fields})


def rows() -> dict[str, int]:
    """How many rows each table has; apart from the session of the browser that asked, and from what is counted under hashes of
    addresses so that nobody asks too often."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model is not Session and model._meta.app_label != "limits"
    }


@pytest.mark.parametrize("door", ["account_signup", "account_signup_by_passkey"])
def test_a_stranger_who_types_somebodys_address_leaves_nothing(db, door):
    mallory, before = Client(), rows()
    wish(mallory, door=door)
    mallory.post(reverse(CODE), {"code": "00000000"})
    assert rows() == before
    assert User.free_name("Nadia Benali") == "Nadia Benali", "a name was taken"
    [session] = Session.objects.all()
    assert session.expire_date - timezone.now() <= timedelta(hours=1), "the wish is kept for longer"


def test_nadia_is_written_down_when_the_code_is_right_as_she_wished(client, db):
    wish(client)
    client.post(reverse(CODE), {"code": mailed_code()})
    nadia = User.objects.get()
    assert (nadia.email, nadia.name, nadia.country, nadia.languages) == (NADIA, "Nadia Benali", "MA", ["ar"])
    assert EmailAddress.objects.filter(user=nadia, email=NADIA, verified=True, primary=True).exists()
    assert client.get(reverse("profile")).status_code == 200 and not nadia.to_agree
    session = Session.objects.get(session_key=client.session.session_key)
    assert session.expire_date - timezone.now() > timedelta(days=29) and session_store.SIGN_UP not in client.session


def test_two_browsers_want_one_address_and_each_needs_the_code_that_it_asked_for(db):
    nadia, mallory = Client(), Client()
    wish(mallory, name="Mallory's Choice")
    his = mailed_code()
    wish(nadia, name="Nadia Benali")
    hers = mailed_code()
    nadia.post(reverse(CODE), {"code": his})
    assert not User.objects.exists()
    nadia.post(reverse(CODE), {"code": hers})
    assert User.objects.get().name == "Nadia Benali"
    mallory.post(reverse(CODE), {"code": his})
    assert User.objects.count() == 1 and mallory.get(reverse("profile")).status_code == 302


def test_signing_in_by_code_with_an_address_that_was_never_confirmed_makes_no_account(db):
    wish(Client())
    later = Client()
    later.post(reverse("account_request_login_code"), {"email": NADIA})
    assert "There is no account" in mail.outbox[-1].subject and not User.objects.exists()


def test_whose_name_was_taken_meanwhile_gets_in_and_chooses_another(client, db):
    wish(client)
    code = mailed_code()
    sign_up(Client(), "other@example.org", "Nadia Benali")
    answer = client.post(reverse(CODE), {"code": code})
    assert answer.url == reverse("profile") and User.objects.get(email=NADIA).name == ""
    client.post(reverse("profile"), {"name": "Nadia B. Benali"})
    assert User.objects.get(email=NADIA).name == "Nadia B. Benali"


def test_three_wrong_codes_end_it(client, db):
    wish(client)
    code = mailed_code()
    for _ in range(3):
        client.post(reverse(CODE), {"code": "00000000"})
    client.post(reverse(CODE), {"code": code})
    assert not User.objects.exists() and session_store.SIGN_UP not in client.session


def test_a_code_is_good_for_a_quarter_of_an_hour(client, db, monkeypatch):
    wish(client)
    now = pending_signup.AbstractCodeVerificationProcess.is_valid.__globals__["time"]
    later = now.time() + 15 * 60 + 1
    monkeypatch.setattr(now, "time", lambda: later)
    client.post(reverse(CODE), {"code": mailed_code()})
    assert not User.objects.exists()


@pytest.mark.parametrize("door", ["account_signup", "account_signup_by_passkey"])
def test_exactly_the_same_work_is_done_for_a_known_and_for_an_unknown_address(ada, door):
    """What is not done takes no time: this is what keeps the clock from telling."""
    works = {}
    for address in (ada.email, NADIA):
        stranger = Client()
        with CaptureQueriesContext(connection) as queries:
            for answer in (
                wish(stranger, address, "Somebody New", door),
                stranger.get(reverse(CODE)),
                stranger.post(reverse(CODE), {"code": "00000000"}),
                stranger.post(reverse(CODE), {"action": "change", "email": f"other.{address}"}),
            ):
                assert answer.status_code in (200, 302)
        works[address] = [query["sql"].partition(" ")[0] + query["sql"].partition("FROM")[2][:24] for query in queries]
    assert works[ada.email] == works[NADIA]


def test_both_are_written_to_and_can_ask_again(ada):
    for address in (ada.email, NADIA):
        stranger = Client()
        wish(stranger, address, "Somebody New")
        before = len(mail.outbox)
        stranger.post(reverse(CODE), {"action": "resend"})
        assert len(mail.outbox) == before + 1 and mail.outbox[-1].to == [address]
