"""Signing up and in, and what these pages tell about who has an account: nothing."""

import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.models.user import Origin
from tests.people import person
from tests.people import sign_in as enter

# Each test is a visitor's first; the limits have tests of their own.
pytestmark = pytest.mark.usefixtures("no_limits")
CODE = re.compile(r"^[A-Z0-9]{3,}-?[A-Z0-9]{2,}$", re.MULTILINE)


def sign_in(client, who: User, mails) -> None:
    ask(client, who.email)
    client.post(reverse("account_confirm_login_code"), {"code": CODE.search(mails[-1].body)[0]})


def ask(client, address: str):
    return client.post(reverse("account_request_login_code"), {"email": address}, follow=True)


def test_ada_signs_in_with_a_code_and_the_code_works_once(client, confirmed_ada, mailoutbox):
    ask(client, confirmed_ada.email)
    code = CODE.search(mailoutbox[0].body)[0]
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert client.get(reverse("profile")).status_code == 200
    client.post(reverse("account_logout"))
    ask(client, confirmed_ada.email)
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert client.get(reverse("profile")).status_code == 302


def test_ada_signs_in_with_a_password_once_she_has_set_one(client, confirmed_ada, mailoutbox):
    confirmed_ada.set_password("a long enough secret")
    confirmed_ada.save(update_fields=["password"])
    for password, status in (("not the password", 302), ("a long enough secret", 200)):
        client.post(reverse("account_login"), {"login": confirmed_ada.email, "password": password})
        assert client.get(reverse("profile")).status_code == status
    assert not mailoutbox


def test_a_wrong_code_lets_nobody_in(client, confirmed_ada, mailoutbox):
    ask(client, confirmed_ada.email)
    client.post(reverse("account_confirm_login_code"), {"code": "WRONG1"})
    assert client.get(reverse("profile")).status_code == 302


def test_no_page_tells_whether_an_address_has_an_account(client, confirmed_ada, mailoutbox):
    known = ask(client, confirmed_ada.email)
    client.cookies.clear()
    unknown = ask(client, "nobody@example.org")
    assert known.redirect_chain == unknown.redirect_chain and known.status_code == unknown.status_code

    def visible(answer, address: str) -> str:
        text = re.sub(r'(value|nonce)="[^"]*"|"[^"]*\.js"', "", answer.content.decode())
        return text.replace(address, "ADDRESS")

    assert visible(known, confirmed_ada.email) == visible(unknown, "nobody@example.org")


def sign_up(client, address: str, name: str):
    return client.post(
        reverse("account_signup"), {"email": address, "name": name, "country": "MA", "languages": ["ar", "fr"]}
    )


def test_nadia_signs_up_with_a_public_name_and_confirms_by_code(client, db, mailoutbox):
    sign_up(client, "nadia@example.org", "Nadia Benali")
    code = CODE.search(mailoutbox[0].body)[0]
    client.post(reverse("account_email_verification_sent"), {"code": code})
    nadia = User.objects.get(email="nadia@example.org")
    assert (nadia.name, nadia.country, nadia.languages) == ("Nadia Benali", "MA", ["ar", "fr"])
    assert client.get(reverse("profile")).status_code == 200


def test_signing_up_with_a_taken_address_looks_the_same(client, confirmed_ada, mailoutbox):
    taken = sign_up(client, confirmed_ada.email, "Somebody Else")
    client.cookies.clear()
    fresh = sign_up(client, "fresh@example.org", "Somebody New")
    assert (taken.status_code, taken.url) == (fresh.status_code, fresh.url)
    assert not User.objects.filter(name="Somebody Else").exists()


@pytest.mark.parametrize(
    "name", ["Ada Mensah", "АDA mensah", "ADA  MENSAH", "Ada\u202eMensah", "✔ Ada", "", "   ", "12345"]
)
def test_nobody_takes_a_name_that_looks_like_adas_or_like_none(client, confirmed_ada, name):
    answer = sign_up(client, "mallory@example.org", name)
    assert answer.status_code == 200 and answer.context["form"].errors["name"]
    assert User.objects.count() == 1


def test_ada_changes_her_name_and_keeps_it_when_it_is_the_same(client, confirmed_ada):
    client.force_login(confirmed_ada)
    for name in ("Ada Mensah", "Ada M. Mensah"):
        answer = client.post(reverse("profile"), {"name": name, "country": "GH"})
        assert answer.status_code == 302
        confirmed_ada.refresh_from_db()
        assert confirmed_ada.name == name


def test_ending_the_other_sessions_ends_them(confirmed_ada, mailoutbox):
    here, there = Client(), Client()
    for browser in (here, there):
        sign_in(browser, confirmed_ada, mailoutbox)
        assert browser.get(reverse("profile")).status_code == 200
    here.post(reverse("usersessions_list"))
    assert here.get(reverse("profile")).status_code == 200
    assert there.get(reverse("profile")).status_code == 302
    assert Session.objects.count() == 1


