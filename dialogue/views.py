"""The pages that see every subject."""

from collections import Counter
from datetime import date

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.sectors import Sector
from dialogue.accessibility import found
from dialogue.live.here import present
from dialogue.rooms.models import Room, Theme
from dialogue.rooms.views.pages import latest_of

LIVE_ROOMS = 3


@require_safe
def home(request):
    rooms = list(Room.objects.open_to(request.user).select_related("theme"))
    here = {room.pk: present(room.stream_id) for room in rooms}
    # The fullest room first; among equals the one where more was said.
    liveliest = sorted(
        (room for room in rooms if not room.closed), key=lambda room: (-here[room.pk]["total"], -room.posts_count)
    )
    themes = list(Theme.objects.all())
    for theme in themes:
        theme.rooms_here = [room for room in rooms if room.theme_id == theme.pk]
        theme.present = sum(here[room.pk]["total"] for room in theme.rooms_here)
    said: Counter = sum((Counter(room.voices) for room in rooms), Counter())
    context = {
        "themes": themes,
        "live_rooms": [
            {"room": room, "presence": here[room.pk], "latest": latest_of(room, 2)} for room in liveliest[:LIVE_ROOMS]
        ],
        "sectors": [{"sector": s.value, "label": s.label, "posts": said.get(s, 0)} for s in Sector],
        "countries_count": User.objects.exclude(country="").exclude(name="").values("country").distinct().count(),
        "people_count": User.objects.exclude(name="").count(),
    }
    return render(request, "home.html", context)


@require_safe
def about(request):
    return render(request, "about.html")


@require_safe
def accessibility(request):
    context = {
        "found": found() | {"day": date.fromisoformat(found()["date"])},
        "violations": [fault for faults in found()["violations"].values() for fault in faults],
    }
    return render(request, "accessibility.html", context)


def csrf_failure(request, reason=""):
    """The form was opened too long ago, or in another sign-in: what was written in it is given back."""
    kept = request.POST.get("text", "") if request.method == "POST" else ""
    return render(request, "csrf.html", {"kept": kept}, status=403)
