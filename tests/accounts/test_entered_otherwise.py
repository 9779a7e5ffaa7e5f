"""Signing in as people do it: on several pages at once, with two presses, after a break, from another keyboard, on the way to somewhere."""

import re
import unicodedata
from datetime import timedelta

import pytest
from allauth.account.internal.flows.email_verification_by_code import EMAIL_VERIFICATION_CODE_SESSION_KEY
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts import app_key, unasked_mail
from accounts.entrance_forms import SignInCode
from accounts.models import User
from tests.people import SECRET, give_factor
from tests.people import sign_in as enter

# Each test is a visitor's first; the limits have tests of their own.
pytestmark = pytest.mark.usefixtures("no_limits")
CODE = re.compile(r"^\d{4}-?\d{4}$", re.MULTILINE)
TOKEN = re.compile(r'csrfmiddlewaretoken" value="(\w+)"')
KEY = re.compile(r'class="key"[^>]*>(\w+)<')
SENTENCE = "correct horse battery staple é ﬁ"


def code_for(browser: Client, who: User, mails, **more) -> str:
    browser.post(reverse("account_request_login_code"), {"email": who.email, **more})
    return CODE.search(mails[-1].body)[0]


def copied(browser: Client) -> Client:
    """The same browser, before it hears the answer to what it sends next."""
    other = Client()
    other.cookies.load({name: each.value for name, each in browser.cookies.items()})
    return other


def is_inside(browser: Client) -> bool:
    return browser.get(reverse("profile")).status_code == 200


@pytest.mark.parametrize("name", ["stay", "agree", "data-use"])
def test_who_presses_after_the_session_ended_comes_back_to_the_page_and_not_to_an_error(client, confirmed_ada, name):
    before = "http://testserver/people/me/data/?a=1"
    answer = client.post(reverse(name), headers={"referer": before})
    if name == "data-use":
        assert answer.url == reverse("home")
        return
    assert answer.url == "/accounts/login/?next=%2Fpeople%2Fme%2Fdata%2F%3Fa%3D1"
    elsewhere = client.post(reverse(name), headers={"referer": "https://mallory.example/"})
    assert elsewhere.url == "/accounts/login/?next=%2F"
    at_home = client.post(reverse(name), headers={"referer": "http://testserver?next=//mallory.example"})
    assert at_home.url == "/accounts/login/?next=%2F%3Fnext%3D%2F%2Fmallory.example"
    assert client.get(reverse("profile")).url == "/accounts/login/?next=/people/me/"


def test_the_key_for_an_app_stays_while_the_page_is_loaded_anew(client, confirmed_ada, monkeypatch):
    enter(client, confirmed_ada)
    page = reverse("mfa_activate_totp")
    first, again = (KEY.search(client.get(page).content.decode())[1] for _ in range(2))
    assert first == again == KEY.search(client.post(page, {"code": "000000"}).content.decode())[1]
    later = app_key.time() + 16 * 60
    monkeypatch.setattr(app_key, "time", lambda: later)
    other = KEY.search(client.get(page).content.decode())[1]
    assert other != first and other == KEY.search(client.get(page).content.decode())[1]


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize("chosen", ["NFC", "NFD"])
def test_a_password_is_the_same_from_every_keyboard(client, confirmed_ada, chosen, form):
    enter(client, confirmed_ada)
    sentence = unicodedata.normalize(chosen, SENTENCE)
    client.post(reverse("account_set_password"), {"password1": sentence, "password2": sentence})
    browser = Client()
    browser.post(
        reverse("account_login"), {"login": confirmed_ada.email, "password": unicodedata.normalize(form, SENTENCE)}
    )
    assert is_inside(browser)
    browser = Client()
    browser.post(reverse("account_login"), {"login": confirmed_ada.email, "password": SENTENCE.replace("é", "e")})
    assert not is_inside(browser)


def test_a_password_made_anywhere_is_the_same_and_a_long_one_stays_as_it_is(confirmed_ada):
    confirmed_ada.set_password("e\u0301" * 10)
    assert confirmed_ada.check_password("é" * 10) and not confirmed_ada.check_password("e" * 10)
    confirmed_ada.set_password("e\u0301" * 1_000)
    assert confirmed_ada.check_password("e\u0301" * 1_000) and not confirmed_ada.check_password("é" * 1_000)
    confirmed_ada.set_password(None)
    assert not confirmed_ada.has_usable_password() and not confirmed_ada.check_password(None)


