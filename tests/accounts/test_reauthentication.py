"""Showing once more who sits here, by a mailed code, and how long a proof is good."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.addresses import page_before
from accounts.reauthentication import (
    FRESH_FOR_OFFICIAL_WORDS,
    authenticated_at,
    has_factor,
    may_speak_officially,
)
from tests.live.lines import Line
from tests.people import give_factor, mailed_code, say, sign_in

pytestmark = pytest.mark.usefixtures("no_limits")
ASKS, LAST_WEEK = "reauthenticate-by-code", timedelta(days=7)


@pytest.fixture
def ada(ada):
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    return ada


@pytest.fixture
def old(ada) -> Client:
    """Ada's, open since last week."""
    old = Client()
    sign_in(old, ada, LAST_WEEK)
    return old


def is_asked(browser: Client) -> bool:
    return browser.get(reverse("leave")).status_code == 302


def test_looking_sends_no_mail_and_does_not_show_the_address(old, ada):
    page = old.get(reverse(ASKS)).content.decode()
    assert not mail.outbox and ada.email not in page and "a…@example.org" in page


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES])
def test_the_letter_warns_whoever_did_not_ask(old, ada, code):
    ada.interface_language = code
    ada.save(update_fields=["interface_language"])
    page = old.post(reverse(ASKS), {"action": "send"}).url
    [letter] = mail.outbox
    assert letter.to == [ada.email] and letter.extra_headers["Content-Language"] == code
    assert mailed_code() in letter.subject and f"/{code}/accounts/login/" in letter.body and "%(" not in letter.body
    assert 'inputmode="numeric"' in old.get(page).content.decode()


def test_the_code_signs_nobody_in(old, ada):
    """Whoever is talked into reading it out gives away one answer, not the account."""
    old.post(reverse(ASKS), {"action": "send"})
    code, elsewhere = mailed_code(), Client()
    elsewhere.post(reverse("account_request_login_code"), {"email": ada.email})
    elsewhere.post(reverse("account_confirm_login_code"), {"code": code})
    assert elsewhere.get(reverse("profile")).status_code == 302


def test_three_wrong_codes_end_it(old):
    old.post(reverse(ASKS), {"action": "send"})
    code = mailed_code()
    for _ in range(3):
        old.post(reverse(ASKS), {"code": "00000000"})
    old.post(reverse(ASKS), {"code": code})
    assert is_asked(old)


def test_nobody_fills_a_mailbox_with_codes(old):
    for _ in range(12):
        answer = old.post(reverse(ASKS), {"action": "send"}, follow=True)
    assert len(mail.outbox) <= 10 and "Too many attempts" in answer.content.decode()


def test_a_code_sent_to_an_address_that_ada_has_left_is_worth_nothing(old, ada):
    old.post(reverse(ASKS), {"action": "send"})
    ada.email = "other@example.org"
    ada.save(update_fields=["email"])
    old.post(reverse(ASKS), {"code": mailed_code()})
    assert is_asked(old)


def test_a_code_of_another_browser_is_worth_nothing(old, ada):
    other = Client()
    sign_in(other, ada, LAST_WEEK)
    other.post(reverse(ASKS), {"action": "send"})
    old.post(reverse(ASKS), {"action": "send"})
    first = mail.outbox[0].body
    assert mailed_code() not in first
    other.post(reverse(ASKS), {"code": mailed_code()})
    assert is_asked(other)


def test_what_was_sent_is_not_kept_over_the_question(old):
    old.post(reverse("account_set_password"), {"password1": "a secret phrase", "password2": "a secret phrase"})
    assert "a secret phrase" not in str(dict(old.session.items()))


def test_who_has_just_signed_in_by_a_code_is_not_asked(ada):
    browser = Client()
    browser.post(reverse("account_request_login_code"), {"email": ada.email})
    browser.post(reverse("account_confirm_login_code"), {"code": mailed_code()})
    assert not is_asked(browser)


def shown(who, **methods: int) -> dict:
    """A session of `who` in which they used these methods so many hours after midnight."""
    start = datetime(2026, 11, 29, tzinfo=UTC).timestamp()
    records = [{"method": method, "at": start + hours * 3600} for method, hours in methods.items()]
    owner = {"_auth_user_id": str(who.pk), "account_authentication_methods_user": str(who.pk)}
    return owner | {"account_authentication_methods": records}


def test_when_a_session_last_showed_whose_it_is(ada, bo):
    assert authenticated_at({}) is None and authenticated_at({"_auth_user_id": str(ada.pk)}) is None
    assert authenticated_at(shown(ada, code=1, password=2)).hour == 2
    assert authenticated_at(shown(ada, code=3, mfa=2)).hour == 2, "a mailed code does not renew a second factor"
    assert authenticated_at(shown(ada, socialaccount=3)) is None
    assert authenticated_at(shown(ada, code=3) | {"_auth_user_id": str(bo.pk)}) is None


@pytest.mark.parametrize("door", ["posts", "revisions"])
def test_a_thief_with_the_cookie_of_yesterday_says_nothing_for_the_assembly(ada, room, mandate, door):
    """Neither new words nor other ones; ada shows once more that it is she, and speaks."""
    post, thief = say(ada, room, "We sign.", mandate=mandate.pk), Client()
    sign_in(thief, ada, FRESH_FOR_OFFICIAL_WORDS + timedelta(minutes=1))
    words = {"text": "We declare war.", "mandate": mandate.pk}
    address = reverse(door, args=[room.slug] if door == "posts" else [room.slug, post.seq])
    refused = thief.post(address, words, headers={"accept": "application/json"})
    assert refused.status_code == 403 and refused.json()["error"]["code"] == "prove_first"
    personal = thief.post(
        reverse("posts", args=[room.slug]), {"text": "I agree."}, headers={"accept": "application/json"}
    )
    assert personal.status_code == 200
    owner = Client()
    sign_in(owner, ada, FRESH_FOR_OFFICIAL_WORDS - timedelta(minutes=1))
    assert owner.post(address, words, headers={"accept": "application/json"}).status_code == 200


@pytest.mark.django_db(transaction=True)
async def test_nor_by_a_socket(engine, room, ada, mandate):
    browser = Client()
    await sync_to_async(sign_in)(browser, ada, LAST_WEEK)
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    async with Line(room, ada, session_key=key) as line:
        await line.send(do="post", key=str(uuid4()), text="We declare war.", mandate=mandate.pk)
        assert (await line.hear("ack", "error"))["error"]["code"] == "prove_first"


def test_a_session_speaks_officially_for_a_working_day(ada):
    now = timezone.now()
    assert may_speak_officially(ada, now - FRESH_FOR_OFFICIAL_WORDS + timedelta(minutes=1))
    assert not may_speak_officially(ada, now - FRESH_FOR_OFFICIAL_WORDS - timedelta(minutes=1))
    assert not may_speak_officially(ada, None)


def test_codes_on_paper_alone_are_no_second_factor(ada):
    Authenticator.objects.create(user=ada, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert not has_factor(ada)
    give_factor(ada)
    assert has_factor(ada)


@pytest.mark.parametrize(
    "before", ["https://mallory.example/people/me/leave/", "//mallory.example/people/me/leave/", ""]
)
def test_whoever_is_asked_is_led_back_to_the_page_they_were_on_and_to_none_that_mallory_names(before):
    request = RequestFactory().post("/", headers={"referer": "http://testserver/rooms/rain/?after=3"})
    assert page_before(request) == "/rooms/rain/?after=3"
    assert page_before(RequestFactory().post("/", headers={"referer": before})) == reverse("home")
