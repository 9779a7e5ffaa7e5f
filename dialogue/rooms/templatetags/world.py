"""The map of the world and the charts, drawn on the server."""

from django import template

from dialogue.atlas import world
from dialogue.rooms.charts import stacked
from dialogue.rooms.geography import Geography
from dialogue.rooms.models import Room

register = template.Library()


@register.inclusion_tag("world/_map.html")
def world_map(geography: Geography) -> dict:
    """The map with its key. The figures it shows stand beside it in a table."""
    return _drawn(geography) | {"key": True}


@register.inclusion_tag("world/_panel.html")
def room_map(room: Room) -> dict:
    """A small map for the side of a room, its figures folded beneath it."""
    return _drawn(Geography([room])) | {"room": room}


def _drawn(geography: Geography) -> dict:
    return {"geography": geography, "box": world.BOX, "world": world.path()}


@register.simple_tag
def bar_of(place, places) -> list[dict]:
    """The bar of one place, in percent of the longest, which alone fills the line: zero is at its beginning."""
    most = max((other.posts for other in places), default=0)
    return stacked(place.sectors, most)


@register.filter
def of(counts, sector) -> int:
    """How many posts of this sector."""
    return counts[sector]