@pytest.mark.parametrize("easy", ["e\u0301" * 6, "ｐａｓｓｗｏｒｄ１２３", "ａｄａ@ｅｘａｍｐｌｅ.ｏｒｇ"])
def test_no_keyboard_makes_an_easy_password_a_good_one(client, confirmed_ada, easy):
    enter(client, confirmed_ada)
    answer = client.post(reverse("account_set_password"), {"password1": easy, "password2": easy})
    assert answer.status_code == 200 and answer.context["form"].errors
    assert not User.objects.get().has_usable_password()


@pytest.mark.parametrize("name", ["account_set_password", "account_change_password"])
def test_what_keeps_passwords_is_told_whose_it_is(client, confirmed_ada, name):
    if name != "account_set_password":
        confirmed_ada.set_password(SENTENCE)
        confirmed_ada.save(update_fields=["password"])
    enter(client, confirmed_ada)
    html = client.get(reverse(name)).content.decode()
    assert f'value="{confirmed_ada.email}" autocomplete="username" readonly tabindex="-1" aria-hidden="true"' in html


def test_whoever_borrowed_a_session_does_not_read_the_address_in_it(client, confirmed_ada):
    confirmed_ada.set_password(SENTENCE)
    confirmed_ada.save(update_fields=["password"])
    enter(client, confirmed_ada, timedelta(hours=1), methods=("password",))
    for name in ("account_change_password", "account_email", "account_reauthenticate", "reauthenticate-by-code"):
        answer = client.get(reverse(name), follow=True)
        assert answer.status_code == 200 and confirmed_ada.email not in answer.content.decode(), name


def test_a_reset_tells_it_too_and_leads_on(client, confirmed_ada, mailoutbox):
    confirmed_ada.set_password(SENTENCE)
    confirmed_ada.save(update_fields=["password"])
    way = "/rooms/rain/?around=3"
    login = client.get(reverse("account_login"), {"next": way}).content.decode()
    forgot = re.search(r'href="(/accounts/password/reset/[^"]*)"', login)[1]
    html = client.get(forgot).content.decode()
    assert f'name="next" value="{way}"' in html and "/accounts/login/?next=%2Frooms%2Frain%2F%3Faround%3D3" in html
    asked = client.post(reverse("account_reset_password"), {"email": confirmed_ada.email, "next": way})
    code = CODE.search(mailoutbox[-1].body)[0]
    confirmed = client.post(asked.url, {"code": code, "next": way})
    choose = client.get(confirmed.url).content.decode()
    assert f'value="{confirmed_ada.email}" autocomplete="username"' in choose and f'name="next" value="{way}"' in choose


def test_whoever_signs_up_with_a_passkey_still_goes_where_they_were_going(client, db):
    for name in ("account_login", "account_signup"):
        html = client.get(reverse(name), {"next": "/invitation/x/"}).content.decode()
        assert "/accounts/signup/passkey/?next=%2Finvitation%2Fx%2F" in html


def test_a_form_of_another_tab_leads_on_once_ada_is_inside(confirmed_ada, mailoutbox):
    browser = Client(enforce_csrf_checks=True)
    token = TOKEN.search(browser.get(reverse("account_login")).content.decode())[1]
    code = code_for(browser, confirmed_ada, mailoutbox, csrfmiddlewaretoken=token)
    sent = {"code": code, "csrfmiddlewaretoken": token}
    assert browser.post(reverse("account_confirm_login_code"), sent).status_code == 302
    late = browser.post(reverse("account_login"), {"csrfmiddlewaretoken": token, "next": "/rooms/rain/"})
    assert (late.status_code, late.url) == (302, "/rooms/rain/")
    # Bo, who had opened that form on a browser of both, reads as whom he goes on.
    assert "You are signed in as Ada Mensah." in browser.get("/").content.decode()
    assert browser.post(reverse("mfa_signup_webauthn"), {"next": "/rooms/rain/"}).url == "/rooms/rain/"
    assert browser.post(reverse("account_login"), {"next": "//mallory.example"}).url == "/"
    assert browser.post(reverse("profile"), {"csrfmiddlewaretoken": token}).status_code == 403
    assert Client(enforce_csrf_checks=True).post(reverse("account_login"), {}).status_code == 403


