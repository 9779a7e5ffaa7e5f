"""Where somebody reads is theirs: their own other tab, a pause, a longer form, another page and midnight leave it where it was."""

import re
from itertools import cycle

from tests.browser.test_room import enter, eventually, heard, say
from tests.browser.test_writing import posts_often

ROOM = "/en/rooms/a-wage-to-live-on/"
AT_THE_END = "document.documentElement.scrollHeight - innerHeight - scrollY < 4"
TOP = "seq => Math.round(document.getElementById(`post-${seq}`).getBoundingClientRect().top)"


# One after the other: nobody may post more than sixty times a minute.
SPEAKERS = cycle(["Yusuf", "Aïssatou", "Sina"])


def reading(visitor, name: str = "Grace"):
    """Somebody who reads far above the end, and the number of the post they read."""
    posts_often(visitor(next(SPEAKERS)), "/rooms/a-wage-to-live-on/", 20)
    page = enter(visitor(name, viewport={"width": 1000, "height": 700}), ROOM)
    seq = page.locator(".stream > live-post").nth(-15).get_attribute("data-seq")
    page.evaluate("seq => document.getElementById(`post-${seq}`).scrollIntoView({ block: 'center' })", seq)
    page.wait_for_timeout(300)
    return page, seq


def test_what_one_says_in_another_tab_moves_nothing_and_is_not_new(visitor):
    page, seq = reading(visitor)
    before = page.evaluate(TOP, seq)
    other = enter(page.context.new_page(), ROOM)
    say(other, "Said in the other tab.")
    heard(page, "Said in the other tab.")
    assert page.evaluate(TOP, seq) == before and page.locator("new-pill[data-arrow]").is_visible()


def test_whoever_speaks_while_updates_are_paused_sees_what_was_said_meanwhile(visitor):
    marisol, grace = enter(visitor("Marisol"), ROOM), enter(visitor("Grace"), ROOM)
    grace.evaluate("document.dispatchEvent(new CustomEvent('room:pause'))")
    say(marisol, "Said during the pause.")
    grace.locator("new-pill button", has_text="1 new post").wait_for()
    say(grace, "Said by who paused.")
    heard(grace, "Said by who paused.")
    heard(grace, "Said during the pause.")
    assert grace.locator("pause-button button[aria-pressed=true]").count() == 0


def test_whoever_comes_back_to_a_page_or_loads_it_again_reads_on_where_they_were(visitor):
    page, seq = reading(visitor)
    before = page.evaluate(TOP, seq)
    page.locator(f"#post-{seq} [data-slot=name]").click()
    page.wait_for_url("**/people/**")
    page.go_back()
    page.wait_for_selector("live-room[data-ready]")
    eventually(page, f"({TOP})({seq}) === {before}")
    page.reload()
    page.wait_for_selector("live-room[data-ready]")
    eventually(page, f"({TOP})({seq}) === {before}")
    enter(page, ROOM)
    eventually(page, "scrollY > 0")
    assert page.evaluate(TOP, seq) != before


def test_whoever_writes_much_at_the_end_still_follows(visitor):
    marisol = enter(visitor("Marisol"), ROOM)
    grace = enter(visitor("Grace", viewport={"width": 1000, "height": 700}), ROOM)
    grace.evaluate("window.scrollTo({ top: document.documentElement.scrollHeight })")
    eventually(grace, AT_THE_END)
    grace.fill("#say-text", "A long answer.\n" * 12)
    eventually(grace, AT_THE_END)
    say(marisol, "While she writes.")
    heard(grace, "While she writes.")
    eventually(grace, AT_THE_END)
    assert grace.locator("new-pill").is_hidden()
    grace.fill("#say-text", "")


def test_what_is_read_without_a_line_is_told_once_there_is_one(visitor):
    page = enter(visitor("Grace"), ROOM)
    page.evaluate("window.told = []; document.addEventListener('room:read', ({ detail }) => window.told.push(detail))")
    page.context.set_offline(True)
    page.locator("connection-word[data-state=offline]").wait_for()
    page.evaluate("document.querySelector('read-marker').tell()")
    assert page.evaluate("window.told.every(({ taken }) => !taken)")
    page.context.set_offline(False)
    page.locator("connection-word[data-state=live]").wait_for()
    page.evaluate("document.querySelector('read-marker').tell()")
    assert page.evaluate("window.told.at(-1).taken")


def test_whoever_leaves_at_once_has_read_what_they_saw(visitor):
    marisol, page = enter(visitor("Marisol"), ROOM), enter(visitor("Grace"), ROOM)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    # A place that somebody has is one they can leave.
    say(page, "Here until now.")
    heard(page, "Here until now.")
    page.mouse.move(120, 120)
    page.evaluate("document.querySelector('read-marker').tell()")
    say(marisol, "Read and left.")
    seq = heard(page, "Read and left.").get_attribute("data-seq")
    eventually(page, f"document.querySelector('read-marker').onScreen.has(document.getElementById('post-{seq}'))")
    page.mouse.move(100, 100)
    page.evaluate("clearInterval(document.querySelector('read-marker').timer)")
    page.goto("/en/")
    enter(page, ROOM)
    assert page.locator("#unread").count() == 0


def test_yesterday_is_told_from_today_on_a_page_that_stays_open(visitor):
    page = visitor("Grace")
    page.clock.install()
    enter(page, ROOM)
    said = page.locator("local-time").last
    assert re.fullmatch(r"\d\d:\d\d", said.inner_text())
    page.clock.fast_forward("25:00:00")
    eventually(page, "/\\d+ \\w+/.test([...document.querySelectorAll('local-time')].at(-1).textContent)")
