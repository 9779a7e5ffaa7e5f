"""Mail that somebody can have sent to another: so many a day over all kinds, none for whoever stops it, no words of theirs."""

import re
from contextlib import suppress
from itertools import product
from pathlib import Path
from urllib.parse import unquote

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts import budgets, unasked_mail
from dialogue.limits import buckets
from dialogue.limits.budgets import Spent

ADA = "ada@example.org"
ROOT = Path(settings.BASE_DIR)
# To whoever has an account, about what was done or decided there.
TO_THOSE_CONCERNED = {
    "account/email/email_changed", "account/email/email_deleted", "account/email/password_changed",
    "accounts/email/address_changed", "accounts/email/address_change_asked", "accounts/email/organisation_changed",
    "account/email/password_reset", "account/email/password_set", "accounts/email/leaving_asked",
    "accounts/email/leaving_called_off", "accounts/email/leaving_done", "accounts/email/mandate_decided",
    "accounts/email/person_appointed", "accounts/email/person_muted", "accounts/email/person_reinstated", "accounts/email/person_suspended",
    "accounts/email/mandate_ended", "accounts/email/namesake", "accounts/email/mandate_reminder",
    "accounts/email/membership_decided", "accounts/email/name_decided", "accounts/email/organisation_decided",
    "mfa/email/recovery_codes_generated", "mfa/email/totp_activated", "mfa/email/totp_deactivated",
    "mfa/email/webauthn_added", "mfa/email/webauthn_removed",
}  # fmt: skip
LINK = re.compile(r"http\S+(/mail/stop/\S+)")
pytestmark = pytest.mark.django_db
DOORS = ("account_request_login_code", "account_reset_password", "account_signup")
NAMES = ("".join(letters).title() for letters in product("abcdefgh", repeat=4))


@pytest.fixture
def ada(ada):
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    return ada


def ask(door: str, mailbox: str = ADA, address: str = "198.51.100.1"):
    return Client(REMOTE_ADDR=address).post(reverse(door), {"email": mailbox, "name": next(NAMES)})


@pytest.mark.parametrize("mailbox", [ADA, "nobody@example.org"])
def test_sign_in_codes_are_six_at_once_and_all_other_kinds_together(ada, mailbox):
    others = [ask(DOORS[1 + n % 2], mailbox, f"198.51.100.{n}").status_code for n in range(9)]
    assert len(mail.outbox) == budgets.MAIL_AT_ONCE.ceiling and others[6:] == [429] * 3
    codes = [ask(DOORS[0], mailbox, f"198.51.100.{n}").status_code for n in range(9)]
    assert len(mail.outbox) == budgets.MAIL_AT_ONCE.ceiling + budgets.CODE_MAIL_AT_ONCE.ceiling
    # A code is on its way, and so it is said; the others say when.
    assert codes == [302] * 9


def test_what_strangers_ask_for_in_her_name_does_not_keep_her_from_her_code(ada):
    """Nor does it after a day of it, when nothing is on its way."""
    for n in range(60):
        ask(DOORS[1 + n % 2], ADA, f"198.51.100.{n}")
    mail.outbox.clear()
    assert ask("account_request_login_code", ADA, "192.0.2.1").status_code == 302
    assert re.search(r"^\d{4}-\d{4}$", mail.outbox[-1].body, re.MULTILINE)


def test_and_forty_eight_a_day(db, monkeypatch):
    now = [1_800_000_000.0]
    monkeypatch.setattr(buckets, "time", type("Clock", (), {"time": lambda: now[0]}))
    sent = [0, 0, 0]
    for n in range(3 * 144):
        request = RequestFactory().post("/", REMOTE_ADDR=f"198.51.100.{n % 250}")
        request.user, request.resolver_match = AnonymousUser(), None
        with suppress(Spent):
            sent[n // 144] += unasked_mail.allowed(request, ADA)
        now[0] += 600
    assert 48 <= sent[0] <= 96 and sent[1] <= 49 and sent[2] <= 49


@pytest.mark.parametrize("door", DOORS)
def test_whoever_reads_the_mail_stops_it_and_allows_it_again(ada, door):
    ask(door)
    link = LINK.search(mail.outbox[-1].body)[1]
    assert ADA not in unquote(link) + unasked_mail.opened(link.strip("/").split("/")[-1])
    reader = Client(REMOTE_ADDR="192.0.2.1")
    assert "Stop these e-mails" in reader.get(link).content.decode()
    reader.get(link)
    assert not unasked_mail.stopped(unasked_mail.opened(link.strip("/").split("/")[-1])), "looking stops nothing"
    reader.post(link, {"action": "stop"})
    sent = len(mail.outbox)
    answers = [ask(each).status_code for each in DOORS]
    assert len(mail.outbox) == sent and answers == [ask(each, "eve@example.org").status_code for each in DOORS]
    sent = len(mail.outbox)
    assert "Allow these e-mails again" in reader.get(link).content.decode()
    reader.post(link, {"action": "allow"})
    ask(door)
    assert len(mail.outbox) == sent + 1


def test_a_browser_she_used_before_still_gets_its_codes(ada):
    hers = Client(REMOTE_ADDR="192.0.2.1")
    hers.post(reverse("account_request_login_code"), {"email": ADA})
    code = re.search(r"^\d{4}-\d{4}$", mail.outbox[-1].body, re.MULTILINE)[0]
    hers.post(reverse("account_confirm_login_code"), {"code": code})
    hers.post(reverse("account_logout"))
    link = LINK.search(mail.outbox[-1].body)[1]
    hers.post(link, {"action": "stop"})
    sent = len(mail.outbox)
    hers.post(reverse("account_request_login_code"), {"email": ADA})
    assert len(mail.outbox) == sent + 1


@pytest.mark.parametrize("token", ["x", "a~b", "~", "0" * 40 + "~" + "x" * 43])
def test_nobody_stops_the_mail_of_others(token):
    assert Client().post(reverse("stop-mail", args=[token]), {"action": "stop"}).status_code == 404


def test_somebody_signed_in_writes_to_few_others(ada):
    client = Client()
    client.force_login(ada)
    for n in range(30):
        client.post(reverse("account_email"), {"email": f"victim{n}@example.org", "action_add": ""})
    assert len(mail.outbox) <= budgets.MAIL_BY_PERSON.ceiling


def test_mails_that_strangers_cause_are_told_from_those_of_the_house():
    """A template of ours, or one of allauth's, is one or the other."""
    folders = [ROOT / "templates" / each / "email" for each in ("account", "accounts", "mfa")]
    folders = [folder for folder in folders if folder.exists()]
    every = {f"{folder.parent.name}/email/{file.name}" for folder in folders for file in folder.glob("*_message.txt")}
    kinds = {name.removesuffix("_message.txt") for name in every if not name.endswith("/base_message.txt")}
    assert kinds >= unasked_mail.UNASKED
    assert kinds - unasked_mail.UNASKED == TO_THOSE_CONCERNED


def test_no_words_of_whoever_asked_are_in_them():
    for each in unasked_mail.UNASKED:
        for part in ("message", "subject"):
            told = set(re.findall(r"{{ *(\w+)", (ROOT / "templates" / f"{each}_{part}.txt").read_text()))
            ours = {"code", "email", "login_url", "signup_url", "password_reset_url", "invitation_url", "code_minutes"}
            assert told <= ours, each
