"""Whoever runs the server gives somebody another password; nothing else that was decided about them is undone by it."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import password_validation
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.management.commands import changepassword
from accounts.models import Act, User
from tests.people import sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "quite another secret"


def change(monkeypatch, *typed: str, address: str = "Ada@Example.org") -> None:
    said = iter(typed)
    monkeypatch.setattr(changepassword, "getpass", lambda prompt: next(said))
    call_command("changepassword", address)


def test_ada_has_the_password_only_that_was_typed_and_what_was_decided_meanwhile_stands(ada, monkeypatch):
    until, validate = timezone.now() + timedelta(days=30), password_validation.validate_password

    def suspended_meanwhile(password, user):
        User.objects.filter(pk=ada.pk).update(suspended_until=until)
        validate(password, user)

    monkeypatch.setattr(changepassword, "validate_password", suspended_meanwhile)
    change(monkeypatch, PASSWORD, PASSWORD)
    now = User.objects.get(pk=ada.pk)
    assert now.check_password(PASSWORD) and now.suspended_until == until
    act = Act.objects.get(verb="person.password")
    assert (act.person, act.actor, act.did) == (ada, None, "gave someone a new password")


@pytest.mark.django_db(transaction=True)
def test_every_session_ends_and_she_is_told(ada, monkeypatch):
    browser = Client()
    sign_in(browser, ada)
    assert browser.get(reverse("profile")).status_code == 200
    UserSession.objects.create(user=ada, session_key=browser.session.session_key, ip="127.0.0.1", user_agent="x")
    change(monkeypatch, PASSWORD, PASSWORD)
    assert reverse("account_login") in browser.get(reverse("profile")).url and not UserSession.objects.exists()
    assert mail.outbox[-1].to == [ada.email] and "password" in mail.outbox[-1].subject


@pytest.mark.parametrize(
    ("typed", "says"),
    [((PASSWORD, "another one of ours"), "two passwords"), (("12345678",) * 2, "common"), (("", ""), "short")],
)
def test_what_is_no_good_changes_nothing(ada, monkeypatch, typed, says):
    with pytest.raises(CommandError, match=says):
        change(monkeypatch, *typed)
    assert not User.objects.get(pk=ada.pk).has_usable_password() and not Act.objects.exists()


def test_where_nobody_has_the_address_it_says_so(ada, monkeypatch):
    with pytest.raises(CommandError, match=r"No account has the address bo@example\.org"):
        change(monkeypatch, PASSWORD, PASSWORD, address="bo@example.org")


def test_the_first_account_may_be_made_on_the_server_too(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", email="root@example.org", interactive=False)
    assert User.objects.get(email="root@example.org").is_superuser
