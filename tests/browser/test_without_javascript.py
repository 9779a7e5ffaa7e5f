"""The whole journey without a script: read, sign in, post, reply, react, edit, withdraw, moderate."""

import re
import time

import pytest

from tests.browser.entrance import code_from_mail
from tests.browser.test_room import ROOM


@pytest.fixture
def plain(visitor):
    """`plain("Name")` opens a browser without scripts, signed in; without a name, a guest."""
    return lambda name="", **options: visitor(name, java_script_enabled=False, **options)


def row(page, text: str):
    return page.locator(".stream live-post", has_text=text).last


def say(page, text: str) -> str:
    """`text`, with something that nobody has said before, posted by the form; the words as they stand."""
    text = f"{text} {time.time()}"
    page.goto(ROOM)
    page.fill("#say-text", text)
    page.locator("[data-slot=send]").click()
    row(page, text).wait_for()
    return text


def choose(page, text: str, slot: str):
    """Go to what can be done with the post with `text` and follow one of the links there."""
    row(page, text).locator(".post__more").click()
    page.locator(f".acts [data-slot={slot}]").click()


def test_a_guest_reads_everything_and_is_led_to_sign_in_and_back(plain):
    page = plain()
    page.goto(ROOM)
    assert page.locator(".stream live-post [data-slot=words]").count() >= 20
    assert page.locator("copy-note").is_hidden()
    page.get_by_role("link", name="Sign in to post").click()
    page.get_by_role("button", name="Marisol").first.click()
    page.wait_for_url(f"**{ROOM}")
    assert page.locator("#say-text").is_visible()


def test_one_posts_replies_and_reacts(plain):
    page = plain("Marisol")
    text = say(page, "Sin guiones.")
    assert row(page, text).get_attribute("data-own") is not None
    row(page, text).locator("[data-slot=reply]").click()
    page.fill("#say-text", "Respondido sin guiones.")
    page.locator("[data-slot=send]").click()
    answer = row(page, "Respondido sin guiones.")
    assert "Marisol" in answer.locator("[data-slot=reply-to]").inner_text()
    grace = plain("Grace")
    grace.goto(ROOM)
    row(grace, text).locator(".react-more").click()
    grace.locator("[data-kind=solidarity]").click()
    pressed = row(grace, text).locator("[data-kind=solidarity][aria-pressed=true]")
    assert pressed.locator("[data-slot=count]").inner_text() == "1"
    pressed.click()
    assert row(grace, text).locator("[data-kind=solidarity][aria-pressed=true]").count() == 0


def test_one_changes_ones_words_and_the_former_ones_stay_readable(plain):
    page = plain("Marisol")
    text = say(page, "Antes.")
    choose(page, text, "edit")
    page.fill("#text", f"Después. {text[7:]}")
    page.locator("main form button.button--go").click()
    row(page, f"Después. {text[7:]}").locator("[data-slot=edited]").click()
    page.get_by_text(text).wait_for()


def test_one_withdraws_and_the_words_are_gone(plain):
    page = plain("Marisol")
    text = say(page, "Me arrepiento.")
    choose(page, text, "withdraw")
    page.locator("main form button.button--stop").click()
    page.locator(".stream live-post[data-state=withdrawn]").last.wait_for()
    assert text not in page.content()
    page.goto(ROOM)
    assert text not in page.content()


def test_a_refusal_keeps_the_words_and_says_why(plain):
    page = plain("Marisol")
    page.goto(ROOM)
    page.locator("#say-text").evaluate("field => field.removeAttribute('maxlength')")
    page.fill("#say-text", "x" * 10_001)
    page.locator("[data-slot=send]").click()
    assert len(page.input_value("#say-text")) == 10_001
    assert page.locator("#say-error").is_visible() and page.locator("#say-error").inner_text()


def test_a_moderator_hides_restores_locks_mutes_slows_and_closes(plain):
    marisol, grace = plain("Marisol"), plain("Grace")
    text = say(marisol, "Moderado sin guiones.")
    grace.goto(ROOM)

    def press(name: str):
        row(grace, text).locator(".post__more").click()
        grace.locator(".acts").get_by_role("button", name=name, exact=True).click()

    press("Hide post")
    marisol.goto(ROOM)
    assert text not in marisol.content()
    hidden = grace.locator(".stream live-post[data-state=hidden]").last
    hidden.locator(".post__more").click()
    grace.locator(".acts").get_by_role("button", name="Unhide post").click()
    marisol.goto(ROOM)
    assert row(marisol, text).is_visible()
    press("Lock thread")
    marisol.goto(ROOM)
    assert row(marisol, text).locator("[data-slot=reply]").is_hidden()
    press("Unlock thread")
    grace.goto(ROOM)
    press("10 min")
    marisol.goto(ROOM)
    assert marisol.locator("#say-text").count() == 0 and marisol.locator("[data-slot=why-not]").inner_text()
    press("Unmute")
    grace.select_option("#slow", "30")
    grace.get_by_role("button", name="Apply").click()
    grace.get_by_role("button", name="Close room").click()
    marisol.goto(ROOM)
    assert marisol.locator("#say-text").count() == 0
    grace.get_by_role("button", name="Reopen room").click()
    grace.select_option("#slow", "0")
    grace.get_by_role("button", name="Apply").click()
    marisol.goto(ROOM)
    assert marisol.locator("#say-text").is_visible()


def test_one_chooses_less_data_and_a_language(plain):
    page = plain(locale="en")
    page.goto("/")
    page.get_by_role("button", name="Use less data").click()
    page.get_by_text("Low-data mode").wait_for()
    page.goto(ROOM)
    assert page.locator(".stream live-post").count() == 8
    page.goto("/about/")
    page.locator(".bar__end details summary").first.click()
    page.get_by_role("link", name="Français").click()
    assert re.search("lang=.fr", page.content())


def test_one_signs_out(plain):
    page = plain("Marisol")
    page.goto("/about/")
    page.locator(".bar__end details summary").last.click()
    page.locator("form[action$=logout\\/] button").click()
    page.goto(ROOM)
    assert page.locator("#say-text").count() == 0


def test_on_a_small_phone_the_parts_of_the_room_are_reached_by_links(plain):
    page = plain("Marisol", viewport={"width": 360, "height": 740})
    page.goto(ROOM)
    page.locator(".tabs__here").click()
    assert page.locator("#here").is_visible()
    page.locator(".tabs__debate").click()
    assert page.locator("#say-text").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_whose_name_is_refused_asks_officers_to_look_on_a_small_screen(plain, forum):
    kofi = plain(base_url=forum.url.replace("127.0.0.1", "localhost"), viewport={"width": 360, "height": 780})
    kofi.goto("/accounts/signup/")
    kofi.get_by_label("E-mail address").fill("kofi@example.org")
    kofi.get_by_label("Public name").fill("Minister Ofosu")
    kofi.get_by_role("button", name="Create account").click()
    kofi.get_by_label("ask two reviewers to check").check()
    kofi.get_by_label("Why it is your name").fill("It is my family name.")
    assert kofi.evaluate_handle("document.scrollingElement.scrollWidth").json_value() <= 360
    before = len(forum.mail.read_text())
    kofi.get_by_role("button", name="Create account").click()
    kofi.get_by_label("Code").fill(code_from_mail(forum, before))
    kofi.get_by_role("button", name="Confirm").click()
    kofi.get_by_text("You asked for the name").wait_for()
    assert kofi.get_by_label("Public name").input_value() == ""
