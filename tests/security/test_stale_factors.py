"""What mallory, inside ada's account, does with its second factors in the very moment in which two officers give it back: nothing of
it is there afterwards, whichever form it was, and what ada sets up then is hers."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from accounts import reauthentication
from accounts.models import AddressChange, User
from tests.accounts.conftest import no_limits  # noqa: F401
from tests.people import give_factor, person, sign_in
from tests.security.test_account_ownership import SECRET, VERBS, address_of, quick  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_limits", "quick")]
PASSKEY = {"name": "Phone", "credential": '{"id": "of a device"}'}
# Every form that changes factors or their codes; those of the ceremony are sent what a device says.
FORMS = sorted(
    name for name, (sent, _has) in VERBS.items() if name.startswith("mfa_") and (sent or name == "mfa_add_webauthn")
)


@pytest.fixture(autouse=True)
def any_passkey(monkeypatch):
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.parse_registration_response", lambda said: None)
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.complete_registration", lambda said: None)


@pytest.fixture
def thief(ada):
    """In a session of ada's, having just shown a factor of hers."""
    Authenticator.objects.create(user=ada, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}})
    browser = Client()
    sign_in(browser, ada)
    return browser


def factors(who: User) -> list[str]:
    return sorted(f"{each.type} {each.data}" for each in Authenticator.objects.filter(user=who))


def give_back(who: User) -> None:
    officer = User.objects.filter(is_officer=True).first() or give_factor(person("Ivy Castellano", is_officer=True))
    change = AddressChange.ask(who, "ada@new.example", officer)
    change.announce()
    assert change.carry_out()


def prepare(name: str, who: User, browser: Client) -> tuple[str, dict]:
    """What the form needs to be there, its address and what is sent."""
    if name == "mfa_deactivate_totp":
        TOTP.activate(who, SECRET)
    if name == "mfa_generate_recovery_codes":
        RecoveryCodes.activate(who)
    sent = VERBS[name][0]
    return address_of(name, who), sent(browser) if sent else PASSKEY


@pytest.mark.parametrize("name", FORMS)
def test_no_factor_of_a_thief_stands_after_the_account_was_given_back(ada, thief, name, monkeypatch):
    address, sent = prepare(name, ada, thief)
    let_in = reauthentication.is_fresh

    def is_fresh(request):
        fresh = let_in(request)
        give_back(ada)
        TOTP.activate(ada, SECRET)
        return fresh

    monkeypatch.setattr(reauthentication, "is_fresh", is_fresh)
    assert thief.post(address, sent).headers["Location"] == reverse("account_login")
    [hers] = Authenticator.objects.filter(user=ada)
    assert hers.type == Authenticator.Type.TOTP


@pytest.mark.parametrize("name", FORMS)
def test_the_same_form_does_what_it_is_about_while_nobody_has_decided_anything(ada, thief, name):
    address, sent = prepare(name, ada, thief)
    before = factors(ada)
    assert thief.post(address, sent).status_code == 302
    assert factors(ada) != before
