from urllib.parse import urlencode

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import get_language

from accounts.addresses import LANGUAGES, came_from, in_language

# What in a query makes another page, and not the same one seen otherwise.
PAGING = ("before", "after")


def languages(request) -> dict:
    """The page in other languages: for the menu, for search engines, and for whoever has chosen another than the address."""
    # What answers a form has no address of its own: the menu leads back to where the form stands.
    here = request.get_full_path() if request.method in ("GET", "HEAD") else came_from(request)
    return {
        "language_links": [(code, name, iri_to_uri(in_language(here, code))) for code, name in LANGUAGES.items()],
        "alternates": alternates(request),
        "own_language": own_language(request),
    }


def alternates(request) -> dict[str, str]:
    """The whole address of this page in each language, by code; "x-default" is the one that answers in the reader's own."""
    query = urlencode({name: request.GET[name] for name in PAGING if name in request.GET})
    path = request.path + ("?" + query if query else "")
    codes = {code: code for code in LANGUAGES} | {"x-default": ""}
    return {name: iri_to_uri(settings.ORIGINS[0] + in_language(path, code)) for name, code in codes.items()}


def own_language(request) -> str:
    """The language somebody has chosen, where the address shows them the page in another one; else ""."""
    chosen = request.language_chosen or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if request.user.is_authenticated:
        chosen = request.user.interface_language or chosen
    return chosen if chosen in LANGUAGES and chosen != get_language() else ""