def test_the_second_of_two_presses_does_not_sign_ada_out(client, confirmed_ada, mailoutbox):
    code = code_for(client, confirmed_ada, mailoutbox)
    second = Client()
    second.cookies.load({name: each.value for name, each in client.cookies.items()})
    client.post(reverse("account_confirm_login_code"), {"code": code})
    answer = second.post(reverse("account_confirm_login_code"), {"code": code})
    assert answer.status_code == 302 and "sessionid" not in answer.cookies
    client.cookies.update(answer.cookies)
    assert is_inside(client) and client.get(answer.url).status_code == 302
    # Where nothing is pressed the cookie of a session that has ended goes, as ever.
    assert second.get(reverse("profile")).cookies["sessionid"].value == ""
    client.post(reverse("account_logout"))
    assert not is_inside(client)


def test_whose_code_waited_too_long_is_told_so_and_keeps_their_way(client, confirmed_ada, mailoutbox):
    code = code_for(client, confirmed_ada, mailoutbox, next="/rooms/rain/")
    Session.objects.all().delete()
    late = client.post(reverse("account_confirm_login_code"), {"code": code, "next": "/rooms/rain/"}, follow=True)
    assert "was open for too long" in late.content.decode() and 'value="/rooms/rain/"' in late.content.decode()
    assert not Session.objects.exists()
    plain = client.get(reverse("account_request_login_code")).content.decode()
    assert "was open for too long" not in plain


def test_whose_sign_up_waited_too_long_is_told_so(client, db, mailoutbox):
    wish = {"email": "nadia@example.org", "name": "Nadia Benali", "country": "MA", "languages": ["ar"]}
    client.post(reverse("account_signup"), wish)
    Session.objects.all().delete()
    late = client.post(reverse("account_email_verification_sent"), {"code": "12345678"}, follow=True)
    assert "sign-up has expired" in late.content.decode() and not User.objects.exists()


@pytest.mark.parametrize(
    "password", ["ｐａｓｓｗｏｒｄ１２３４", "e\u0301" * 5, "ﷺ", " " * 12, "\u200f" * 12, "ａｄａ＠ｅｘａｍｐｌｅ"]
)
def test_nobody_keeps_a_password_that_counts_for_less_than_it_looks(client, confirmed_ada, password):
    enter(client, confirmed_ada)
    answer = client.post(reverse("account_set_password"), {"password1": password, "password2": password})
    assert answer.status_code == 200 and answer.context["form"].errors["password1"]
    confirmed_ada.refresh_from_db()
    assert not confirmed_ada.has_usable_password()


def test_who_presses_while_the_first_press_is_worked_on_is_led_in_and_not_to_an_error(
    client, confirmed_ada, mailoutbox, monkeypatch
):
    code, page = code_for(client, confirmed_ada, mailoutbox), reverse("account_confirm_login_code")
    second, look = copied(client), SignInCode.full_clean

    def after_the_first(form):
        monkeypatch.setattr(SignInCode, "full_clean", look)
        enter(client, confirmed_ada)
        unasked_mail.used(confirmed_ada.email)
        return look(form)

    monkeypatch.setattr(SignInCode, "full_clean", after_the_first)
    back = f"{page}?next=/rooms/rain/"
    answer = second.post(page, {"code": code}, headers={"referer": f"http://testserver{back}"})
    assert (answer.status_code, answer.url) == (302, back) and not answer.cookies
    assert client.get(answer.url).url == "/rooms/rain/"


