"""Where the voices come from, in one room and in the whole forum."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dialogue.rooms import policy
from dialogue.rooms.charts import Activity
from dialogue.rooms.doors import door
from dialogue.rooms.geography import Geography
from dialogue.rooms.models import Post, Room, Theme


@require_safe
def world(request):
    """Of all rooms the visitor may read; with ?theme= of those of one theme."""
    rooms = Room.objects.open_to(request.user)
    theme = get_object_or_404(Theme, slug=request.GET["theme"]) if request.GET.get("theme") else None
    if theme:
        rooms = rooms.filter(theme=theme)
    rooms = list(rooms)
    posts = Post.objects.filter(room__in=rooms).order_by("-pk")
    return _page(request, rooms, posts, {"theme": theme, "themes": Theme.objects.all()})


@door("GET", rule=policy.read)
def room_world(request, standing):
    room = standing.room
    return _page(request, [room], room.posts.order_by("-seq"), {"room": room})


def _page(request, rooms, posts, about):
    geography = Geography(rooms)
    geography.count_people(posts)
    return render(request, "world/world.html", {"geography": geography, "activity": Activity(posts), **about})
