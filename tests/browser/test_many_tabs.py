"""Many tabs of one browser where the network closes sockets: by HTTP/1.1 they have six connections to the forum, all together."""

import pytest

from tests.browser.test_fallbacks import enter, hurried, no_sockets, numbers
from tests.browser.test_room import ROOM, heard, say
from tests.patience import until

# What a browser says of a tab when somebody turns from it or back to it. Without a screen, all its tabs are looked at.
TURNED = """hidden => {
    const now = { hidden, visibilityState: hidden ? "hidden" : "visible" };
    for (const name in now) Object.defineProperty(document, name, { configurable: true, get: () => now[name] });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def tab(visitor):
    """`tab()` opens one more tab of one guest's browser; it has its page and its line before the next is opened."""
    browser = hurried(no_sockets(visitor(service_workers="block").context))

    def open_tab(without: str = ""):
        page = browser.new_page()
        page.add_init_script(without)
        page.goto(ROOM)
        until(lambda: state(page) in ("live", "without-live"))
        return page

    return open_tab


def state(page) -> str | None:
    return page.locator("connection-word").get_attribute("data-state")


def live(pages) -> int:
    return [state(page) for page in pages].count("live")


def look_away(page):
    page.evaluate(TURNED, True)
    page.locator("connection-word[data-state=without-live]").wait_for()


def look_again(page):
    page.evaluate(TURNED, False)
    page.locator("connection-word[data-state=live]").wait_for()


def has_once(page, text: str):
    heard(page, text)
    assert page.locator(".stream > live-post", has_text=text).count() == 1
    assert numbers(page) == sorted(set(numbers(page)))


def test_eight_tabs_side_by_side_all_hear_what_is_said_and_the_site_goes_on(visitor, tab):
    tabs = [tab() for _ in range(8)]
    until(lambda: live(tabs) == 3)
    tabs[-1].context.new_page().goto("/about/")
    grace = enter(visitor("Grace"), "live")
    say(grace, "Heard in eight tabs.")
    for page in tabs:
        has_once(page, "Heard in eight tabs.")
    assert live(tabs) == 3
    next(page for page in tabs if state(page) == "live").close()
    until(lambda: live(page for page in tabs if not page.is_closed()) == 3)


def test_a_tab_turned_away_from_leaves_its_stream_to_others_and_misses_nothing(visitor, tab):
    first, *others = (tab() for _ in range(4))
    until(lambda: live([first, *others]) == 3)
    look_away(first)
    until(lambda: live(others) == 3)
    grace = enter(visitor("Grace"), "live")
    say(grace, "Said while you read elsewhere.")
    for page in others:
        has_once(page, "Said while you read elsewhere.")
    look_away(others[-1])
    look_again(first)
    has_once(first, "Said while you read elsewhere.")
    say(grace, "And now that you are back.")
    has_once(first, "And now that you are back.")


def test_a_browser_without_locks_has_streams_in_the_tabs_that_are_looked_at(visitor, tab):
    without = "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })"
    tabs = [tab(without) for _ in range(5)]
    assert live(tabs) == 5
    for page in tabs:
        page.evaluate(TURNED, True)
    until(lambda: live(tabs) == 0)
    more = [tab(without) for _ in range(3)]
    grace = enter(visitor("Grace"), "live")
    say(grace, "Heard in a browser without locks.")
    for page in more:
        has_once(page, "Heard in a browser without locks.")
    look_again(tabs[0])
    has_once(tabs[0], "Heard in a browser without locks.")
