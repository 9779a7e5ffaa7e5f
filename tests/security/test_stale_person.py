"""What somebody decides about ada while a form of her own is on its way stands afterwards: the form writes what it is about, and
nothing else of what was read at its beginning."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib import auth
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.db.models.signals import post_init
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import adapter
from accounts.erasing import erase_bodies
from accounts.models import AddressChange, Consent, Organisation, User
from tests.accounts.conftest import no_limits  # noqa: F401
from tests.people import mailed_code, sign_in
from tests.security.test_account_ownership import ELSEWHERE, NEW, OF_BODIES, OF_TWO, PASSWORD, VERBS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_limits")]
PROFILE = {"name": "Ada Mensah", "country": "KE", "languages": ["en"]}
SENT = {
    "account_set_password": NEW,
    "account_change_password": NEW | {"oldpassword": PASSWORD},
    "account_email": {"email": "other@example.org", "action_add": ""},
    "profile": PROFILE,
}
# What these forms are about.
OWN = {
    "account_set_password": {"password"}, "account_change_password": {"password"}, "profile": {"name", "country"},
    "leave": {"leaves_at"}, "stay": {"leaves_at"},
}  # fmt: skip
WITH_A_KEY = {"stop-address-change", "stop-mail", "end-session", "enter-demonstration", "mfa_edit_webauthn"}
OF_ONESELF = sorted(
    name for name in {**VERBS, **ELSEWHERE}
    if ELSEWHERE.get(name) not in (OF_BODIES, OF_TWO) and not name.startswith(("data-", "mfa_remove")) and name not in WITH_A_KEY
)  # fmt: skip


def decided() -> dict:
    powers = dict.fromkeys(["is_staff", "is_lead", "is_officer", "is_superuser", "findable"], False)
    words = {"name": "Ada Cole", "granted_name": "Ada the Second", "country": "GH", "interface_language": "fr"}
    return powers | words | {"suspended_until": timezone.now() + timedelta(days=30), "leaves_at": timezone.now()}


def given_back() -> dict:
    return {"email": "ada@new.example", "password": make_password("of ada alone"), "leaves_at": None}


def left() -> dict:
    return {"left_at": timezone.now(), "is_active": False, "email": "7@left.invalid", "country": ""}


@pytest.fixture
def ada(ada):
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    powers = dict.fromkeys(["is_staff", "is_lead", "is_officer", "findable"], True)
    User.objects.filter(pk=ada.pk).update(name="Ada Mensah", **powers)
    return User.objects.get(pk=ada.pk)


def choose_password(who: User) -> None:
    who.set_password(PASSWORD)
    who.save(update_fields=["password"])


def send(name: str, who: User, meanwhile: dict, monkeypatch) -> User:
    """The form as it is sent; `meanwhile` comes to stand in the row once it is known whose session it is. The row afterwards."""
    browser, read = Client(), auth.get_user
    sign_in(browser, User.objects.get(pk=who.pk))

    def read_before(request):
        user = read(request)
        User.objects.filter(pk=who.pk).update(**meanwhile)
        return user

    with monkeypatch.context() as patch:
        patch.setattr(auth, "get_user", read_before)
        assert browser.post(reverse(name), SENT.get(name, {})).status_code < 500
    return User.objects.get(pk=who.pk)


@pytest.mark.parametrize("about", [decided, given_back, left])
@pytest.mark.parametrize("name", OF_ONESELF)
def test_what_was_decided_about_her_meanwhile_stands(ada, name, about, monkeypatch):
    if name == "account_change_password":
        choose_password(ada)
    meanwhile = about()
    now = send(name, ada, meanwhile, monkeypatch)
    own = OWN.get(name, set()) if about is decided or name == "profile" else set()
    assert {field: getattr(now, field) for field in meanwhile.keys() - own} == {
        field: value for field, value in meanwhile.items() if field not in own
    }


def test_the_forms_do_what_they_are_about_all_the_same(ada, monkeypatch):
    assert send("account_set_password", ada, decided(), monkeypatch).check_password(NEW["password1"])
    choose_password(ada)
    assert send("account_change_password", ada, decided(), monkeypatch).check_password(NEW["password1"])
    assert send("agree", ada, decided(), monkeypatch).agreed and Consent.objects.filter(person=ada).exists()


@pytest.mark.parametrize("name", ["account_set_password", "account_change_password", "account_complete_password_reset"])
def test_an_account_given_back_while_a_password_is_hashed_has_none_of_whoever_was_inside(ada, name, monkeypatch):
    if name == "account_change_password":
        choose_password(ada)
    browser = Client()
    if name == "account_complete_password_reset":
        browser.post(reverse("account_reset_password"), {"email": ada.email})
        browser.post(reverse("account_confirm_password_reset_code"), {"code": mailed_code()})
    else:
        sign_in(browser, ada)
    meanwhile = given_back()

    def hashed(password):
        User.objects.filter(pk=ada.pk).update(**meanwhile)
        return make_password(password)

    monkeypatch.setattr(adapter, "make_password", hashed)
    letters = len(mail.outbox)
    assert browser.post(reverse(name), NEW | {"oldpassword": PASSWORD}).url == reverse("account_login")
    now = User.objects.get(pk=ada.pk)
    assert (now.password, now.email, len(mail.outbox)) == (meanwhile["password"], meanwhile["email"], letters)
    assert reverse("account_login") in browser.get(reverse("profile")).url and not AddressChange.objects.exists()


def test_who_has_left_in_that_moment_gets_no_password(ada, monkeypatch):
    assert not send("account_set_password", ada, left(), monkeypatch).has_usable_password()


def test_a_body_that_came_into_force_in_that_moment_is_not_erased_with_who_asked_for_it(ada):
    body = Organisation.ask(ada, name="Ministry of Rain", sector="government", country="KE")

    def two_officers_confirm(**_):
        post_init.disconnect(two_officers_confirm, Organisation)
        Organisation.objects.filter(pk=body.pk).update(accredited_at=timezone.now(), confirmed_at=timezone.now())

    post_init.connect(two_officers_confirm, Organisation)
    erase_bodies(ada)
    now = Organisation.objects.get(pk=body.pk)
    assert now.confirmed_at and now.name == "Ministry of Rain" and not now.refused_at


def test_nobody_writes_the_whole_row_of_a_person(ada):
    with pytest.raises(TypeError, match="Name the columns"):
        ada.save()
    with pytest.raises(TypeError, match="Name the columns"):
        User(pk=ada.pk, email=ada.email).save()
