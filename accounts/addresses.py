"""The language in an address: the whole forum stands under `/fr/` in French, and without a language in the reader's own."""

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme

LANGUAGES = dict(settings.LANGUAGES)
# The same in every language, so that a proxy can keep it to the house.
ADMINISTRATION = "/admin/"


def split(path: str) -> tuple[str, str]:
    """("fr", "/about/") of "/fr/about/"; ("", path) where the path begins with none of our languages."""
    code, slash, rest = path[1:].partition("/")
    # Two slashes would lead to another site.
    return (code, slash + rest) if code in LANGUAGES and not rest.startswith("/") else ("", path)


def is_administration(path: str) -> bool:
    return f"{path}/".startswith(ADMINISTRATION)


def in_language(path: str, code: str) -> str:
    """The same address in the language `code`, whatever language it has now; `code` may be "" for none."""
    bare = split(path)[1] or "/"
    return f"/{code}{bare}" if code else bare


def everywhere(path: str) -> str:
    """A page of ours to send on: with our origin, and in the own language of whoever opens it."""
    return settings.ORIGINS[0] + in_language(path, "")


def is_own_path(target: str, request) -> bool:
    """Whether somebody may be led on to `target`: a path of ours. What has no slash before it would be read as lying below the page
    that leads on, or as the name of a page."""
    own = {request.get_host()}
    return target.startswith("/") and url_has_allowed_host_and_scheme(target, own, request.is_secure())


def came_from(request) -> str:
    """The path of the page of ours whose link or form led here; "" for any other site, and where the browser does not say."""
    host, slash, rest = request.headers.get("Referer", "").partition("://")[2].partition("/")
    return slash + rest.partition("?")[0].partition("#")[0] if host == request.get_host() else ""
