"""Requests that nothing of ours should have to read: one program stores what another one chokes on."""

import re
from urllib.parse import unquote_to_bytes

from django.conf import settings

from accounts.addresses import split
from dialogue.text.characters import UNREADABLE_BYTES

# In the scope of a request that was malformed: it is refused before any page sees it.
MALFORMED = "malformed"
# The proxy's word for how the request came: without it the answer would be the way to https, from where it comes, for ever.
_BY_TLS = (b"x-forwarded-proto", b"https")
# What Django reads of a form: more in an address is nobody's.
MOST_PARAMETERS = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
# How forms are sent. Anything else is read as a form without fields.
_FORM = re.compile(
    rb"(application/x-www-form-urlencoded|multipart/form-data; ?boundary=\"?[0-9A-Za-z'()+_,./:=? -]{1,70}\"?)"
    rb"(; ?charset=\"?utf-8\"?)?",
    re.IGNORECASE,
)
# What Python makes NUL of when it reads a cookie.
_NUL_ESCAPED = rb"\000"
# Nothing here is counted so high; a database's whole numbers end at nineteen digits.
_HUGE = re.compile(r"/[0-9]{19,}(?:[/.]|$)")


def is_malformed(scope) -> bool:
    """Whether path, query, a header or a cookie holds NUL, half a surrogate pair or a noncharacter, the path
    a huge number, or the query more parameters than any page has."""
    path = scope.get("raw_path") or scope["path"].encode("utf-8", "surrogatepass")
    headers = b"\n".join(value for _, value in scope["headers"])
    return bool(
        UNREADABLE_BYTES.search(unquote_to_bytes(path))
        or UNREADABLE_BYTES.search(unquote_to_bytes(scope.get("query_string", b"")))
        or UNREADABLE_BYTES.search(headers)
        or _HUGE.search(scope["path"])
        or scope.get("query_string", b"").count(b"&") >= MOST_PARAMETERS
        or any(name == b"cookie" and _NUL_ESCAPED in value for name, value in scope["headers"])
    )


def plain(scope) -> dict:
    """The request without what nothing of ours needs, and Python or Django take time to read by the square of its length.

    That is cookies in which something is escaped (CVE-2024-7592): none of ours is, and those of other programs on this domain
    are none of our business. And a content type that is no form's: Django looks for parameters and charsets in it. Cookies that
    come in several headers, as they may by HTTP/2, are put into one (RFC 9113, 8.2.3): Django would set a comma between them.
    """
    headers, cookies = [], []
    for name, value in scope["headers"]:
        if name == b"cookie":
            cookies += [one for one in value.split(b";") if b"\\" not in one]
        elif name != b"content-type" or _FORM.fullmatch(value):
            headers.append((name, value))
    if [name for name, _ in headers].count(b"content-type") > 1:
        headers = [(name, value) for name, value in headers if name != b"content-type"]
    if cookies:
        headers.append((b"cookie", b";".join(cookies)))
    return scope | {"headers": headers}


def harmless(scope, host: str) -> dict:
    """What is left of the request to refuse it by: the language of its address, and its headers where none of them is to blame."""
    language = split(scope["path"])[0]
    path = f"/{language}/" if language else "/"
    blameless = not is_malformed(scope | {"path": "/", "raw_path": b"/", "query_string": b""})
    headers = [
        (name, value) for name, value in scope["headers"] if name != b"host" and (blameless or (name, value) == _BY_TLS)
    ]
    return scope | {
        "path": path, "raw_path": path.encode(), "query_string": b"", "headers": [(b"host", host.encode()), *headers],
        MALFORMED: True,
    }  # fmt: skip