def test_a_new_password_ends_the_sessions_opened_with_the_old_one(client, confirmed_ada):
    confirmed_ada.set_password("a long enough secret")
    confirmed_ada.save(update_fields=["password"])
    elsewhere = Client()
    for browser in (client, elsewhere):
        enter(browser, confirmed_ada)
    fields = {
        "oldpassword": "a long enough secret",
        "password1": "quite another secret",
        "password2": "quite another secret",
    }
    client.post(reverse("account_change_password"), fields)
    assert client.get(reverse("profile")).status_code == 200
    assert elsewhere.get(reverse("profile")).status_code == 302


def test_only_the_demonstration_lets_people_in_with_one_click(client, db, settings):
    invented = person("Invented Person", origin=Origin.DEMONSTRATION)
    address = reverse("enter-demonstration", args=[invented.handle])
    assert client.post(address).status_code == 404
    settings.DEMONSTRATION = True
    assert client.post(address).status_code == 302
    assert client.get(reverse("profile")).status_code == 200
    real = person("Real Person")
    assert client.post(reverse("enter-demonstration", args=[real.handle])).status_code == 404


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "https:evil"]
)
def test_nobody_is_led_to_another_site(client, confirmed_ada, settings, target):
    client.force_login(confirmed_ada)
    assert client.post(reverse("profile"), {"name": confirmed_ada.name, "next": target}).url == reverse("profile")


@pytest.mark.parametrize(
    "target", ["http://[", "http://testserver:81/", "\\\\mallory.example", "profile", "?a", "/\\mallory.example"]
)
def test_whoever_signs_in_with_a_way_that_is_none_comes_to_the_home_page(client, confirmed_ada, target):
    confirmed_ada.set_password("a long enough secret")
    confirmed_ada.save(update_fields=["password"])
    assert client.get(reverse("account_confirm_login_code"), {"next": target}).url == "/accounts/login/code/?ended=1"
    typed = {"login": confirmed_ada.email, "password": "a long enough secret", "next": target}
    assert client.post(reverse("account_login"), typed).url == "/"


def test_a_way_with_many_parts_leads_on(client, confirmed_ada):
    confirmed_ada.set_password("a long enough secret")
    confirmed_ada.save(update_fields=["password"])
    way = "/?" + "&".join("a" * 150)
    typed = {"login": confirmed_ada.email, "password": "a long enough secret", "next": way}
    page = "http://testserver/accounts/login/"
    assert client.post(reverse("account_login"), typed, headers={"referer": page}).url == way


def test_trying_codes_is_limited(client, confirmed_ada, mailoutbox):
    ask(client, confirmed_ada.email)
    answers = [client.post(reverse("account_confirm_login_code"), {"code": f"WRONG{n}"}) for n in range(5)]
    assert answers[-1].status_code in (302, 429)
    right = CODE.search(mailoutbox[0].body)[0]
    client.post(reverse("account_confirm_login_code"), {"code": right})
    assert client.get(reverse("profile")).status_code == 302


def test_whoever_comes_again_stays_signed_in_and_it_is_written_once_a_day(client, confirmed_ada):
    client.force_login(confirmed_ada)
    month = timedelta(days=30)

    def ends() -> datetime:
        return Session.objects.get().expire_date

    Session.objects.update(expire_date=timezone.now() + timedelta(days=3))
    answer = client.get("/")
    assert ends() > timezone.now() + month - timedelta(minutes=1)
    assert answer.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == month.total_seconds()
    before = ends()
    assert settings.SESSION_COOKIE_NAME not in client.get("/").cookies and ends() == before
    # Who does not come again is signed out all the same.
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get(reverse("profile")).status_code == 302


def test_whoever_began_to_sign_up_and_signs_in_instead_stays_signed_in(client, confirmed_ada):
    sign_up(client, "new@example.org", "Nobody Yet")
    hour = Session.objects.get().expire_date
    assert hour < timezone.now() + timedelta(hours=1, minutes=1)
    client.get("/")
    assert Session.objects.get().expire_date == hour, "what was only begun ends, however often they look"
    client.force_login(confirmed_ada)
    client.get("/")
    assert Session.objects.get().expire_date > timezone.now() + timedelta(days=29)


def test_a_session_that_ends_with_the_browser_still_does_when_it_is_renewed(client, confirmed_ada):
    client.force_login(confirmed_ada)
    session = client.session
    session.set_expiry(0)
    session.save()
    Session.objects.update(expire_date=timezone.now() + timedelta(days=3))
    assert client.get("/").cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""
