"""Run in a process of its own, where institutions are set up whose servers answer oddly, late or not at all; what becomes of
who signs in there is told."""

import json
import logging
import sys
from base64 import urlsafe_b64encode

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from accounts import errands, institution_views  # noqa: E402
from tests.patience import until  # noqa: E402
from tests.people import go_there  # noqa: E402


class Log(logging.Handler):
    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record) -> None:
        self.lines.append({"line": record.getMessage(), "traceback": bool(record.exc_info)})


def met(answer) -> dict:
    lines, log.lines = log.lines, []
    return {
        "status": answer.status_code, "page": answer.content.decode() if answer.status_code != 302 else "",
        "led to": answer.headers.get("Location", ""), "log": lines, "retry": answer.headers.get("Retry-After", ""),
    }  # fmt: skip


def begin(institution: str) -> dict:
    return met(Client(raise_request_exception=False).post(f"/en/accounts/oidc/{institution}/login/"))


def said(answer: dict) -> dict:
    code = urlsafe_b64encode(json.dumps(answer).encode()).decode().rstrip("=")
    return met(go_there(Client(raise_request_exception=False), code)[2])


def held(places, number: int, institution: str) -> dict:
    for _ in range(number):
        places.acquire()
    try:
        return begin(institution)
    finally:
        places.release(number)


def free() -> bool:
    """Whether all the places for fetching are."""
    taken = [errands.AT_ONCE.acquire(blocking=False) for _ in range(4)]
    errands.AT_ONCE.release(sum(taken)) if any(taken) else None
    return all(taken)


setup_test_environment()
call_command("migrate", verbosity=0)
log = Log()
logging.getLogger().addHandler(log)
told = {"odd": [said(each) for each in json.load(sys.stdin)], "at once": settings.REQUESTS_AT_ONCE}
told["silent"], told["broken"] = begin("snow"), begin("reef")
told["crowded"] = held(errands.PAGES, 8, "isles")
institution_views.PATIENCE = 0.3
told["all fetching"] = held(errands.AT_ONCE, 4, "isles")
told["dripping"] = begin("slow")
told["kept while it drips"] = not free()
# The server stops when this line is read.
print("dripping", flush=True)
until(free)
told["bystander"] = met(Client().get("/en/about/"))["status"]
print(json.dumps(told))
