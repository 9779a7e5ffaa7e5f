"""Every thread of a room, by what a reader looks for."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from dialogue.live.refusals import NotFound
from dialogue.rooms import policy
from dialogue.rooms.doors import door
from dialogue.rooms.threads import ACTIVE, AGREED, NEW, PAGE, UNANSWERED, sorted_by, with_openers, with_sectors
from dialogue.rooms.views.pages import position_of

SORTS = {ACTIVE: _("Active"), NEW: _("New"), UNANSWERED: _("Unanswered"), AGREED: _("Most agreed")}


@door("GET", rule=policy.read)
def threads(request, standing):
    room, sort = standing.room, request.GET.get("sort", ACTIVE)
    number = position_of(request, "page") or 1
    if sort not in SORTS:
        raise NotFound
    found = list(sorted_by(room, sort)[PAGE * (number - 1) : PAGE * number + 1])
    context = {
        "room": room,
        "sorts": SORTS,
        "sort": sort,
        "threads": with_sectors(with_openers(room, found[:PAGE])),
        "previous": number - 1,
        "next": number + 1 if len(found) > PAGE else None,
    }
    return render(request, "rooms/threads.html", context)
