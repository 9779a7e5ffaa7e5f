"""Who is missing, on a phone, from right to left and without scripts; and a name that deceives, refused in its form."""

import pytest

from tests.audit import axe, geometry, moods

PHONE = {"width": 360, "height": 740}


@pytest.mark.parametrize("locale", ["en", "ar"])
@pytest.mark.parametrize("address", ["/countries/", "/countries/?region=009&silent=1", "/countries/ke/"])
def test_the_pages_hold_on_a_phone_in_both_directions(visitor, address, locale):
    page = visitor(locale=locale, viewport=PHONE)
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.evaluate(moods.LOOSEN)
    assert axe.faults(axe.examine(page)) == []
    assert geometry.order(page, locale) == []
    page.emulate_media(color_scheme="dark")
    assert axe.faults(axe.examine(page, axe.COLOURS)) == []
    assert page.problems == []


def test_a_reader_without_scripts_finds_the_countries_nobody_speaks_from(visitor):
    page = visitor(viewport=PHONE, java_script_enabled=False)
    page.goto("/world/")
    page.get_by_role("link", name="Country by country").click()
    page.get_by_role("link", name="Oceania").click()
    page.get_by_role("link", name="Nobody has posted yet").click()
    page.get_by_role("link", name="Fiji").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Fiji"
    assert "No posts from here yet" in page.inner_text("main")


@pytest.mark.parametrize("name", ["m0derator", "Minister Mwajuma", "Ville Port Exemple imaginaire", "Mwajuma ✓"])
def test_mwajuma_is_told_why_she_may_not_bear_a_name_that_deceives(visitor, name):
    page = visitor("Mwajuma Shabani", viewport=PHONE)
    page.goto("/people/me/")
    page.get_by_label("Public name").fill(name)
    page.get_by_role("button", name="Save").click()
    refusal = page.locator(".errorlist").inner_text()
    assert refusal.endswith(("next to your name.", "request a mandate.", "hyphens and apostrophes."))
    assert page.get_by_label("Public name").input_value() == name
