"""What somebody wrote is let go of only when somebody else has it: whatever the browser keeps, in two tabs, beyond the limit."""

import pytest

from tests.browser.test_room import ROOM, enter, eventually, heard, say
from tests.browser.test_writing import posts_often

NEVER_OPENS = "IDBFactory.prototype.open = function () { return new EventTarget(); };"
NEVER_ANSWERS = """for (const name of ["put", "getAll", "count", "delete"]) {
  IDBObjectStore.prototype[name] = function () { return new EventTarget(); };
}"""
FORBIDDEN = """for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("Access is denied.", "SecurityError"); } });
}"""
FIELD = "document.querySelector('#say-text').value"


def tab_of(page, room: str = ROOM):
    """One more tab of the same browser."""
    other = page.context.new_page()
    other.problems = []
    other.on("pageerror", lambda error: other.problems.append(str(error)))
    return enter(other, room)


@pytest.mark.parametrize("fault", [NEVER_OPENS, NEVER_ANSWERS, FORBIDDEN], ids=["silent", "stalled", "forbidden"])
def test_a_browser_that_keeps_nothing_still_sends_what_was_written(visitor, fault):
    marisol, grace = visitor("Marisol", service_workers="block"), enter(visitor("Grace"))
    marisol.add_init_script(fault)
    enter(marisol)
    words = f"Kept by nobody but the forum {len(fault)}."
    say(marisol, words)
    heard(grace, words)
    heard(marisol, words)
    assert marisol.input_value("#say-text") == ""
    marisol.locator("h1, .hall__title").first.click()
    marisol.keyboard.press("?")
    marisol.locator("dialog[open]").wait_for()
    assert not marisol.problems


def test_two_tabs_keep_a_draft_each(visitor):
    first = enter(visitor("Marisol"))
    second = tab_of(first)
    first.locator("#say-text").press_sequentially("A long and careful statement")
    second.locator("#say-text").press_sequentially("Three quick words")
    enter(first)
    assert first.input_value("#say-text") == "A long and careful statement"
    third = tab_of(first)
    assert third.input_value("#say-text") == "Three quick words"
    for page in (first, second, third):
        page.fill("#say-text", "")


def test_a_draft_sent_in_one_tab_is_not_offered_in_another(visitor):
    first = enter(visitor("Marisol"))
    first.locator("#say-text").press_sequentially("Said once and for all.")
    second = tab_of(first)
    assert second.input_value("#say-text") == "Said once and for all."
    first.keyboard.press("Control+Enter")
    heard(second, "Said once and for all.")
    eventually(second, f"{FIELD} === ''")
    enter(second)
    assert second.input_value("#say-text") == ""


@pytest.mark.parametrize("sign", ["x", "😀", "𠮷"])
def test_too_much_is_kept_whole_and_said_before_anything_is_sent(visitor, sign):
    page = enter(visitor("Grace"))
    much = sign * 9_998 + "THE END."
    page.evaluate("text => { document.querySelector('#say-text').value = text }", much)
    page.locator("#say-text").press_sequentially(" ")
    page.locator("#say-text-left", has_text="7 characters too many").wait_for()
    page.keyboard.press("Control+Enter")
    assert page.input_value("#say-text") == much + " "
    assert page.locator("[data-pending]").count() == 0
    for _ in range(len("THE END. ")):
        page.keyboard.press("Backspace")
    page.locator("#say-text-left", has_text="2 characters left").wait_for()
    page.fill("#say-text", "")


def test_who_changes_their_words_is_told_too_and_nothing_is_cut_off(visitor):
    page = enter(visitor("Grace"))
    say(page, "To be made longer.")
    heard(page, "To be made longer.")
    seq = heard(page, "To be made longer.").get_attribute("data-seq")
    page.goto(f"{ROOM}posts/{seq}/edit/")
    page.evaluate("text => { document.querySelector('#text').value = text }", "y" * 10_003)
    page.locator("#text").press_sequentially("z")
    page.locator("#text-left", has_text="4 characters too many").wait_for()
    assert page.evaluate("document.querySelector('#text').value.length") == 10_004


def test_an_answer_from_the_page_of_an_old_post_stays_in_sight_with_the_way_to_it(visitor):
    # A room of its own: nobody posts more than sixty times a minute in one.
    room = "/rooms/the-clinic-that-stays-open/"
    page, tomas = (enter(visitor(name), room) for name in ("Grace", "Tomás"))
    for speaker in (page, tomas):
        posts_often(speaker, room, 40)
    enter(page, f"{room}?around=3")
    assert page.locator("live-room").get_attribute("data-newest") != "true"
    row = page.locator(".stream > live-post[data-state=shown]").first
    row.locator("[data-slot=reply]").click()
    say(page, "An answer to words of long ago.")
    pending = page.locator("[data-pending]", has_text="An answer to words of long ago.")
    pending.get_by_text("Posted. Your post is at the end of the debate.").wait_for()
    assert row.evaluate("row => row.nextElementSibling.matches('[data-pending]')")
    pending.get_by_role("link", name="Show it").click()
    heard(page, "An answer to words of long ago.")


def test_a_tap_on_another_post_hits_it_while_the_form_is_open(visitor):
    page = enter(visitor("Marisol", viewport={"width": 360, "height": 740}, has_touch=True))
    say(page, "Tapped after this.")
    row = heard(page, "Tapped after this.")
    page.locator("#say-text").tap()
    row.locator("[data-slot=reply]").tap()
    eventually(page, "!document.querySelector('[data-slot=reply-line]').hidden")
    page.locator("[data-slot=cancel]").click()


def test_half_a_character_is_sent_as_the_sign_for_one_and_breaks_no_line(visitor):
    page = enter(visitor("Marisol"))
    page.evaluate("document.querySelector('#say-text').value = 'Cut here: ' + '\\ud83d'")
    page.locator("#say-text").press_sequentially(".")
    page.keyboard.press("Control+Enter")
    heard(page, "Cut here: \ufffd.")


def test_a_window_left_open_reads_for_nobody(visitor):
    marisol, grace = enter(visitor("Marisol")), enter(visitor("Grace"))
    grace.evaluate(
        "window.told = [0]; document.addEventListener('room:read', ({ detail }) => window.told.push(detail.seq))"
    )
    grace.mouse.move(100, 100)
    say(marisol, "While nobody is there.")
    row = heard(grace, "While nobody is there.")
    row.scroll_into_view_if_needed()
    seq = int(row.get_attribute("data-seq"))
    look = "document.querySelector('read-marker').tell(), Math.max(...window.told)"
    eventually(grace, f"document.querySelector('read-marker').onScreen.has(document.getElementById('post-{seq}'))")
    assert grace.evaluate(look) < seq
    grace.mouse.move(140, 140)
    assert grace.evaluate(look) == seq
