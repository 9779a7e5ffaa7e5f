import logging
import re

import brotli
from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.db import DataError
from django.http import JsonResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

from accounts.addresses import page_before
from dialogue.limits.budgets import in_words
from dialogue.live import metrics
from dialogue.live.bodies import NO_ROOM, TOO_LARGE, TOO_MUCH_AT_ONCE, UNTAKEN
from dialogue.live.refusals import Busy, Invalid, Refusal
from dialogue.text.characters import UNREADABLE
from forum.malformed import MALFORMED

log = logging.getLogger(__name__)

# Of 0 to 11: above it, a page takes longer to compress than a slow line takes to carry the rest.
BROTLI = 5


class TooLarge(Invalid):
    code = "too_large"
    status = 413
    message = _("This is too large. Send less; a document can have up to 5 MB.")


class TooMuchAtOnce(Busy):
    message = _("The forum is receiving too much at once. Nothing was saved: go back and send it again.")

    def __init__(self):
        super().__init__(retry_after=30)


class NoRoom(Busy):
    message = _("So many people are here that the forum cannot take in any more. Wait half a minute, then try again.")

    def __init__(self):
        super().__init__(retry_after=30)


NOT_TAKEN = {TOO_LARGE: TooLarge, TOO_MUCH_AT_ONCE: TooMuchAtOnce, NO_ROOM: NoRoom}


class Malformed(Invalid):
    code = "malformed"
    message = _("This address, or something your browser sent with it, cannot be read. Start at the home page.")


class Unreadable(Invalid):
    code = "unreadable"
    message = _("Your text contains a character that no page can show. Go back, delete it and send again.")


def accepts(request, coding: str) -> bool:
    """Whether the browser takes an answer in this coding (RFC 9110, 12.5.3): "br;q=0" says that it does not."""
    for part in request.headers.get("Accept-Encoding", "").split(","):
        name, _semicolon, weight = part.partition(";")
        if name.strip().lower() == coding:
            return not re.fullmatch(r"q=0(\.0{0,3})?", weight.strip().lower())
    return False


class CompressionMiddleware(GZipMiddleware):
    """Pages travel compressed: by Brotli when they were made for anybody, by Django's gzip when for one person, because it
    changes their length at random, and nobody learns from lengths what a page holds. What is sent bit by bit stays as it is."""

    def process_response(self, request, response):
        if response.streaming or response.has_header("Content-Encoding"):
            return response
        if settings.SESSION_COOKIE_NAME in request.COOKIES or not accepts(request, "br"):
            if accepts(request, "gzip"):
                return super().process_response(request, response)
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        smaller = brotli.compress(response.content, quality=BROTLI)
        if len(smaller) < len(response.content):
            response.content = smaller
            response["Content-Encoding"], response["Content-Length"] = "br", str(len(smaller))
            if response.has_header("ETag"):
                # The same words in other bytes.
                response["ETag"] = re.sub(r'^"', 'W/"', response["ETag"])
        return response


# Copied for reading without a line, by the names of their addresses: what anybody may read. Nothing else is, whatever is added:
# not what is about one's account, a tool, or stands behind a link that was given to one person.
COPIED = {
    "home", "about", "accessibility", "data-use", "terms", "privacy", "privacy-data", "search",
    "theme", "room", "thread", "room-world", "world", "countries", "country",
    "organisations", "organisation", "person", "mandate",
}  # fmt: skip


def copied(request) -> bool:
    """Whether the page that is asked for may be kept. Pages of staff may hold hidden words."""
    staff = request.user.is_authenticated and request.user.is_staff
    return bool(request.method == "GET" and not staff and (at := request.resolver_match) and at.view_name in COPIED)


class _AroundViews:
    """What is done with an answer, on sync and async servers alike."""

    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        if iscoroutinefunction(self):
            return self.__acall__(request)
        return self.finish(request, self.get_response(request))

    async def __acall__(self, request):
        return self.finish(request, await self.get_response(request))


class PrivateMiddleware(_AroundViews):
    """What was made for a browser that brings a cookie, or is given one, is kept by no cache, whatever the view says of itself:
    who asked stands in its header. Stands before all that read and set cookies."""

    def finish(self, request, response):
        if request.headers.get("Cookie") or response.cookies:
            response.headers["Cache-Control"] = "private, no-store"
        return response


class HeadersMiddleware(_AroundViews):
    """Copies for reading without a line are kept by the reader's own browser (static/js/worker/copies.js), which is told here
    whose they are."""

    def finish(self, request, response):
        response.headers.setdefault("Cache-Control", "no-cache")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        if response.headers.get("Content-Type", "").startswith("text/html") and response.status_code == 200:
            self.mark(request, response)
        return response

    def mark(self, request, response) -> None:
        """X-Reader: whom the page was made for. X-Copy: their browser may keep it."""
        user = request.user
        response.headers["X-Reader"] = user.handle if user.is_authenticated else "visitor"
        if copied(request):
            response.headers["X-Copy"] = "1"

    def process_view(self, request, view, args, kwargs):
        """What the front door did not read is refused here, where it is known who asks and in what language."""
        scope = getattr(request, "scope", {})
        if untaken := scope.get(UNTAKEN):
            answer = refused(request, NOT_TAKEN[untaken]())
            # A process that is full says so itself, once a minute (dialogue/live/direct.py).
            answer._has_been_logged = untaken == NO_ROOM
            return answer
        if scope.get(MALFORMED):
            return refused(request, Malformed())
        sent = (value for name, values in request.POST.lists() for value in (name, *values))
        return refused(request, Unreadable()) if any(map(UNREADABLE.search, sent)) else None

    def process_exception(self, request, exception):
        return refusal_of(request, exception)


def refusal_of(request, error: BaseException):
    """What a verb refused, or no database can hold, as an answer; None where this is neither."""
    if isinstance(error, Refusal):
        return refused(request, error)
    if beyond(error):
        log.warning("Refused, for no database can hold it: %s", str(error)[:200])
        return refused(request, Unreadable())
    return None


def beyond(error: BaseException) -> bool:
    """Whether this is a number too large for a database, or words where Django's administration expects a number."""
    return isinstance(error, OverflowError | DataError) or (
        isinstance(error, ValueError) and "expected a number but got" in str(error)
    )


def refused(request, why: Refusal):
    """Say why in the visitor's language, as a page or as JSON, and give back what they wrote."""
    metrics.refused(why.code)
    headers = {} if why.retry_after is None else {"Retry-After": str(max(1, round(why.retry_after)))}
    if "application/json" in request.headers.get("Accept", "") or request.path.endswith(
        (".json", "/events/", "/live/")
    ):
        answer = {"error": why.told(), "key": request.POST.get("key")}
        return JsonResponse(answer, status=why.status, headers=headers)
    kept = UNREADABLE.sub("", request.POST.get("text", ""))
    # Said once: some messages say it in their own words.
    wait = why.retry_after if why.retry_after and in_words(why.retry_after) not in str(why.message) else None
    context = {"refusal": why, "status": why.status, "kept": kept, "wait": wait, "back": page_before(request)}
    response = render(request, "refusal.html", context, status=why.status)
    for name, value in headers.items():
        response[name] = value
    return response
