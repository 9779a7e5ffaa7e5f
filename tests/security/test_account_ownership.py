"""A borrowed session does not become the account: every address of an account, what it does with who owns it, and what a session
of last week gets there, whatever the account has to show who it is."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, TOTP
from django.core import mail
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.privacy_views import DOWNLOAD
from accounts.reauthentication import FRESH, GUARDED
from tests.accounts.conftest import no_limits  # noqa: F401
from tests.browser.entrance import app_code
from tests.people import mailed_code, sign_in

pytestmark = pytest.mark.usefixtures("no_limits", "quick")
LAST_WEEK, PASSWORD = timedelta(days=7), "a long enough secret"
NEW = {"password1": "quite another secret", "password2": "quite another secret"}
SECRET = "JBSWY3DPEHPK3PXP"
KEY = "a-key-that-this-browser-was-given"

# What ada's account has to show who she is.
HAS = ("nothing", "password", "app", "passkey")


def _app(browser):
    browser.get(reverse("mfa_activate_totp"))
    return {"code": app_code(browser.session[SECRET_SESSION_KEY])}


# What changes who owns an account or shows everything about it: what is sent there, and with what the account must have.
VERBS = {
    "account_email": (lambda browser: {"email": "other@example.org", "action_add": ""}, HAS),
    "account_set_password": (lambda browser: NEW, ("nothing", "app", "passkey")),
    "account_change_password": (lambda browser: NEW | {"oldpassword": PASSWORD}, ("password",)),
    "mfa_activate_totp": (_app, ("nothing", "password", "passkey")),
    "mfa_deactivate_totp": (lambda browser: {}, ("app",)),
    # The ceremony needs a browser (tests/browser/test_signing_in.py): here it is offered or not.
    "mfa_add_webauthn": (None, HAS),
    "mfa_remove_webauthn": (lambda browser: {}, ("passkey",)),
    "mfa_edit_webauthn": (lambda browser: {"name": "Another name"}, ("passkey",)),
    "mfa_view_recovery_codes": (None, ("app", "passkey")),
    "mfa_generate_recovery_codes": (lambda browser: {}, ("app", "passkey")),
    "mfa_download_recovery_codes": (None, ("app", "passkey")),
    "leave": (lambda browser: {}, HAS),
    "data-download": (None, HAS),
    "data-json": (None, HAS),
    "data-html": (None, HAS),
}
ENTRANCE = "asks itself who comes: address, password, code, passkey or the second factor"
PUBLIC = "says or does the same for everybody"
OF_BODIES = "is about bodies and mandates, which have rules of their own"
OF_TWO = "is about the account of another, and takes two people (test_appointing.py, test_giving_back.py)"
ELSEWHERE = {
    **dict.fromkeys(["appointments", "appointment-decision", "recoveries", "recovery-decision", "name-requests", "name-decision"], OF_TWO),
    **dict.fromkeys([
        "account_login", "account_signup", "account_signup_by_passkey", "account_request_login_code",
        "account_confirm_login_code", "account_reset_password", "account_confirm_password_reset_code",
        "account_reset_password_factor", "account_complete_password_reset", "account_password_reset_completed", "account_reauthenticate",
        "mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_login_webauthn",
        "mfa_signup_webauthn", "reauthenticate-by-code",
    ], ENTRANCE),
    **dict.fromkeys(["terms", "privacy", "privacy-data", "data-use", "account_inactive", "enter-demonstration", "stop-mail"], PUBLIC),
    **dict.fromkeys([
        "mandate", "mandate-card", "mandate-json", "mandate-resign", "mandate-renew", "mandate-decision", "speak-for",
        "register-body", "speak-for-body", "my-mandates", "steward", "invitations", "cancel-invitation", "invitation",
        "answer-invitation", "mandate-stewardship",
        "desk", "desk-bulk", "desk-bulk-sample", "desk-trail", "desk-trail-csv", "desk-application", "desk-decision",
        "desk-note", "desk-describe", "desk-check", "desk-document", "desk-change", "desk-pages",
        "organisation-evidence", "mandate-evidence",
    ], OF_BODIES),
    "account_email_verification_sent": "takes the code of a new mailbox; who changes an address came through account_email",
    "stop-address-change": "wants the link from the old mailbox, and only keeps things as they are",
    "stay": "keeps things as they are: whoever notices must be quick",
    "agree": "agrees to the terms",
    "profile": "what others see anyway; a name changes three times a month",
    "data": "names the kinds of things that are held, none of them",
    "account_logout": "ends this session",
    "usersessions_list": "ends sessions, which costs their owner a sign-in: whoever notices a stranger must be quick",
    "end-session": "the same, for one",
    "mfa_index": "says which second factors there are",
    "mfa_list_webauthn": "the same, for passkeys",
}  # fmt: skip
# Where an institution is set up (tests/accounts/test_institutions.py, in a process of its own).
AT_AN_INSTITUTION = {"socialaccount_connections"}


def addresses():
    """The names of all addresses that the accounts have."""

    def inside(resolver, here: bool):
        for each in resolver.url_patterns:
            if hasattr(each, "url_patterns"):
                yield from inside(each, here or getattr(each.urlconf_name, "__name__", "") == "accounts.urls")
            elif here:
                yield each.name

    return set(inside(get_resolver(), False))


def test_every_address_of_the_accounts_is_known_here():
    known = set(VERBS) | set(ELSEWHERE)
    assert not set(VERBS) & set(ELSEWHERE)
    assert addresses() - known == set(), "say in VERBS or ELSEWHERE what these do with who owns an account"
    assert known - addresses() == set(), "these are gone"
    assert set(VERBS) | AT_AN_INSTITUTION == GUARDED
    assert len(known) > 60  # the walk has found them


@pytest.fixture
def quick(monkeypatch):
    """Passkeys need no real key."""
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda user: [])


@pytest.fixture(params=HAS)
def has(request):
    return request.param


@pytest.fixture
def ada(ada, has):
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    if has == "password":
        ada.set_password(PASSWORD)
        ada.save(update_fields=["password"])
    if has == "app":
        TOTP.activate(ada, SECRET)
    if has == "passkey":
        Authenticator.objects.create(
            user=ada, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone", "credential": {}}
        )
    if has in ("app", "passkey"):
        RecoveryCodes.activate(ada)
    return ada


def address_of(verb: str, who) -> str:
    if verb.startswith("data-") and verb != "data-download":
        return reverse(verb, args=[KEY])
    if verb in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        key = Authenticator.objects.filter(user=who, type=Authenticator.Type.WEBAUTHN).first()
        return reverse(verb, args=[key.pk if key else 0])
    return reverse(verb)


def browser_of(who, ago: timedelta = timedelta(0), **proof) -> Client:
    browser = Client()
    sign_in(browser, who, ago, **proof)
    session = browser.session
    session[DOWNLOAD] = [KEY, 2**40]
    session.save()
    return browser


def state(who) -> tuple:
    """Whatever says who owns the account, and the letters about it."""
    who.refresh_from_db()
    factors = [(each.pk, str(each.data)) for each in Authenticator.objects.filter(user=who).order_by("pk")]
    return who.email, who.password, who.leaves_at, factors, who.address_changes.count(), len(mail.outbox)


PROOFS = {
    "nothing": "reauthenticate-by-code", "password": "account_reauthenticate", "app": "mfa_reauthenticate",
    "passkey": "mfa_reauthenticate",
}  # fmt: skip


def asks_who_sits_here(answer, page: str, back: str) -> bool:
    """Whether the answer leads to the page that asks, and from there back."""
    led = urlsplit(answer.headers.get("Location", ""))
    return answer.status_code == 302 and led.path == reverse(page) and back in led.query.replace("%2F", "/")


@pytest.mark.parametrize("verb", VERBS)
def test_an_old_session_is_asked_who_it_is_and_changes_nothing(ada, has, verb):
    thief, address = browser_of(ada, FRESH + timedelta(seconds=1)), address_of(verb, ada)
    page = (
        "reauthenticate-by-code"
        if has == "password" and verb in ("mfa_activate_totp", "mfa_add_webauthn")
        else PROOFS[has]
    )
    before = state(ada)
    assert asks_who_sits_here(thief.get(address), page, address)
    assert asks_who_sits_here(
        thief.post(address, {"email": "thief@example.org", "action_add": "", **NEW}), page, address
    )
    assert state(ada) == before


@pytest.mark.parametrize("verb", VERBS)
def test_whoever_has_just_shown_who_they_are_goes_on(ada, has, verb):
    sent, possible = VERBS[verb]
    if has not in possible:
        # Another page says so: it asks nobody again.
        answer = browser_of(ada).get(address_of(verb, ada))
        assert answer.status_code == 404 or "reauthenticate" not in answer.headers.get("Location", "")
        return
    browser, address = browser_of(ada), address_of(verb, ada)
    assert browser.get(address).status_code == 200
    if sent:
        before = state(ada)
        assert browser.post(address, sent(browser)).status_code == 302
        assert state(ada) != before


@pytest.mark.parametrize("has", ["nothing"], indirect=True)
def test_a_session_that_never_showed_anything_is_old(ada):
    thief = browser_of(ada, methods=())
    for verb in VERBS:
        assert "reauthenticate" in thief.get(address_of(verb, ada)).headers["Location"], verb


@pytest.mark.parametrize("has", ["app", "passkey"], indirect=True)
def test_where_there_is_a_second_factor_nothing_less_will_do(ada):
    thief = browser_of(ada, methods=("code", "password", "socialaccount"))
    for verb in VERBS:
        assert asks_who_sits_here(thief.get(address_of(verb, ada)), "mfa_reauthenticate", address_of(verb, ada)), verb


@pytest.mark.parametrize("has", ["nothing", "password"], indirect=True)
@pytest.mark.parametrize("verb", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_the_first_factor_wants_the_mailbox_and_not_a_password(ada, verb):
    """It makes people able to speak for a body: a thief with the session and the password has not got the mailbox."""
    thief = browser_of(ada, methods=("password",))
    assert asks_who_sits_here(thief.get(address_of(verb, ada)), "reauthenticate-by-code", address_of(verb, ada))
    assert browser_of(ada, methods=("code",)).get(address_of(verb, ada)).status_code == 200


@pytest.mark.parametrize("has", ["nothing"], indirect=True)
def test_what_somebody_else_showed_in_this_browser_is_no_proof(ada, bo):
    browser = browser_of(bo)
    session = browser.session
    shown = {key: value for key, value in session.items() if key.startswith("account_authentication")}
    browser.force_login(ada)
    session = browser.session
    session.update(shown)
    session.save()
    assert "reauthenticate" in browser.get(reverse("leave")).headers["Location"]


@pytest.mark.parametrize("has", ["nothing", "password", "app"], indirect=True)
def test_the_way_through_the_question_leads_back_and_lasts(ada, has):
    browser = browser_of(ada, LAST_WEEK)
    asking = browser.get(reverse("leave")).url
    if has == "nothing":
        assert browser.get(asking).status_code == 200 and not mail.outbox
        asking = browser.post(asking, {"action": "send"}).url
        assert mail.outbox[-1].to == [ada.email]
    proof = {
        "nothing": lambda: {"code": mailed_code()},
        "password": lambda: {"password": PASSWORD},
        "app": lambda: {"code": app_code(SECRET)},
    }[has]
    wrong = browser.post(asking, {"code": "00000000", "password": "wrong"})
    assert wrong.status_code == 200 and wrong.context["form"].errors
    assert browser.post(asking, proof()).url == reverse("leave")
    assert browser.get(reverse("leave")).status_code == 200 and browser.get(reverse("data-download")).status_code == 200
