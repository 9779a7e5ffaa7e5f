"""What somebody sees who opens a room: what is asked, whether it is live, what was said, and where they would answer."""

import re

import pytest

from tests.browser.conftest import come_in
from tests.browser.test_room import enter, eventually, heard, say

ROOM = "/en/rooms/before-the-well-runs-dry/"
TOP = "scrollTo(0, 0)"
END = "scrollTo(0, document.documentElement.scrollHeight)"
QUESTION = "When the rains fail, what must already be in place so that nobody goes hungry?"
# What an element shows within the window, in letters that nothing else covers.
SEEN = """element => {
    const box = element.getBoundingClientRect();
    const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth && element.contains(hit);
}"""


def seen(page, selector: str) -> bool:
    return page.locator(selector).first.evaluate(SEEN)


@pytest.mark.parametrize("width", [360, 1024, 1440])
def test_a_first_screen_says_what_is_asked_that_it_is_live_what_was_said_and_how_to_take_part(visitor, width):
    page = visitor(viewport={"width": width, "height": 740})
    enter(page, ROOM)
    page.locator("connection-word[data-state=live]").wait_for()
    assert page.evaluate("scrollY") == 0
    for shown in ("#question", "connection-word", "presence-line", ".so-far li a", ".say__not .button--go"):
        assert seen(page, shown), shown
    assert page.locator("#question").inner_text() == QUESTION
    page.get_by_role("link", name="Jump to now").click()
    eventually(page, "document.querySelector('live-room').stream.following")
    # The question has left the screen: the bar says it, whole.
    eventually(page, "getComputedStyle(document.querySelector('.bar__question')).display !== 'none'")
    assert seen(page, ".bar__question") and page.locator(".bar__question").inner_text() == QUESTION
    cut = "element => element.scrollHeight > element.clientHeight + 1"
    assert not page.locator(".bar__room").evaluate(cut)


def test_a_guest_who_comes_back_begins_at_what_is_new(visitor):
    reader, grace = enter(visitor(), ROOM), enter(visitor("Grace"), ROOM)
    reader.evaluate(END)
    eventually(reader, "document.querySelector('live-room').stream.following")
    reader.mouse.move(100, 300)
    last = reader.locator(".stream > live-post").last.get_attribute("data-seq")
    eventually(reader, f"[...document.querySelector('read-marker').onScreen].some(row => row.dataset.seq === '{last}')")
    reader.evaluate("document.querySelector('read-marker').tell(true)")
    reader.goto("/en/about/")
    for number in range(3):
        say(grace, f"While the guest was away {number}.")
    heard(grace, "While the guest was away 2.")
    enter(reader, ROOM)
    line = reader.locator("#unread + live-post")
    assert "While the guest was away 0." in line.inner_text()
    assert seen(reader, "#unread")


def test_the_pill_leads_to_the_first_new_post_and_then_to_the_end(visitor):
    reader, grace = enter(visitor(viewport={"width": 360, "height": 740}), ROOM), enter(visitor("Grace"), ROOM)
    reader.evaluate(TOP)
    for number in range(12):
        say(grace, f"New to the reader {number}.")
    pill = reader.locator("new-pill button")
    reader.locator("new-pill button", has_text=re.compile("^12 new posts")).wait_for()
    pill.click()
    eventually(reader, "document.getElementById('unread') !== null")
    assert "New to the reader 0." in reader.locator("#unread + live-post").inner_text() and seen(reader, "#unread")
    assert reader.locator("new-pill[data-arrow]").is_visible()
    pill.click()
    reader.locator("new-pill").wait_for(state="hidden")
    assert seen(reader, ".stream > live-post:last-of-type .post__by")


def test_whoever_writes_stays_where_they_read_letter_by_letter(visitor):
    page = enter(visitor("Grace"), ROOM)
    page.evaluate("scrollTo(0, 700)")
    eventually(page, "scrollY === 700")
    page.locator("#say-text").click()
    page.keyboard.type("Written in the middle.")
    page.keyboard.press("Control+Enter")
    page.locator("new-pill button", has_text="Your post is below").wait_for()
    heard(page, "Written in the middle.")
    page.keyboard.type("And on.")
    assert page.evaluate("scrollY") == 700
    page.fill("#say-text", "")


def test_days_are_told_apart_by_a_line(visitor):
    page = visitor()
    page.clock.install(time="2031-05-04T12:00:00Z")
    enter(page, ROOM)
    assert re.search(r"20\d\d$", page.locator(".turn--day").first.inner_text())
    assert page.locator(".turn--day").first.evaluate("line => line.nextElementSibling.matches('live-post')")


