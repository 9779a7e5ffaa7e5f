"""Whether an address has an account: no page, status, mail's number, cookie or pause tells."""

import json
import re
import subprocess
import sys
from statistics import median
from time import perf_counter
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialogue.limits.budgets import BUDGETS, Kept
from dialogue.limits.models import Bucket
from tests.live.processes import database_of_the_tests
from tests.people import give_factor

KNOWN, UNKNOWN = "ada@example.org", "eve@example.org"
DOORS = {
    "account_request_login_code": {},
    "account_reset_password": {},
    "account_signup": {"name": "Somebody New"},
    "account_signup_by_passkey": {"name": "Somebody New"},
    "account_login": {"password": "not your current password"},
}
# A row more is read where there is one. Signing up, which could be told by it, does exactly the same (test_pending_signup.py).
QUERIES = 2


@pytest.fixture
def ada(ada):
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    ada.set_password("a long enough secret")
    ada.save(update_fields=["password"])
    return ada


def try_door(door: str, address: str, language: str = "en"):
    """What a stranger gets who tries this address: the answer, and the page it leads to, without what is always new."""
    stranger = Client()
    field = "login" if door == "account_login" else "email"
    answer = stranger.post(f"/{language}{reverse(door)}", {field: address, **DOORS[door]})
    led_to = answer.headers.get("Location", "")
    page = (stranger.get(led_to) if led_to else answer).content.decode().replace(address, "ADDRESS")
    return answer.status_code, led_to, sorted(answer.cookies), re.sub(r'(value|nonce)="[^"]*"|"[^"]*\.js"', "", page)


@pytest.mark.usefixtures("no_limits")
@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_known_and_an_unknown_address_get_the_same(ada, door, language):
    assert try_door(door, KNOWN, language) == try_door(door, UNKNOWN, language)


@pytest.mark.usefixtures("no_limits")
def test_the_address_can_be_corrected_in_either_case(ada, mailoutbox):
    """Ada mistypes hers and hits bo's, or one of nobody's: she corrects it, and the page after is the same."""
    pages = []
    for first in (KNOWN, UNKNOWN):
        stranger = Client()
        door = stranger.post(reverse("account_signup"), {"email": first, "name": "Somebody New"}).url
        answer = stranger.post(door, {"action": "change", "email": f"other.{first}"})
        html = stranger.get(answer.url).content.decode()
        pages.append((answer.status_code, answer.url, f"other.{first}" in html, html.count("<form")))
        assert mailoutbox[-1].to == [f"other.{first}"]
    assert pages[0] == pages[1]


@pytest.mark.usefixtures("no_limits")
@pytest.mark.parametrize("door", DOORS)
def test_somebody_with_a_second_factor_is_not_told_apart_either(ada, door):
    give_factor(ada)
    assert try_door(door, KNOWN) == try_door(door, UNKNOWN)


@pytest.mark.usefixtures("no_limits")
@pytest.mark.parametrize("door", DOORS)
def test_one_mail_leaves_in_either_case_or_none_and_by_the_worker(ada, door, monkeypatch):
    """What takes long, the talk with the mail server, is done by another process, so no pause tells."""
    sent = []
    monkeypatch.setattr("accounts.adapter.send", SimpleNamespace(enqueue=lambda *letter: sent.append(letter)))
    numbers = []
    for address in (KNOWN, UNKNOWN):
        sent.clear()
        try_door(door, address)
        numbers.append(len(sent))
    assert numbers[0] == numbers[1] == (0 if door == "account_login" else 1)


@pytest.mark.usefixtures("no_limits")
@pytest.mark.parametrize("door", DOORS)
def test_about_the_same_work_is_done(ada, door):
    works = []
    for address in (KNOWN, UNKNOWN):
        with CaptureQueriesContext(connection) as queries:
            try_door(door, address)
        works.append(len(queries))
    assert abs(works[0] - works[1]) <= QUERIES, works


@pytest.mark.usefixtures("no_limits", "dear_passwords")
def test_a_wrong_password_takes_as_long_for_an_unknown_address(ada):
    """Checking one costs tens of milliseconds: left out for strangers, it would tell."""
    times: dict[str, list] = {KNOWN: [], UNKNOWN: []}
    for _ in range(7):
        for address, taken in times.items():
            Bucket.objects.all().delete()
            begun = perf_counter()
            try_door("account_login", address)
            taken.append(perf_counter() - begun)
    known, unknown = (median(taken) for taken in times.values())
    assert 0.5 < known / unknown < 2, times


@pytest.mark.usefixtures("no_limits")
def test_a_passkey_is_asked_for_without_saying_whose_there_are(client, ada):
    give_factor(ada)
    asked = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()
    assert not asked["request_options"]["publicKey"].get("allowCredentials")
    for credential in ("{}", "no json", json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key"})):
        answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
        assert answer.status_code == 302 and answer.url == reverse("account_login"), credential
    assert client.get(reverse("profile")).status_code == 302


def test_limits_are_counted_where_all_processes_see_them():
    """The real setting, not the one of these tests: what is kept in the memory of one process would allow as much to each."""
    assert settings.CACHES["default"]["BACKEND"].rpartition(".")[2] == "TableCache"
    guarding = [each for each in BUDGETS.values() if each.name.startswith(("wrong", "mail", "sign-in", "second"))]
    assert len(guarding) > 10 and {each.kept for each in guarding} == {Kept.TABLE}


TRY = """
import django; django.setup()
from django.test import Client
from django.urls import reverse
strangers = [Client(headers={"host": "127.0.0.1:8000"}) for _ in range(4)]
print([stranger.post(reverse("account_reset_password"), {"email": "x@example.org"}).status_code for stranger in strangers])
"""


@pytest.mark.django_db(transaction=True)
def test_two_processes_count_together(tmp_path):
    """Six mails at once to one mailbox, whichever process is asked."""
    place = {"RUN_DIR": str(tmp_path), "SOLIDACTION_MODE": "test", "DJANGO_SETTINGS_MODULE": "forum.settings"}
    place |= {"PATH": "/usr/bin:/bin", "DATABASE_URL": database_of_the_tests()}
    run = {"cwd": settings.BASE_DIR, "env": place, "capture_output": True, "text": True}
    answers = [subprocess.run([sys.executable, "-c", TRY], check=True, **run).stdout.splitlines()[-1] for _ in range(2)]
    assert answers == ["[302, 302, 302, 302]", "[302, 302, 429, 429]"]
