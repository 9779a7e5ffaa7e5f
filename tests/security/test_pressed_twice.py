"""Ada presses twice what sets up a second factor, or takes it away: it is done once, and the second press leads to the list of factors,
whether it comes while the first goes on or afterwards."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from accounts import reauthentication
from accounts.guarded import FIRST_FACTOR
from tests.accounts.conftest import no_limits  # noqa: F401
from tests.browser.entrance import app_code
from tests.people import sign_in
from tests.security.test_account_ownership import SECRET, VERBS, address_of, quick  # noqa: F401
from tests.security.test_stale_factors import PASSKEY, any_passkey, factors  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_limits", "quick")]
FORMS = [*sorted(FIRST_FACTOR), "mfa_deactivate_totp", "mfa_remove_webauthn"]
LIST, NOT_THIS = reverse("mfa_index"), "so this one was not"


@pytest.fixture(params=FORMS)
def form(ada, request) -> tuple[str, dict, list[Client]]:
    """Its address, what is sent there, and two windows of one browser."""
    name, browsers = request.param, [Client(), Client()]
    if name == "mfa_deactivate_totp":
        TOTP.activate(ada, SECRET)
    if name == "mfa_remove_webauthn":
        Authenticator.objects.create(user=ada, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}})
    sign_in(browsers[0], ada, methods=("code",) if name in FIRST_FACTOR else ("mfa",))
    sent = VERBS[name][0](browsers[0]) if VERBS[name][0] else PASSKEY
    browsers[1].cookies.update(browsers[0].cookies)
    return address_of(name, ada), sent, browsers


def test_the_second_press_comes_afterwards(ada, form):
    address, sent, (browser, _other) = form
    before = factors(ada)
    assert browser.post(address, sent).status_code == 302
    after = factors(ada)
    assert after != before
    assert browser.post(address, sent).headers["Location"] == LIST
    assert factors(ada) == after and NOT_THIS not in browser.get(LIST).content.decode()


@pytest.mark.parametrize("shown", ["code", "mfa"])
@pytest.mark.parametrize("code", ["that of another picture", "none"])
def test_whoever_has_let_another_app_read_a_later_picture_is_told_that_it_was_not_set_up(ada, shown, code):
    browser, address = Client(), reverse("mfa_activate_totp")
    sign_in(browser, ada, methods=("code",))
    sent = VERBS["mfa_activate_totp"][0](browser) if code != "none" else {}
    TOTP.activate(ada, SECRET)
    sign_in(browser, ada, methods=(shown,))
    before = factors(ada)
    assert browser.post(address, sent).headers["Location"] == LIST
    assert NOT_THIS in browser.get(LIST).content.decode() and factors(ada) == before


@pytest.mark.parametrize("shown", ["code", "mfa"])
def test_a_code_that_was_sent_twice_is_not_used_up(ada, shown):
    browser, code = Client(), app_code(SECRET)
    app = TOTP.activate(ada, SECRET)
    sign_in(browser, ada, methods=(shown,))
    assert browser.post(reverse("mfa_activate_totp"), {"code": code}).headers["Location"] == LIST
    assert NOT_THIS not in browser.get(LIST).content.decode() and app.validate_code(code)


def test_the_second_press_is_let_in_before_the_first_is_through(ada, form, monkeypatch):
    address, sent, (browser, other) = form
    let_in, after = reauthentication.is_fresh, []

    def is_fresh(request):
        monkeypatch.setattr(reauthentication, "is_fresh", let_in)
        fresh = let_in(request)
        assert other.post(address, sent).status_code == 302
        after.extend(factors(ada))
        return fresh

    before = factors(ada)
    monkeypatch.setattr(reauthentication, "is_fresh", is_fresh)
    assert browser.post(address, sent).headers["Location"] == LIST
    assert factors(ada) == after != before


def test_whoever_has_shown_nothing_lately_is_asked_all_the_same(ada, form):
    address, sent, (browser, _other) = form
    browser.post(address, sent)
    sign_in(browser, ada, ago=reauthentication.FRESH)
    assert browser.post(address, sent).headers["Location"] != LIST
