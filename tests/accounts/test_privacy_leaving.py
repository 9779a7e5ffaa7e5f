"""Leaving, the wait before it, and what is kept for a time only."""

from datetime import timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import housekeeping, leaving
from accounts.jobs import shortened
from accounts.models import User
from accounts.models.user import Origin
from tests.accounts.test_privacy import ada, confirmed, enter  # noqa: F401
from tests.people import person, sign_up

pytestmark = pytest.mark.usefixtures("no_limits")


def days(number: int):
    return timezone.now() + timedelta(days=number)


def keep_house(at) -> None:
    assert None not in dict(housekeeping.keep_house(at)).values()


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    return lambda: [(sent.subject, sent.to) for sent in mail.outbox]


def test_leaving_asks_first_who_it_is(ada):  # noqa: F811
    answer = enter(ada).post(reverse("leave"))
    ada.refresh_from_db()
    assert reverse("account_reauthenticate") in answer.url and ada.leaves_at is None


def test_who_asks_to_leave_is_told_and_waits(ada, told):  # noqa: F811
    browser = confirmed(ada)
    browser.post(reverse("leave"))
    ada.refresh_from_db()
    assert ada.leaves_at > days(13) and told() == [("Your account will be deleted", ["ada@example.org"])]
    keep_house(days(13))
    ada.refresh_from_db()
    assert ada.name and reverse("stay") in browser.get("/about/").content.decode()


def test_one_press_calls_it_off(ada, told):  # noqa: F811
    leaving.ask(ada)
    enter(ada).post(reverse("stay"))
    keep_house(days(15))
    ada.refresh_from_db()
    assert ada.name and ada.is_active and told()[-1][0] == "Your account stays"


def test_after_the_wait_nobody_is_left(ada, mandate, told):  # noqa: F811
    leaving.ask(ada)
    browser = enter(ada)
    keep_house(days(15))
    ada.refresh_from_db()
    assert (ada.name, ada.country, ada.languages, ada.is_active) == ("", "", [], False) and ada.left_at
    assert told()[-1] == ("Your account was deleted", ["ada@example.org"])
    assert not EmailAddress.objects.exists() and not ada.mandates.active().exists()
    assert browser.get(reverse("data")).status_code == 302
    assert Client().get(reverse("person", args=[ada.handle])).status_code == 404


def test_an_erased_address_is_free_again(ada):  # noqa: F811
    leaving.ask(ada)
    keep_house(days(15))
    sign_up(Client(), "ada@example.org", "Ada Mensah")
    assert EmailAddress.objects.filter(email="ada@example.org", verified=True).exists()


def test_what_was_cut_short_is_taken_up_again(ada, monkeypatch):  # noqa: F811
    leaving.ask(ada)
    with monkeypatch.context() as broken:
        broken.setattr(leaving.holdings, "erase", lambda person: 1 / 0)
        with pytest.raises(CommandError, match="people who leave"):
            monkeypatch.setattr("accounts.management.commands.housekeeping.timezone.now", lambda: ada.leaves_at)
            call_command("housekeeping")
    ada.refresh_from_db()
    assert ada.name and not ada.is_active
    keep_house(days(15))
    ada.refresh_from_db()
    assert not ada.name and ada.leaves_at is None
    assert len([sent for sent in mail.outbox if sent.subject == "Your account was deleted"]) == 1


def test_who_left_is_erased_again_after_a_backup_was_restored(ada, bo, tmp_path):  # noqa: F811
    kept, before = tmp_path / "left", User.objects.filter(pk=ada.pk).values().get()
    leaving.ask(ada)
    keep_house(days(15))
    with kept.open("w") as out:
        call_command("left", stdout=out)
    assert kept.read_text().split() == [ada.handle]
    # The backup is older: in it she is there, and somebody who signed up later is not.
    User.objects.filter(pk=ada.pk).update(**before)
    kept.write_text(f"{kept.read_text()}SignedUpLater\n")
    said = StringIO()
    call_command("left", "--erase", str(kept), stdout=said)
    ada.refresh_from_db()
    bo.refresh_from_db()
    assert ada.left_at and not ada.name and bo.name and "1 erased again, of 2" in said.getvalue()
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("left", "--erase", str(tmp_path / "nowhere"))


def test_invented_people_cannot_leave(ada):  # noqa: F811
    ada.origin = Origin.DEMONSTRATION
    with pytest.raises(ValidationError):
        leaving.ask(ada)


def test_internet_addresses_are_shortened_after_thirty_days(ada):  # noqa: F811
    SessionStore("k").save()
    session = UserSession.objects.create(user=ada, ip="203.0.113.77", session_key="k", user_agent="x")
    Session.objects.create(session_key="k", session_data="", expire_date=days(90))
    keep_house(days(29))
    session.refresh_from_db()
    assert session.ip == "203.0.113.77"
    keep_house(days(31))
    session.refresh_from_db()
    assert session.ip == "203.0.113.0" and shortened("2001:db8:1:2::3") == "2001:db8:1::"


def test_sessions_that_ran_out_go_with_their_devices(ada):  # noqa: F811
    Session.objects.create(session_key="old", session_data="", expire_date=days(1))
    UserSession.objects.create(user=ada, ip="203.0.113.77", session_key="old", user_agent="x")
    keep_house(days(0))
    assert Session.objects.filter(session_key="old").exists() and UserSession.objects.exists()
    keep_house(days(2))
    assert not Session.objects.filter(session_key="old").exists() and not UserSession.objects.exists()


def test_who_never_confirmed_an_address_under_an_older_version_is_forgotten(ada):  # noqa: F811
    now = timezone.now()
    bo, root = person("Bo Lindqvist", joined_at=now), person("Root Admin", is_superuser=True, joined_at=now)
    for each in (bo, root):
        EmailAddress.objects.create(user=each, email=each.email, verified=False, primary=False)
    keep_house(now)
    assert User.objects.filter(pk=bo.pk).exists()
    keep_house(days(1))
    assert set(User.objects.all()) == {ada, root}
    # The name is free again.
    assert User.free_name("Bo Lindqvist")


def test_mail_that_was_sent_is_forgotten(db):
    for status in ("SUCCESSFUL", "FAILED", "READY"):
        DBTaskResult.objects.create(
            status=status, finished_at=None if status == "READY" else timezone.now(), args_kwargs={},
            task_path="accounts.adapter.send", queue_name="default", backend_name="default",
        )  # fmt: skip
    left = lambda: set(DBTaskResult.objects.values_list("status", flat=True))  # noqa: E731
    keep_house(days(2))
    assert left() == {"FAILED", "READY"}
    keep_house(days(8))
    assert left() == {"READY"}


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES])
def test_every_mail_of_leaving_leads_home_in_its_language(ada, code):  # noqa: F811
    ada.interface_language = code
    ada.save(update_fields=["interface_language"])
    leaving.ask(ada)
    assert f"/{code}/accounts/login/" in mail.outbox[-1].body
    leaving.stay(ada)
    leaving.ask(ada)
    leaving.finish(days(15))
    assert len(mail.outbox) == 4 and all(sent.extra_headers["Content-Language"] == code for sent in mail.outbox)
