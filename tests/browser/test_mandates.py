"""The card of a mandate beside the name of a body: pointed at, by keyboard, tapped, and as a plain link without a script."""

import pytest

from tests.browser.test_room import ROOM

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def body_of(page):
    """The name of a body on a post that is in sight."""
    page.goto(ROOM)
    page.locator("connection-word[data-state=live]").wait_for()
    name = page.locator(".stream live-post a[data-mandate]").last
    name.scroll_into_view_if_needed()
    return name


def card_of(page):
    return page.locator("mandate-card[open]")


def away(page) -> None:
    page.mouse.move(2, 2, steps=4)


def test_the_card_is_loaded_when_somebody_points_at_a_body_and_not_before(visitor):
    page, asked = visitor(), []
    page.on("request", lambda request: "mandate-card" in request.url and asked.append(request.url))
    name = body_of(page)
    assert not asked
    name.hover()
    card_of(page).wait_for()
    words = card_of(page).inner_text()
    assert name.inner_text() in words and "active" in words and "Posted under this mandate on" in words
    assert asked and not page.problems


def test_the_pointer_can_move_onto_the_card_and_leaving_both_closes_it(visitor):
    page = visitor()
    name = body_of(page)
    name.hover()
    card_of(page).wait_for()
    card_of(page).get_by_role("link").hover()
    page.wait_for_timeout(600)
    assert card_of(page).is_visible()
    away(page)
    card_of(page).wait_for(state="hidden")


def test_by_keyboard_the_card_opens_stays_and_closes_with_escape(visitor):
    page = visitor()
    name = body_of(page)
    away(page)
    page.locator(".stream live-post", has=page.locator("a[data-mandate]")).last.locator("[data-slot=permalink]").focus()
    page.keyboard.press("Tab")
    card_of(page).wait_for()
    assert name.get_attribute("aria-describedby") == "mandate-card"
    page.wait_for_timeout(600)
    assert card_of(page).is_visible()
    page.keyboard.press("Escape")
    card_of(page).wait_for(state="hidden")
    assert name.evaluate("link => link === document.activeElement")
    page.keyboard.press("Enter")
    page.wait_for_url("**/mandates/*/")


def test_a_mouse_follows_the_link(visitor):
    page = visitor()
    body_of(page).click()
    page.wait_for_url("**/mandates/*/")
    assert page.locator(".verified__state[data-state=active]").is_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_on_a_phone_a_tap_opens_a_sheet_that_fits_and_can_be_closed(visitor, language):
    page = visitor(**PHONE)
    page.goto(f"/{language}{ROOM}")
    page.locator("connection-word[data-state=live]").wait_for()
    name = page.locator(".stream live-post a[data-mandate]").last
    name.scroll_into_view_if_needed()
    name.tap()
    card_of(page).wait_for()
    box = card_of(page).bounding_box()
    assert box["x"] >= 0 and box["width"] <= 360 and abs(box["y"] + box["height"] - 740) < 2
    button = card_of(page).locator("[data-close]")
    assert min(button.bounding_box()[side] for side in ("width", "height")) >= 44
    assert ROOM in page.url
    button.tap()
    card_of(page).wait_for(state="hidden")
    name.tap()
    card_of(page).wait_for()
    card_of(page).get_by_role("link").tap()
    page.wait_for_url("**/mandates/*/")


def test_without_a_script_the_name_is_a_link_to_where_it_can_be_checked(visitor):
    page = visitor(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(ROOM)
    name = page.locator(".stream live-post a[data-mandate]").last
    said = name.inner_text()
    name.click()
    assert "/mandates/" in page.url and said in page.locator("h1").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_live_post_brings_the_link_and_the_choice_is_said_before_sending(visitor):
    reader, beatriz = visitor(), visitor("Beatriz")
    body_of(reader)
    beatriz.goto(f"/en{ROOM}")
    beatriz.locator("connection-word[data-state=live]").wait_for()
    beatriz.locator("#say-text").click()
    line = beatriz.locator("[data-capacity]:visible")
    assert "You speak for" in line.inner_text() and "yourself" not in line.inner_text()
    beatriz.locator("select[name=mandate]").select_option("")
    assert line.inner_text() == "You post as yourself"
    beatriz.locator("select[name=mandate]").select_option(index=0)
    beatriz.fill("#say-text", "Said under a mandate, just now.")
    beatriz.locator("[data-slot=send]").click()
    row = reader.locator(".stream live-post", has_text="Said under a mandate, just now.").last
    row.wait_for()
    row.locator("a[data-mandate]").hover()
    card_of(reader).wait_for()
    assert "active" in card_of(reader).inner_text() and not reader.problems


@pytest.mark.parametrize("scripts", [True, False])
def test_a_citizen_asks_to_speak_for_a_body_on_a_phone(visitor, scripts):
    page = visitor("Marisol", java_script_enabled=scripts, **PHONE)
    page.goto("/speak-for/")
    page.fill("#q", f"Nobody has this {scripts}")
    page.locator("main form button").click()
    page.locator("main a[href*=register-body]").click()
    page.select_option("#id_sector", "society")
    page.select_option("#id_country", "MX")
    page.fill("#id_name", f"Casa de los pozos {'uno' if scripts else 'dos'}")
    page.locator("main form .button--go").click()
    page.fill("#id_title", "vocera")
    page.locator("main form .button--go").click()
    page.wait_for_url("**/people/me/mandates/")
    assert page.locator("main .state[data-state=pending]").first.is_visible()
    assert page.locator("html").evaluate("page => page.scrollWidth") <= 360
