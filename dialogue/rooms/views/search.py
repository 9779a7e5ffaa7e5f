from urllib.parse import urlencode

from django.http import QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dialogue.rooms.models import Room
from dialogue.rooms.search import people, posts
from dialogue.rooms.search import rooms as titles
from dialogue.rooms.search.form import KINDS, SAID, SearchForm
from dialogue.rooms.search.found import MOST, Found
from dialogue.rooms.search.meant import meant
from dialogue.rooms.search.posts import Narrowing
from dialogue.text.query import TERMS

# What says where somebody has come to.
FROM_THE_START: dict[str, None] = {"page": None, "upto": None}


@require_safe
def search(request):
    """Everything of the search stands in the address: it can be sent on, and works without a script."""
    rooms = list(Room.objects.open_to(request.user).select_related("theme"))
    asked = request.GET.get("in", "posts")
    kind = asked if asked in dict(KINDS) else "posts"
    form = SearchForm(request.GET, rooms, kind)
    context = {
        "form": form,
        "kind": kind,
        "kinds": [(name, label, address(request.GET, **{"in": name} | FROM_THE_START)) for name, label in KINDS],
        "asked": bool(request.GET.get("q", "").strip()),
        "most": MOST,
        "terms": TERMS,
    }
    if context["asked"] and form.is_valid():
        context |= results(request, form, kind)
    return render(request, "search/search.html", context)


def results(request, form: SearchForm, kind: str) -> dict:
    found = found_by(request, form, kind)
    number = min(page_number(request), max(found.pages, 1))
    upto = begun(request) or int(timezone.now().timestamp()) + 1 if kind in SAID else None
    better = meant(request.GET["q"], form.cleaned_data["q"], form.rooms) if not found.total and kind in SAID else ""
    return {
        "better": better,
        "better_address": address(request.GET, q=better, **FROM_THE_START) if better else None,
        "found": found,
        "things": found.page(number),
        "number": number,
        "earlier": address(request.GET, page=number - 1, upto=upto) if number > 1 else None,
        "later": address(request.GET, page=number + 1, upto=upto) if number < found.pages else None,
        "unfiltered": address(request.GET, keep=("q", "in")) if form.narrowed() else None,
    }


def found_by(request, form: SearchForm, kind: str) -> Found:
    query, value = form.cleaned_data["q"], form.cleaned_data.get
    chosen = form.chosen_rooms()
    if kind == "people":
        return people.find(query, request.user, value("sector", ""), value("region", ""), value("mandate", False))
    if kind == "rooms":
        return titles.find(query, chosen, value("language", ""))
    narrowing = Narrowing(
        value("sector", ""),
        value("region", ""),
        value("language", ""),
        form.begin(),
        value("mandate", False),
        kind == "threads",
        begun(request),
    )
    return posts.find(query, chosen, len(chosen) == len(form.rooms), narrowing)


def page_number(request) -> int:
    return max(number_in(request, "page"), 1)


def begun(request) -> int:
    """When whoever turns the pages saw the first one, in seconds; 0 where this is it."""
    return min(number_in(request, "upto"), int(timezone.now().timestamp()) + 1)


def number_in(request, name: str) -> int:
    """0 where the address says none."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def address(parameters: QueryDict, keep: tuple[str, ...] | None = None, **changed) -> str:
    """The address of this search with some parameters changed, or None for left out; of the others those to `keep`, or all."""
    kept = {name: value for name, value in parameters.items() if value and (keep is None or name in keep)}
    return "?" + urlencode({name: value for name, value in (kept | changed).items() if value is not None})
