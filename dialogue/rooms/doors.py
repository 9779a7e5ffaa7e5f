"""The doors by HTTP: look the room up through the visitor, ask a verb, answer a page or a program in its own way."""

from functools import wraps
from uuid import UUID, uuid4

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import sessions
from dialogue.live.refusals import Invalid
from dialogue.rooms.entrance import room_for
from dialogue.rooms.models import Post, Thread
from dialogue.rooms.standing import Standing


def door(*methods: str, rule=None):
    """A view of one room. It gets the visitor's standing; `rule` is what the verb behind it will ask, and the policy
    test reads it. Nothing is decided here but who may know of the room."""

    def decorate(view):
        @require_http_methods([*methods, *(["HEAD"] if "GET" in methods else [])])
        @wraps(view)
        def enter(request, slug, **rest):
            standing = Standing.of(request.user, room_for(request.user, slug), sessions.of_request(request))
            if rule is not None and request.method == "POST":
                rule(standing)
            return view(request, standing, **rest)

        return ruled(rule)(enter)

    return decorate


def ruled(rule):
    """Says of a view which rule the verb behind it asks; the policy test reads it."""

    def decorate(view):
        view.rule = rule
        return view

    return decorate


def wants_json(request) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def done(request, answer: dict, target) -> HttpResponse:
    """The verb has done it: {"ack": key, …} for a script, back to the page for a person."""
    if wants_json(request):
        return JsonResponse({"ack": request.POST.get("key"), **answer})
    return redirect(target)


def post_in(standing: Standing, seq: int) -> Post:
    return get_object_or_404(standing.room.posts.with_people(), seq=seq)


def thread_in(standing: Standing, seq: int) -> Thread:
    return get_object_or_404(standing.room.threads, seq=seq)


def session_of(request) -> str:
    """The key of the session a request comes by; "" for none, which nothing is done by."""
    return request.session.session_key or ""


def key_of(request) -> UUID:
    """The key of a form: made with the page, so that a form sent twice is one request."""
    try:
        return UUID(request.POST.get("key", "")) if request.POST.get("key") else uuid4()
    except ValueError:
        raise Invalid(_("This form is damaged. Copy your text, then reload the page.")) from None


def number_of(request, name: str, least: int = 0, most: int = 2**53) -> int | None:
    """A whole number of the form, None when left empty; Invalid for anything else."""
    text = request.POST.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 17) or not least <= int(text) <= most:
        raise Invalid(
            _("“%(name)s” must be a whole number from %(least)d to %(most)d.")
            % {"name": name, "least": least, "most": most}
        )
    return int(text)


def choice_of(request, name: str, *choices: str) -> str:
    value = request.POST.get(name, "")
    if value not in choices:
        raise Invalid(_("Choose one of: %(choices)s.") % {"choices": ", ".join(choices)})
    return value
