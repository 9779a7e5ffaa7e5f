"""Run in a process of its own, where an institution is set up: people come from its server, and what becomes of them is told."""

import json
import sys
from urllib.parse import parse_qs, urlsplit

import django

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from django.core import mail  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from accounts.models import User  # noqa: E402


def come_back(code: str, name: str) -> dict:
    """Somebody whom the institution knows as `code` signs in there, and says how they want to be called if they are asked."""
    browser = Client()
    there = browser.post("/en/accounts/oidc/isles/login/").url
    asked = parse_qs(urlsplit(there).query)
    answer = browser.get(urlsplit(asked["redirect_uri"][0]).path, {"code": code, "state": asked["state"][0]})
    if answer.status_code == 302 and answer.url.endswith("/3rdparty/signup/"):
        form = browser.get(answer.url).context["form"]
        answer = browser.post(answer.url, {"email": form.initial["email"], "name": name})
    return {
        "there": there.partition("?")[0],
        "guarded": "code_challenge" in asked,
        "led to": answer.headers.get("Location", answer.status_code),
        "signed in": browser.get("/en/people/me/").status_code == 200,
        "mails": [letter.subject for letter in mail.outbox],
        "connections": browser.get("/en/accounts/3rdparty/").status_code,
    }


setup_test_environment()
call_command("migrate", verbosity=0)
bo = User.objects.create_user("bo@isles.example", name="Bo Lindqvist")
EmailAddress.objects.create(user=bo, email=bo.email, verified=True, primary=True)
told = {"page": Client().get("/en/accounts/login/").content.decode()}
told["policy"] = Client().get("/en/accounts/login/").headers["Content-Security-Policy"]
for code in ("ada", "bo", "eve", "mallory", "ada"):
    mail.outbox.clear()
    told[code if code not in told else f"{code} again"] = come_back(code, f"{code.title()} Mensah")
json.dump(told, sys.stdout)