@pytest.mark.parametrize("door", ["reauthenticate-by-code", "mfa_reauthenticate"])
def test_who_shows_who_they_are_with_two_presses_has_shown_it(client, confirmed_ada, mailoutbox, door):
    if door == "mfa_reauthenticate":
        give_factor(confirmed_ada)
        code = format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))
    enter(client, confirmed_ada, timedelta(hours=1))
    if door == "reauthenticate-by-code":
        client.post(reverse(door), {"action": "send"})
        code = CODE.search(mailoutbox[-1].body)[0]
    for _press in range(2):
        assert client.post(reverse(door), {"code": code, "next": "/rooms/rain/"}).url == "/rooms/rain/"
    assert len(mailoutbox) == (door == "reauthenticate-by-code")
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        one | {"at": one["at"] - 60} for one in session[AUTHENTICATION_METHODS_SESSION_KEY]
    ]
    session.save()
    assert client.post(reverse(door), {"code": "000000"}, follow=True).status_code == 200
    assert len(mailoutbox) == (door == "reauthenticate-by-code"), "nobody is sent a code for typing one"


@pytest.mark.parametrize(
    ("door", "begins"),
    [
        ("account_confirm_password_reset_code", "account_reset_password"),
        ("account_complete_password_reset", "account_login"),
        ("mfa_authenticate", "account_login"),
        ("mfa_signup_webauthn", "account_login"),
    ],
)
def test_who_comes_late_to_any_step_is_told_so_and_keeps_their_way(client, db, door, begins):
    late = client.post(reverse(door), {"code": "12345678", "next": "/rooms/rain/"}, follow=True)
    html = late.content.decode()
    assert late.redirect_chain[-1][0].startswith(f"{reverse(begins)}?ended=1") and 'value="/rooms/rain/"' in html
    assert "This step has expired" in html and not Session.objects.exists()


def test_a_passkey_that_did_not_fit_and_a_code_sent_twice_keep_the_way_too(client, confirmed_ada, mailoutbox):
    failed = client.post(reverse("mfa_login_webauthn"), {"credential": "{}", "next": "/rooms/rain/"})
    assert failed.url == "/accounts/login/?next=%2Frooms%2Frain%2F"
    client.post(reverse("account_reset_password"), {"email": confirmed_ada.email})
    sent = {"code": CODE.search(mailoutbox[-1].body)[0], "next": "/rooms/rain/"}
    first, second = (client.post(reverse("account_confirm_password_reset_code"), sent) for _press in range(2))
    assert first.url == second.url and first.url.endswith("?next=%2Frooms%2Frain%2F")


def test_the_second_press_of_a_sign_up_leads_on(db, mailoutbox):
    browser, door = Client(enforce_csrf_checks=True), reverse("account_email_verification_sent")
    token = TOKEN.search(browser.get(reverse("account_signup")).content.decode())[1]
    wish = {"email": "nadia@example.org", "name": "Nadia Benali", "country": "MA", "languages": ["ar"]}
    browser.post(reverse("account_signup"), wish | {"csrfmiddlewaretoken": token})
    sent = {"code": CODE.search(mailoutbox[-1].body)[0], "next": "/rooms/rain/", "csrfmiddlewaretoken": token}
    assert [browser.post(door, sent).url for _press in range(2)] == ["/rooms/rain/"] * 2
    # The code of a new address is not lost where the form is refused.
    session = browser.session
    session[EMAIL_VERIFICATION_CODE_SESSION_KEY] = {"email": "other@example.org"}
    session.save()
    assert browser.post(door, sent).status_code == 403


@pytest.mark.parametrize("name", ["account_request_login_code", "account_login", "account_signup"])
def test_who_goes_back_and_types_another_address_is_heard(client, confirmed_ada, bo, mailoutbox, name):
    ask = reverse("account_request_login_code")
    client.post(ask, {"email": "mistyped@example.org"})
    client.post(ask, {"email": "Mistyped@example.org"})
    assert [each.to for each in mailoutbox] == [["mistyped@example.org"]], "who presses twice waits for it already"
    confirmed_ada.set_password(SENTENCE)
    confirmed_ada.save(update_fields=["password"])
    wish = {"email": confirmed_ada.email, "login": confirmed_ada.email, "password": SENTENCE, "name": "Ada Again"}
    client.post(reverse(name), wish | {"country": "GH", "languages": ["en"]})
    assert is_inside(client) if name == "account_login" else mailoutbox[-1].to == [confirmed_ada.email]
