"""Whoever only passes by fills no database: wherever a guest makes the forum write a row, it is counted, and what only waits
for a passkey is gone within the hour. Asked of every address there is."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts import budgets
from accounts.jobs import end_sessions
from accounts.known_devices import Device
from accounts.session_store import SIGN_UP_SECONDS as HOUR
from dialogue.limits import buckets
from dialogue.limits.budgets import BUDGETS, Counted
from dialogue.limits.doors import FORMS, READS
from dialogue.limits.models import Bucket
from tests.limits.spending import spend
from tests.people import say
from tests.security.addresses import filled

pytestmark = pytest.mark.django_db

HERE = "198.51.100.1"
CHALLENGE = reverse("mfa_login_webauthn")
# What a guest may fill in somewhere: each form takes what is its own.
FIELDS = {
    "email": "mallory@example.org", "login": "mallory@example.org", "name": "Mallory Voss", "terms": "on", "code": "1234-5678",
    "password": "a long sentence", "credential": "[1]", "text": "Words", "low": "1", "language": "fr", "verb": "stop",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _no_time_passes(monkeypatch):
    """Else one more is let through by the time the next is asked."""
    monkeypatch.setattr(buckets, "time", type("Clock", (), {"time": lambda: 1.8e9, "monotonic": lambda: 1.8e9}))


def written() -> int:
    """Rows of all tables, but for what the budgets themselves count."""
    names = {table._meta.db_table for table in apps.get_models(include_auto_created=True)} - {Bucket._meta.db_table}
    # One question: it is asked before and after every request.
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + " + ".join(f'(SELECT COUNT(*) FROM "{name}")' for name in names))
        return cursor.fetchone()[0]


def asks(path: str, method: str, accept: str, session: str = "") -> tuple[int, int]:
    """Somebody of whom nothing is known: the answer, and how many rows there are more."""
    before, browser = written(), Client(REMOTE_ADDR=HERE)
    browser.cookies[settings.SESSION_COOKIE_NAME] = session
    answer = getattr(browser, method)(path, FIELDS if method == "post" else {}, headers={"accept": accept})
    return answer.status_code, written() - before


@pytest.fixture
def paths(room, bo):
    say(bo, room, "Words.")
    values = {
        "slug": room.slug, "seq": "1", "pk": "1", "handle": bo.handle, "code": "se", "section": "rooms", "kind": "mandate",
        "token": "x" * 43, "key": "x" * 43, "content_type_id": "1", "object_id": "1", "app_label": "accounts", "url": "nowhere",
    }  # fmt: skip
    isles = {"slug": "isles"}
    bodies = dict.fromkeys(("organisation", "steward", "invitations", "speak_for_body"), isles)
    return list(filled(values, **bodies, theme={"slug": "climate"}))


def test_wherever_a_guest_makes_a_row_it_is_counted_and_refused_when_it_was_too_often(paths, mandate):
    doors = [
        (name, path, method, accept)
        for name, path in paths
        for method in ("get", "post")
        for accept in ("text/html", "application/json")
    ]
    written_at = [door for door in doors if asks(*door[1:])[1]]
    assert {"mfa_login_webauthn", "data-use", "account_signup"} <= {name for name, *_ in written_at}
    for each in BUDGETS.values():
        if each.counted == Counted.DOOR:
            spend(each, f"network {HERE}")
    for name, *door in written_at:
        assert asks(*door) == asks(*door, get_random_string(32, "abc")) == (429, 0), (name, door)
        assert (FORMS if door[1] == "post" else READS).get(name), name


def test_a_challenge_that_nobody_answers_is_gone_within_the_hour():
    asks(CHALLENGE, "get", "application/json")
    soon, later = (timezone.now() + timedelta(minutes=minutes) for minutes in (14, 16))
    end_sessions(soon)
    assert Session.objects.count() == 1
    end_sessions(later)
    assert not Session.objects.exists()


def test_what_a_guest_has_chosen_or_begun_lasts_as_long_as_it_is_good_for(ada):
    def lasts(browser: Client) -> float:
        return (browser.session.get_expiry_date() - timezone.now()).total_seconds()

    chose, asked = Client(), Client()
    chose.get(CHALLENGE, headers={"accept": "application/json"})
    chose.post(reverse("data-use"), {"low": "1"})
    assert lasts(chose) > timedelta(days=29).total_seconds()
    asked.post(reverse("account_signup"), FIELDS)
    assert 15 * 60 < lasts(asked) <= HOUR
    # Whoever signs in after the challenge stays for as long as everybody.
    hers = Client()
    hers.get(CHALLENGE, headers={"accept": "application/json"})
    before = lasts(hers)
    hers.force_login(ada)
    assert before <= 15 * 60 and lasts(hers) > timedelta(days=29).total_seconds()


def test_a_browser_that_ada_used_before_has_its_challenge_where_mallory_has_asked_for_too_many(ada):
    hers = Client(REMOTE_ADDR=HERE)
    hers.cookies[settings.DEVICE_COOKIE_NAME] = Device().remember(ada)
    spend(budgets.CHALLENGE, f"network {HERE}")
    assert asks(CHALLENGE, "get", "application/json") == (429, 0)
    answer = hers.get(CHALLENGE, headers={"accept": "application/json"})
    assert answer.status_code == 200 and "request_options" in answer.json()
