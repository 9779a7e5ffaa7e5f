"""The pages of signing in and of one's own account, in every language."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.budgets import SIGN_IN
from accounts.second_factors import begin_anew
from tests.limits.spending import spend
from tests.people import give_factor, person, sign_in

CODES = [code for code, _ in settings.LANGUAGES]
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
LAPTOP = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


pytestmark = pytest.mark.usefixtures("no_limits")


@pytest.fixture
def ada(ada):
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    return ada


def enter(who, device: str, known: str = "ada@example.org") -> Client:
    """A browser of `who`, signed in by a code."""
    browser = Client(headers={"user-agent": device})
    browser.post(reverse("account_request_login_code"), {"email": known})
    code = re.search(r"^\d{4}-\d{4}$", mail.outbox[-1].body, re.MULTILINE)[0]
    assert browser.post(reverse("account_confirm_login_code"), {"code": code}).status_code == 302
    return browser


def plain(answer, code: str) -> str:
    """The page, which is in its language and shaped like ours."""
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}"' in html and 'class="bar"' in html
    assert html.count("<h1") == 1 and "placeholder=" not in html
    return html


@pytest.mark.parametrize("code", CODES)
def test_every_page_of_the_entrance_is_ours(client, ada, code):
    doors = (
        "account_login",
        "account_signup",
        "account_request_login_code",
        "account_reset_password",
        "account_inactive",
    )
    for door in doors:
        plain(client.get(f"/{code}{reverse(door)}"), code)
    for door, form, next_door in (
        ("account_request_login_code", {"email": ada.email}, "account_confirm_login_code"),
        ("account_reset_password", {"email": ada.email}, "account_confirm_password_reset_code"),
        ("account_signup", {"email": "nadia@example.org", "name": f"Nadia {code}"}, "account_email_verification_sent"),
    ):
        stranger = Client()
        answer = stranger.post(f"/{code}{reverse(door)}", form)
        assert answer.url == f"/{code}{reverse(next_door)}"
        html = plain(stranger.get(answer.url), code)
        assert 'autocomplete="one-time-code"' in html and 'inputmode="numeric"' in html
        assert 'value="resend"' in html or 'class="button" href="/' in html
        html = plain(stranger.post(answer.url, {"code": "0000-0000"}), code)
        assert 'aria-invalid="true"' in html and "errorlist" in html


@pytest.mark.parametrize("code", CODES)
def test_every_page_of_the_account_is_ours(client, ada, code):
    sign_in(client, ada)
    for door in ("profile", "account_email", "account_set_password", "account_logout", "usersessions_list"):
        assert 'aria-label="' in plain(client.get(f"/{code}{reverse(door)}"), code)
    ada.set_password("a long enough secret")
    ada.save(update_fields=["password"])
    sign_in(client, ada)
    for door in ("account_change_password", "account_reauthenticate", "reauthenticate-by-code"):
        plain(client.get(f"/{code}{reverse(door)}"), code)


@pytest.mark.parametrize("code", CODES)
def test_every_page_about_second_factors_is_ours(client, ada, code):
    ada.set_password("a long enough secret")
    ada.save(update_fields=["password"])
    sign_in(client, ada)
    for door in ("mfa_index", "mfa_activate_totp", "mfa_add_webauthn"):
        plain(client.get(f"/{code}{reverse(door)}"), code)
    give_factor(ada)
    plain(client.get(f"/{code}{reverse('mfa_deactivate_totp')}"), code)
    client.post(reverse("mfa_generate_recovery_codes"))
    for door in ("mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_reauthenticate"):
        plain(client.get(f"/{code}{reverse(door)}"), code)
    stranger = Client()
    answer = stranger.post(
        f"/{code}{reverse('account_login')}", {"login": ada.email, "password": "a long enough secret"}
    )
    assert answer.url == f"/{code}{reverse('mfa_authenticate')}"
    plain(stranger.get(answer.url), code)


def test_recovery_codes_are_handed_out_as_a_file_to_their_owner_only(client, ada):
    ada.set_password("a long enough secret")
    ada.save(update_fields=["password"])
    sign_in(client, ada)
    give_factor(ada)
    client.post(reverse("mfa_generate_recovery_codes"))
    answer = client.get(reverse("mfa_download_recovery_codes"))
    assert (
        answer.headers["Content-Type"].startswith("text/plain")
        and "attachment" in answer.headers["Content-Disposition"]
    )
    assert len(re.findall(r"^\d{8}$", answer.content.decode(), re.MULTILINE)) == 10
    assert Client().get(reverse("mfa_download_recovery_codes")).status_code == 302


def test_a_second_code_can_be_asked_for(client, ada):
    client.post(reverse("account_request_login_code"), {"email": ada.email})
    client.post(reverse("account_confirm_login_code"), {"action": "resend"})
    codes = [re.search(r"^\d{4}-\d{4}$", letter.body, re.MULTILINE)[0] for letter in mail.outbox]
    assert len(codes) == 2
    client.post(reverse("account_confirm_login_code"), {"code": codes[1]})
    assert client.get(reverse("profile")).status_code == 200


def test_an_address_mistyped_when_signing_up_can_be_corrected(client, db):
    client.post(reverse("account_signup"), {"email": "nadja@example.org", "name": "Nadia Benali"})
    client.post(reverse("account_email_verification_sent"), {"action": "change", "email": "nadia@example.org"})
    assert mail.outbox[-1].to == ["nadia@example.org"]


def test_ada_sees_in_words_where_she_is_signed_in_and_ends_one(ada):
    phone, laptop = enter(ada, PHONE), enter(ada, LAPTOP)
    html = laptop.get(reverse("usersessions_list")).content.decode()
    assert "Chrome on an Android device" in html and "Firefox on a Linux computer" in html and "Mozilla" not in html
    assert html.count("this device") == 1 and "UTC" in html
    [there] = [each for each in UserSession.objects.all() if "Android" in each.user_agent]
    assert reverse("end-session", args=[there.pk]) in html and html.count("/end/") == 1
    assert laptop.get(reverse("end-session", args=[there.pk])).status_code == 405
    laptop.post(reverse("end-session", args=[there.pk]))
    assert phone.get(reverse("profile")).status_code == 302 and laptop.get(reverse("profile")).status_code == 200


def test_mallory_ends_nobody_elses_session(client, ada):
    phone = enter(ada, PHONE)
    address = reverse("end-session", args=[UserSession.objects.get().pk])
    assert client.post(address).status_code == 302
    client.force_login(person("Mallory Voss"))
    assert client.post(address).status_code == 404
    assert phone.get(reverse("profile")).status_code == 200


def test_an_address_changes_only_when_the_new_one_is_confirmed(client, ada):
    client.force_login(ada)
    client.post(reverse("account_email"), {"email": "other@example.org", "action_add": ""})
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"


def test_too_often_is_said_in_a_page_of_ours(client, ada):
    spend(SIGN_IN, "network 127.0.0.1")
    answer = client.post("/ar/accounts/login/", {"login": ada.email, "password": "wrong"})
    assert answer.status_code == 429 and 'lang="ar" dir="rtl"' in answer.content.decode()


def test_a_session_opened_before_there_was_a_second_factor_ends_with_the_first_one(ada, rf):
    hers, stolen = enter(ada, PHONE), enter(ada, LAPTOP)
    request = rf.post("/")
    request.session, request.user = hers.session, ada
    give_factor(ada)
    begin_anew(request, ada, Authenticator.objects.get(user=ada))
    assert "_auth_user_id" in hers.session and "_auth_user_id" not in stolen.session
