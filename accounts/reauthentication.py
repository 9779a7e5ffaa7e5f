"""Who sits here now: a session that was borrowed or stolen must not become the account. What changes who owns an account, or
shows everything about it, asks for proof that is minutes old: the second factor where there is one, else a password or a
mailed code. Every address that does so is named here; tests/security/test_account_ownership.py knows all the others."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.utils import get_login_redirect_url
from allauth.core.internal.httpkit import add_query_params
from allauth.mfa.models import Authenticator
from django.contrib.auth import REDIRECT_FIELD_NAME, SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext_lazy as _

from accounts.addresses import page_before
from accounts.guarded import ADMINISTRATION, FIRST_FACTOR, GUARDED, OF_HOLDERS, OF_THE_ENTRUSTED, OUT_OF_IT, TAKING_ON
from accounts.models.user import STRONG, Origin, User

# How old a proof may be for what changes the account. Signing in is a proof.
FRESH = timedelta(minutes=15)
# And for official words, and for what powers do: a working day.
FRESH_FOR_OFFICIAL_WORDS = timedelta(hours=12)

# What is said to whoever has to; the page has a link to the question.
PROVE_FIRST = _(
    "Before you post for an organisation, please confirm that it is you, on the page “Security”. Your text is kept."
)
POWER_FIRST = _("Before you use your role, please confirm that it is you, on the page “Security”.")

MAILED, PASSWORD, FACTOR = "code", "password", "mfa"
# The pages that ask who sits here, and what for.
ASKING = {
    "reauthenticate-by-code": MAILED, "account_reauthenticate": PASSWORD,
    "mfa_reauthenticate": FACTOR, "mfa_reauthenticate_webauthn": FACTOR,
}  # fmt: skip
# Who presses a second time does so at once.
TWO_PRESSES = timedelta(seconds=20)
# Whose session the proofs are of (allauth keeps them apart from Django's own).
OWNER = "account_authentication_methods_user"


def authenticated_at(session: Mapping, methods: tuple[str, ...] = ()) -> datetime | None:
    """When whoever is signed in to this session (its decoded data) last proved who they are; None if never. By `methods`, else
    by the best they have ever used in it: a mailed code does not renew a second factor. An institution's word is no proof
    here: its own session may be as old as ours."""
    if not session.get(SESSION_KEY) or session.get(OWNER) != session[SESSION_KEY]:
        return None
    records = session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    if not methods:
        methods = (FACTOR,) if any(record["method"] == FACTOR for record in records) else (MAILED, PASSWORD)
    times = [record["at"] for record in records if record["method"] in methods]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def may_speak_officially(person: User, at: datetime | None) -> bool:
    """Whether a session is good for words of a body, and for the use of powers, given when it was last proved who uses it
    (authenticated_at). Invented people, and those of a public record, have nothing to prove it by (secured_q)."""
    fresh = at is not None and timezone.now() - at < FRESH_FOR_OFFICIAL_WORDS
    return fresh or person.origin != Origin.PERSON


def proof_wanted(person: User, address: str = "") -> tuple[str, ...]:
    """By what `person` proves who they are at the address of this name."""
    if has_factor(person):
        return (FACTOR,)
    return (MAILED,) if address in FIRST_FACTOR else (MAILED, PASSWORD)


def has_factor(person: User) -> bool:
    """Of a guest, whom allauth asks about too, there is none."""
    return person.is_authenticated and Authenticator.objects.filter(user=person.pk, type__in=STRONG).exists()


def is_fresh(request) -> bool:
    """Whether who is signed in has proved it a short while ago, as the page that is asked for wants it."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    at = authenticated_at(request.session, proof_wanted(request.user, name))
    return at is not None and timezone.now() - at < FRESH


def pressed_twice(request, view, kwargs) -> bool:
    """Whether this form has been sent before, by whoever has lately shown something: not what proves it since then."""
    so_already = getattr(view, "so_already", None)
    at = authenticated_at(request.session, (MAILED, PASSWORD, FACTOR))
    lately = at is not None and timezone.now() - at < FRESH
    return bool(so_already and request.method == "POST" and lately and so_already(request, **kwargs))


def shown_just_now(request, name: str) -> bool:
    """Whether the page of this name asks for what the first of two presses has shown: a code fits once, and another mail would go."""
    said = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    if name not in ASKING or authenticated_at(request.session, (ASKING[name],)) is None:
        return False
    since = timezone.now().timestamp() - TWO_PRESSES.total_seconds()
    return any(one["method"] == ASKING[name] and one.get("reauthenticated") and one["at"] > since for one in said)


def uses_power(person: User, address: str) -> bool:
    """Whether this address (its full name) is where `person` uses what they were given, or takes something on. For everybody else
    it answers as ever: being asked would tell them that there is something. The address first: elsewhere nobody needs to know
    who asks."""
    if address in TAKING_ON:
        return person.is_authenticated
    if address in OF_THE_ENTRUSTED or (address.startswith(ADMINISTRATION) and address != OUT_OF_IT):
        return person.is_authenticated and person.entrusted
    if address not in OF_HOLDERS or not person.is_authenticated:
        return False
    return person.entrusted or person.mandates.exclude(accredited_at=None).exists()


class ReauthenticationMiddleware(MiddlewareMixin):
    """Leads from a guarded page to the one that asks who sits here, and back. What was sent is not kept meanwhile: it may be
    a password."""

    def process_view(self, request, view, args, kwargs):
        name, person = request.resolver_match.view_name, request.user
        if request.method == "POST" and shown_just_now(request, name):
            return HttpResponseRedirect(get_login_redirect_url(request))
        if name in GUARDED:
            if not person.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if is_fresh(request):
                return None
            if pressed_twice(request, view, kwargs):
                return view.to_the_list(request, view.so_already)
            return asked(request, name, request.get_full_path())
        if not uses_power(person, name) or may_speak_officially(person, authenticated_at(request.session)):
            return None
        if "application/json" in request.headers.get("Accept", ""):
            error = {"code": "prove_first", "message": str(POWER_FIRST)}
            return JsonResponse({"error": error, "key": request.POST.get("key")}, status=403)
        return asked(
            request, name, request.get_full_path() if request.method in ("GET", "HEAD") else page_before(request)
        )

    def process_response(self, request, response):
        """What was pressed after a session had ended is not pressed again, and its address often shows nothing: whoever signs in comes
        back to the page it stood on. Pages with a secret address name none: they take their forms themselves."""
        if request.method not in ("GET", "HEAD") and response.status_code == 302 and "Referer" in request.headers:
            to = urlsplit(response["Location"])
            # Not Django's reader of queries: it refuses long ones, and whoever has just signed in would be told so.
            back = parse_qs(to.query).get(REDIRECT_FIELD_NAME)
            if back == [request.get_full_path()] and to.path == reverse("account_login"):
                response["Location"] = add_query_params(to.path, {REDIRECT_FIELD_NAME: page_before(request)})
        return response


def asked(request, name: str, back: str) -> HttpResponseRedirect:
    if proof_wanted(request.user, name) == (MAILED,):
        page = reverse("reauthenticate-by-code")
    else:
        page = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
    return HttpResponseRedirect(add_query_params(page, {REDIRECT_FIELD_NAME: back}))
