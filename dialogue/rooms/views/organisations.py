"""The bodies that speak here: who they are, who may speak for them, and what they said."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.bodies.finding import named, sorted_out
from accounts.models import Organisation
from accounts.models.invitation import may_invite
from accounts.places import country_choices, country_codes, language_name
from accounts.sectors import Sector
from dialogue.rooms.models import Post, Room
from dialogue.rooms.models.post import PAGE_LETTERS, within
from dialogue.rooms.page import POSTS

BODIES = 50


@require_safe
def organisations(request):
    """All that were ever accredited, by name; ?q=, ?sector= and ?country= pick some out."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "sector", "country")}
    if asked["sector"] not in ("", *Sector.values) or asked["country"] not in ("", *country_codes()):
        raise Http404
    picked = {name: asked[name] for name in ("sector", "country") if asked[name]}
    bodies = named(Organisation.objects.of_public_record().filter(**picked), asked["q"]).order_by("name", "pk")
    context = {
        "page": Paginator(bodies, BODIES).get_page(request.GET.get("page")),
        "asked": asked,
        "sectors": [choice for choice in Sector.choices if choice[0] != Sector.CITIZEN],
        "countries": country_choices(get_language() or "en"),
    }
    return render(request, "organisations/organisations.html", context)


@require_safe
def organisation(request, slug):
    """One of them, with its mandates and the last it said in the rooms that are open to whoever reads."""
    body = get_object_or_404(Organisation.objects.of_public_record().select_related("parent"), slug=slug)
    said = Post.objects.shown_in(Room.objects.open_to(request.user)).filter(mandate__organisation=body)
    present, past = sorted_out(body.mandates.select_related("person"))
    context = {
        "body": body,
        "names": [(code, language_name(code, get_language() or "en"), name) for code, name in body.names.items()],
        "parts": body.parts.of_public_record().order_by("name"),
        "present": present,
        "past": past,
        "posts": within(PAGE_LETTERS, said.select_related("author", "room").order_by("-at")[:POSTS]),
        "stewards": request.user.is_authenticated and may_invite(request.user, body),
    }
    return render(request, "organisations/organisation.html", context)
