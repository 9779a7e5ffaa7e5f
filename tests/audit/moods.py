"""The ways in which one and the same page is seen, without loading it again, and what to look at in each."""

from tests.audit import axe, geometry

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
SMALLEST = {"width": 320, "height": 640}
PLAIN = {"color_scheme": "light", "contrast": "no-preference", "forced_colors": "none", "reduced_motion": "reduce"}
COLOURED = {"axe, dark": {"color_scheme": "dark"}, "axe, high contrast": {"contrast": "more"}}
SIZED = ["target-size", "scrollable-region-focusable"]
# Text twice as large, which the reader may ask of any browser.
LARGE = "size => document.documentElement.style.setProperty('font-size', size)"
# What sticks to an edge, or has been opened above the rest, covers something until the reader scrolls or closes it.
LOOSEN = """() => {
  for (const element of document.querySelectorAll("body *"))
    if (getComputedStyle(element).position === "sticky") element.style.setProperty("position", "static");
}"""
CLOSE = """() => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) menu.open = false;
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
}"""


def walk(page, language: str) -> dict:
    """{mood: faults}, and what axe says of itself; in another language than English on a phone only, to be done in time."""
    page.emulate_media(**PLAIN)
    page.evaluate(LOOSEN)
    if language != "en":
        told, seen = on_a_phone(page)
        seen |= {"order": geometry.order(page, language)}
        return told | {f"{mood}, {language}": found for mood, found in seen.items()}
    page.set_viewport_size(WIDE)
    told = axe.examine(page)
    seen = {"axe, 1440 px": axe.faults(told), "order": geometry.order(page, language)}
    seen |= {mood: colours(page, **media) for mood, media in COLOURED.items()}
    page.emulate_media(**PLAIN)
    return told | seen | on_a_phone(page)[1] | enlarged(page)


def colours(page, **media) -> list[str]:
    page.emulate_media(**PLAIN | media)
    return axe.faults(axe.examine(page, axe.COLOURS))


def on_a_phone(page) -> tuple[dict, dict[str, list[str]]]:
    """At 360 px; and whether it still fits at 320."""
    page.evaluate(CLOSE)
    page.set_viewport_size(NARROW)
    page.evaluate(LOOSEN)
    told = axe.examine(page)
    seen = {"axe, 360 px": axe.faults(told), "sideways, 360 px": geometry.sideways(page)}
    page.set_viewport_size(SMALLEST)
    return told, seen | {"sideways, 320 px": geometry.sideways(page)}


def enlarged(page) -> dict[str, list[str]]:
    """At 360 px with text twice as large."""
    page.set_viewport_size(NARROW)
    page.evaluate(LARGE, "200%")
    seen = {
        "sideways, 360 px, text 200 %": geometry.sideways(page),
        "axe, 360 px, text 200 %": axe.faults(axe.examine(page, SIZED)),
    }
    page.evaluate(LARGE, "")
    return seen
