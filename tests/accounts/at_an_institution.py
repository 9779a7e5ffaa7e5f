"""Run in a process of its own, where an institution is set up: people come from its server, and what becomes of them is told."""

import json
import sys
from datetime import timedelta

import django

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from allauth.socialaccount.models import SocialAccount  # noqa: E402
from django.core import mail  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts import adapter  # noqa: E402
from accounts.models import AddressChange, Recovery, User  # noqa: E402
from tests.accounts.test_ways_in import of_libraries, pointing_at_people  # noqa: E402
from tests.people import give_factor, go_there, mailed_code, person, sign_in  # noqa: E402
from tests.security.test_budgets import FORMS, NAMES, READ_ONLY  # noqa: E402

# What the institution calls them.
PEOPLE = {"ada": "1", "bo": "2", "eve": "3", "mallory": "4", "zoe": "5"}


def come_back(code: str, name: str) -> dict:
    """Somebody whom the institution knows as `code` signs in there, and says how they want to be called if they are asked."""
    browser = Client()
    there, asked, answer = go_there(browser, code)
    if answer.status_code == 302 and answer.url.endswith("/3rdparty/signup/"):
        form = browser.get(answer.url).context["form"]
        address = form.initial["email"]
        answer = browser.post(answer.url, {"email": address, "name": name})
    letters = [letter.subject for letter in mail.outbox]
    told = {
        "there": there.partition("?")[0],
        "guarded": "code_challenge" in asked,
        "led to": answer.headers.get("Location", answer.status_code),
        "signed in": browser.get("/en/people/me/").status_code == 200,
        "mails": letters,
        "connections": browser.get("/en/accounts/3rdparty/").headers["Location"].partition("?")[0],
    }
    if not told["signed in"] and "code" in letters[0]:
        told["stored"] = User.objects.filter(email=address).count()
        browser.post("/en/accounts/confirm-email/", {"code": mailed_code()})
        told["connected"] = SocialAccount.objects.filter(user__email=address, uid=PEOPLE[code]).count()
    return told


def connect_an_old_session() -> dict:
    """Whoever holds bo's cookie of last week connects their own sign-in with his account; then bo shows that it is he."""
    browser = Client()
    sign_in(browser, bo, timedelta(days=7))
    _, _, answer = go_there(browser, "zoe", "connect")
    before = SocialAccount.objects.filter(user=bo).count()
    page = browser.get(answer.url).url
    browser.post(page, {"action": "send"})
    browser.post(page, {"code": mailed_code()})
    told = [letter.subject for letter in mail.outbox if letter.to == [bo.email]]
    return {"led to": page, "before": before, "after": SocialAccount.objects.filter(user=bo).count(), "told": told}


def connect_while(decided: dict) -> dict:
    """Bo connects a sign-in, and something is decided about him between the reading of his row and the end of that."""
    browser, is_fresh, row = Client(), adapter.is_fresh, User.objects.filter(pk=bo.pk)
    sign_in(browser, row.get())

    def decide(request):
        row.update(**decided)
        return is_fresh(request)

    adapter.is_fresh = decide
    try:
        _, _, answer = go_there(browser, "mallory", "connect")
    finally:
        adapter.is_fresh = is_fresh
    stands = row.filter(**decided).exists()
    connected, _ = SocialAccount.objects.filter(user=bo).delete()
    row.update(suspended_until=None, password=bo.password)
    return {"led to": answer.url, "connected": connected, "stands": stands}


def give_back() -> dict:
    """Two people give bo the account back. Whoever connected their sign-in tries it again."""
    before = come_back("zoe", "")
    ivy, omar = (give_factor(person(name, is_officer=True)) for name in ("Ivy Castellano", "Omar Haddad"))
    Recovery.propose(bo, ivy, "Seen with his passport.", address="bo@new.example").confirm(omar)
    change = AddressChange.objects.announced().get(person=bo)
    change.due_at = timezone.now()
    change.carry_out()
    browser = Client()
    _, _, answer = go_there(browser, "zoe")
    return {
        "before": before["signed in"], "led to": answer.url, "in": browser.get("/en/people/me/").status_code == 200,
        "connections": SocialAccount.objects.filter(user=bo).count(),
    }  # fmt: skip


setup_test_environment()
call_command("migrate", verbosity=0)
bo = User.objects.create_user("bo@isles.example", name="Bo Lindqvist")
EmailAddress.objects.create(user=bo, email=bo.email, verified=True, primary=True)
told = {"page": Client().get("/en/accounts/login/").content.decode()}
told["policy"] = Client().get("/en/accounts/login/").headers["Content-Security-Policy"]
for code in ("ada", "bo", "eve", "mallory", "ada"):
    mail.outbox.clear()
    told[code if code not in told else f"{code} again"] = come_back(code, f"{code.title()} Mensah")
SocialAccount.objects.filter(uid=PEOPLE["mallory"]).delete()
told["connecting while suspended"] = connect_while({"suspended_until": timezone.now() + timedelta(days=9)})
told["connecting while given back"] = connect_while({"password": "!of nobody"})
told["connecting"] = connect_an_old_session()
told["given back"] = give_back()
told["pointing"], told["of libraries"] = sorted(pointing_at_people()), sorted(of_libraries())
told["without a budget"] = sorted(NAMES - set(FORMS) - READ_ONLY)
told["budgets of nothing"] = sorted((set(FORMS) | READ_ONLY) - NAMES)
json.dump(told, sys.stdout)
