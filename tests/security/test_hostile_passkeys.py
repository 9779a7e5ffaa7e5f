"""Whatever stands where a device says something of a passkey: words about it, never a broken page."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as passkeys
from allauth.mfa.webauthn.internal import auth
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string

from accounts.entrance_forms import FromDevice
from tests.people import give_factor, sign_in
from tests.security.hostile import NUMBERS
from tests.whole import some

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unhurried")]


def b64(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def said(kind: str) -> dict:
    """What a device says that was asked for something else: every part is there and has its form."""
    client_data = {"type": f"webauthn.{kind}", "challenge": "AAAA", "origin": "http://localhost", "crossOrigin": False}
    response = {
        "clientDataJSON": b64(json.dumps(client_data).encode()), "authenticatorData": b64(bytes(32) + b"\x05" + bytes(4)),
        "signature": b64(b"s"), "userHandle": b64(b"1"), "attestationObject": b64(b"\xa0"), "transports": ["usb"],
    }  # fmt: skip
    return {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": response, "clientExtensionResults": {}}


ODD = [
    None, [], {}, "", "!", 5, "\0", "\ud800", 1e308, [1], {"a": [1]}, b64(b"\xff\xfe"), b64(b"9" * 30), b64(b"9" * 5000),
    b64(b"\x9b" + b"\xff" * 8), b64(b"\x81" * 5000), b64(b"{" * 90), b64(b"[" * 90_000), b64("٣".encode()),
]  # fmt: skip


def hostile(kind: str) -> list[str]:
    # Four and the number of what is odd have no divisor in common: each is tried in several places.
    return some(every_hostile(kind), 4)


def every_hostile(kind: str) -> Iterator[str]:
    """Nothing that is JSON, then JSON that is something else, then each part of the real thing replaced."""
    yield from NUMBERS.values()
    yield from ("[" * 80_000, '{"a":' * 40_000, "[]", '"x"', "null", "{}", "9" * 9, "")
    for name in said(kind):
        yield from (json.dumps(said(kind) | {name: odd}) for odd in ODD)
    for name in said(kind)["response"]:
        for odd in ODD:
            whole = said(kind)
            whole["response"][name] = odd
            yield json.dumps(whole)


@pytest.fixture
def ada(ada):
    give_factor(ada)
    return ada


def test_nothing_that_mallory_sends_as_a_passkey_breaks_the_entrance():
    for credential in hostile("get"):
        mallory, door = Client(), reverse("mfa_login_webauthn")
        mallory.get(door, headers={"accept": "application/json"})
        answer = mallory.post(door, {"credential": credential})
        assert answer.status_code == 302 and answer.url == reverse("account_login"), credential[:200]


@pytest.mark.parametrize("verb", ["mfa_add_webauthn", "mfa_reauthenticate_webauthn"])
def test_nothing_that_adas_device_says_breaks_a_page_of_hers(ada, verb):
    hers, door = Client(), reverse(verb)
    sign_in(hers, ada)
    for credential in hostile("create" if "add" in verb else "get"):
        hers.get(door)
        answer = hers.post(door, {"name": "Phone", "credential": credential})
        assert answer.status_code in (200, 302), credential[:200]
        assert not ada.authenticator_set.filter(type="webauthn").exists()


def test_nothing_that_is_said_behind_her_password_breaks_a_page(ada, monkeypatch):
    monkeypatch.setattr(auth, "get_credentials", lambda user: [])
    Authenticator.objects.create(user=ada, type="webauthn", data={"name": "Phone", "credential": {}})
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    ada.set_password("a long sentence of hers")
    ada.save(update_fields=["password"])
    hers, door = Client(), reverse("mfa_authenticate")
    hers.post(reverse("account_login"), {"login": ada.email, "password": "a long sentence of hers"})
    assert hers.get(door).status_code == 200
    for credential in hostile("get"):
        assert hers.post(door, {"credential": credential}).status_code == 200, credential[:200]


def test_every_form_that_takes_one_reads_it_like_that():
    given = {import_string(path) for path in settings.MFA_FORMS.values()}
    taking = {form for form in vars(passkeys).values() if "credential" in getattr(form, "base_fields", ())}
    for form in taking:
        ours = [each for each in given if form in each.__bases__]
        assert form.__name__.startswith("_") or (ours and all(issubclass(each, FromDevice) for each in ours)), form


def test_she_reads_that_it_did_not_fit(ada):
    hers = Client()
    sign_in(hers, ada)
    hers.get(reverse("mfa_add_webauthn"))
    for credential in ("9" * 5000, json.dumps(said("create"))):
        page = hers.post(reverse("mfa_add_webauthn"), {"name": "Phone", "credential": credential})
        assert page.context["form"].errors and "error" in page.content.decode(), credential[:200]


def test_a_database_that_is_away_is_not_taken_for_a_wrong_passkey(monkeypatch):
    def away(user):
        raise ConnectionError

    mallory, door = Client(), reverse("mfa_login_webauthn")
    monkeypatch.setattr(auth, "extract_user_from_response", away)
    with pytest.raises(ConnectionError):
        mallory.post(door, {"credential": json.dumps(said("get"))})
