from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.shortcuts import redirect
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject

from accounts.addresses import LANGUAGES, came_from, is_administration, page_before, split

YEAR = 365 * 86400
# In the session: a choice is of the line this device is on, so it is kept with the device and not with the person.
LOW_DATA = "low-data"


class SessionsMiddleware(SessionMiddleware):
    """Django's. Who presses “Sign in” twice comes the second time with the key of before, which has ended: it must not take away the
    cookie that the first press has just brought. Where it ends only while the second is worked on, nothing can be kept for it: the
    page is asked for anew, by whoever the browser has come to belong to."""

    def process_response(self, request, response):
        try:
            response = super().process_response(request, response)
        except SessionInterrupted:
            if "application/json" in request.headers.get("Accept", ""):
                raise
            return redirect(request.get_full_path() if request.method in ("GET", "HEAD") else page_before(request))
        if request.method == "POST" and request.session.gone and request.session.is_empty():
            response.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        return response


class LanguageMiddleware(MiddlewareMixin):
    """Takes the language out of the address. All below `/fr/` is the forum in French, and every address made there begins
    with it too; an address without a language is answered in the reader's own (Vary says so)."""

    def process_request(self, request):
        request.language_in_address, rest = split(request.path_info)
        request.language_chosen = ""
        if is_administration(rest) and not is_administration(sent(request)):
            # A proxy's rule on /admin/ must catch every way there: what is written otherwise leads nowhere.
            request.language_in_address, request.path_info = "", sent(request)
        if request.language_in_address:
            request.path_info = rest
            request.language_chosen = chosen(request)
            set_script_prefix(f"/{request.language_in_address}/")
        use(request, request.language_in_address or translation.get_language_from_request(request))

    def process_response(self, request, response):
        # What says of itself that it is the same for everybody has no language to vary by.
        if not request.language_in_address and "public" not in response.headers.get("Cache-Control", ""):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        if request.language_chosen:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, request.language_chosen, max_age=YEAR, samesite="Lax",
                secure=settings.SECURE, httponly=True,
            )  # fmt: skip
        if get_script_prefix() != "/":
            set_script_prefix("/")
        return response


class PreferencesMiddleware:
    """A signed-in person stays signed in for as long as they come again, and reads pages in the language of their account, on
    every device, unless the address names one. And `request.low_data` says whether a page should be as small as can be: as
    chosen on this device, else as the browser asks (`Save-Data: on`)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Whoever brings no session is nobody; what is the same for everybody must not depend on one.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            request.session.renew()
            if request.language_chosen and request.language_chosen != request.user.interface_language:
                request.user.interface_language = request.language_chosen
                request.user.save(update_fields=["interface_language"])
            language = request.user.interface_language
            if language in LANGUAGES and not request.language_in_address:
                use(request, language)
        asked = request.headers.get("Save-Data", "").lower() == "on"
        # Looked up when a page asks: what is the same for everybody does not depend on whose session it is.
        request.low_data = SimpleLazyObject(lambda: request.session.get(LOW_DATA, asked))
        response = self.get_response(request)
        if "public" not in response.headers.get("Cache-Control", ""):
            patch_vary_headers(response, ("Save-Data",))
        return response


def sent(request) -> str:
    """The path as it stands in the request, nothing unquoted."""
    raw = getattr(request, "scope", {}).get("raw_path")
    return raw.decode("latin-1") if raw else request.path_info


def use(request, language: str) -> None:
    translation.activate(language)
    request.LANGUAGE_CODE = translation.get_language()


def chosen(request) -> str:
    """The language in the address, if whoever comes has just chosen it in our menu; else "".

    The menu leads to the same page in another language, and nothing else does. A link on another site cannot say that it
    stands on that page of ours: it changes what is shown, never what is remembered.
    """
    before, page = split(came_from(request))
    now = request.language_in_address
    return now if request.method == "GET" and page == request.path_info and before != now else ""
