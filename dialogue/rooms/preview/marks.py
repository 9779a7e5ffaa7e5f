"""The drawings that stand in the picture: the marks of the sheet (templates/_marks.html) and the map."""

from collections.abc import Iterable
from functools import cache
from xml.etree import ElementTree

from django.conf import settings

from dialogue.atlas import world

# The colours of static/css/tokens.css on paper; a picture has no dark scheme.
PAPER, INK, DOT, BLUE, EMBER = "#fbf9f4", "#171d2b", "#d3d3d0", "#1f4a82", "#b4311c"
COLOURS = {
    "government": "#2a4a8f", "parliament": "#7b3f8a", "authority": "#0d655c", "society": "#8a4b00",
    "citizen": "#4c525e", "international": "#0a5f7f",
}  # fmt: skip


@cache
def mark(name: str, colour: str) -> str:
    """The mark `name` as an SVG of its own."""
    sheet = ElementTree.parse(settings.BASE_DIR / "templates" / "_marks.html")  # noqa: S314  our own file
    symbol = next(found for found in sheet.iter("symbol") if found.get("id") == f"mark-{name}")
    inside = "".join(ElementTree.tostring(part, encoding="unicode") for part in symbol)
    inside = inside.replace('class="mark__ember"', f'fill="{EMBER}"').replace("currentColor", colour)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{symbol.get("viewBox")}">{inside}</svg>'


def world_map(said: Iterable[str], spot: str = "") -> str:
    """The world, the countries that have spoken, and one dot where these words come from."""
    layers = [(DOT, 5.8, world.path()), (BLUE, 5.8, world.path(said)), (EMBER, 14, world.spot(spot))]
    drawn = "".join(f'<path stroke="{colour}" stroke-width="{width}" d="{d}"/>' for colour, width, d in layers if d)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{world.BOX}"><g fill="none" stroke-linecap="round" '
        f'stroke-dasharray="0 8">{drawn}</g></svg>'
    )