def test_a_conversation_begins_and_moves_in_the_list_as_people_answer(visitor):
    reader, grace = enter(visitor(), ROOM), enter(visitor("Grace"), ROOM)
    say(grace, "A question nobody has answered.")
    row = heard(grace, "A question nobody has answered.")
    assert not reader.locator(".threads", has_text="A question nobody has answered.").count()
    row.locator("[data-slot=reply]").click()
    say(grace, "Somebody has.")
    first = reader.locator(".threads [data-thread]:not([data-pinned])").first
    first.filter(has_text="A question nobody has answered.").wait_for()
    assert first.locator("[data-slot=replies]").inner_text() == "1"
    assert "Grace" in first.inner_text()
    first.click()
    assert reader.locator("h1").inner_text() == "A question nobody has answered."


@pytest.mark.parametrize("width", [360, 900, 1024])
def test_threads_and_the_menu_are_within_reach_on_every_width(visitor, width):
    page = visitor(viewport={"width": width, "height": 740})
    enter(page, ROOM)
    page.evaluate(END)
    page.locator(".tabs__threads").click()
    page.locator(".sift-fold summary").click()
    assert seen(page, ".threads a") and page.locator("pause-button").is_visible()
    page.locator(".tabs__debate").click()
    page.locator(".bar__menu > summary").click()
    for link in page.locator(".bar__menu .menu__list > a:visible").all():
        link.scroll_into_view_if_needed()
        assert link.evaluate(SEEN), link.inner_text()
    assert page.locator(".bar__menu").get_by_role("link", name="House rules").is_visible()


def test_large_text_on_a_phone_leaves_the_screen_to_reading(browser_type, browser_type_launch_args, forum):
    arguments = [*browser_type_launch_args.get("args", []), "--blink-settings=defaultFontSize=32"]
    browser = browser_type.launch(**browser_type_launch_args | {"args": arguments})
    page = browser.new_page(base_url=forum.url, viewport={"width": 360, "height": 740}, service_workers="block")
    enter(page, ROOM)
    page.evaluate("scrollTo(0, 3000)")
    eventually(page, "scrollY === 3000")
    covered = """name => Math.max(0, ...[...document.querySelectorAll(name)].map(each => {
        const { top, bottom } = each.getBoundingClientRect();
        return Math.min(bottom, innerHeight) - Math.max(top, 0);
    }))"""
    taken = sum(page.evaluate(covered, name) for name in (".bar", ".tabs", ".dock"))
    assert taken <= 740 / 3 and page.evaluate("document.documentElement.scrollWidth") <= 360
    browser.close()


def agree_with_the_last(page):
    row = page.locator(".stream > live-post[data-state=shown]").last
    row.locator("[data-slot=react]").click()
    row.locator("[data-kind=agree]").click()
    return row.get_attribute("data-seq")


def sign_in_from_the_dialog(page, name: str):
    page.get_by_role("dialog").get_by_role("link", name="Sign in").click()
    page.get_by_role("button", name=name).first.click()
    page.wait_for_selector("live-room[data-ready]")


def test_a_guest_who_agrees_signs_in_where_they_stand_and_has_agreed(visitor):
    page = enter(visitor(), ROOM)
    seq = agree_with_the_last(page)
    assert "Agree" in page.get_by_role("dialog").inner_text()
    sign_in_from_the_dialog(page, "Marisol")
    page.locator(f"#post-{seq} [data-kind=agree][aria-pressed=true]").wait_for()
    assert page.url.endswith(f"?around={seq}#post-{seq}")
    other = enter(page.context.new_page(), ROOM)
    other.locator(f"#post-{seq} [data-kind=agree][aria-pressed=true]").wait_for()
    assert not page.problems


def test_whoever_thinks_better_of_it_or_is_somebody_else_has_not_reacted(visitor):
    page = enter(visitor(), ROOM)
    seq = agree_with_the_last(page)
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    assert page.evaluate("sessionStorage.getItem('wish')") is None
    agree_with_the_last(page)
    # Grace signs in somewhere else and out again before Yusuf does.
    come_in(page.context, "Grace")
    page.goto("/en/about/")
    page.context.clear_cookies()
    come_in(page.context, "Yusuf")
    enter(page, ROOM)
    page.locator("connection-word[data-state=live]").wait_for()
    assert page.evaluate("sessionStorage.getItem('wish')") is None
    assert not page.locator(f"#post-{seq} [aria-pressed=true]").count()
