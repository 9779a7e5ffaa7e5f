"""What is looked at: pages that were come upon by links, and states that no link leads to."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.audit.world import EMPTY, LONG

ROOM, CLOSED = "/rooms/before-the-well-runs-dry/", "/rooms/the-first-night/"


@dataclass(frozen=True)
class State:
    name: str
    who: str
    address: str
    # What a visitor does on the page to bring it into this state.
    reach: Callable | None = None
    status: int = 200


def found(who: str, address: str) -> State:
    return State(f"{address} · {who}", who, address, ready)


def ready(page) -> None:
    """Scripts have taken the page over, where there are any."""
    if page.locator("live-room").count():
        page.locator("live-room[data-ready]").wait_for()


def first_menu(page) -> None:
    ready(page)
    page.locator(".stream .post__more").last.click()


def help_sheet(page) -> None:
    ready(page)
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()


def language_menu(page) -> None:
    page.locator(".bar details[data-menu] > summary").first.click()


def room_menu(page) -> None:
    ready(page)
    page.locator(".bar__menu > summary").click()


def in_the_middle(page) -> None:
    ready(page)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
    page.locator("new-pill[data-arrow]").wait_for()


def code_asked(page) -> None:
    page.fill("#code-email", "somebody.new@example.org")
    with page.expect_navigation():
        page.locator("form:has(#code-email) button.button--go").click()


def signup_refused(page) -> None:
    page.locator("form:has(input[name=email]) input[name=email]").fill("somebody@example.org")
    form = page.locator("form:has(input[name=name])")
    form.evaluate("form => (form.noValidate = true)")
    with page.expect_navigation():
        form.locator("button.button--go").click()


def reply_begun(page) -> None:
    ready(page)
    page.locator(".stream [data-slot=reply]").last.click()


def post_of_another(page) -> None:
    ready(page)
    row = page.locator(".stream live-post:not([data-own])[data-state=shown]").last
    page.goto(f"{ROOM}posts/{row.get_attribute('data-seq')}/edit/")


def edit_overtaken(page) -> None:
    """Words that were changed in another window before these are sent."""
    ready(page)
    page.locator("#say-text").fill("We have two wells, and both are dry.")
    page.locator("form:has(#say-text) button.button--go").click()
    own = page.locator(".stream live-post[data-own][data-state=shown]:not([data-seq='0'])").last
    own.wait_for()
    address = f"{ROOM}posts/{own.get_attribute('data-seq')}/edit/"
    other = page.context.new_page()
    for window in (page, other):
        window.goto(address)
        window.fill(
            "textarea[name=text]",
            "We have two wells. Both ran dry in May." if window is other else "Both wells are dry.",
        )
    for window in (other, page):
        with window.expect_navigation():
            window.locator("main form button.button--go").click()
    other.close()


def name_refused(page) -> None:
    page.fill("input[name=name]", "The President")
    with page.expect_navigation():
        page.locator("main form button.button--go").click()


def own_data(page) -> None:
    """The readable download, as somebody sees it who opens the file they kept."""
    link = page.locator("a[download]").first.get_attribute("href")
    words = page.evaluate("async link => (await fetch(link)).text()", link)
    page.goto("about:blank")
    page.set_content(words)


FIXED = [
    State("room · guest", "guest", ROOM, ready),
    State("room · official", "official", ROOM, ready),
    State("room, menu of a post open · moderator", "moderator", ROOM, first_menu),
    State("room, menu of a post open · citizen", "citizen", ROOM, first_menu),
    State("room, a reply begun · official", "official", ROOM, reply_begun),
    State("room, help sheet · citizen", "citizen", ROOM, help_sheet),
    State("room, its menu · guest", "guest", ROOM, room_menu),
    State("room, its menu · citizen", "citizen", ROOM, room_menu),
    State("room, in the middle · guest", "guest", ROOM, in_the_middle),
    State("room, threads · guest", "guest", f"{ROOM}#threads", ready),
    State("room, who is here · guest", "guest", f"{ROOM}#here", ready),
    State("room, empty · citizen", "citizen", f"/rooms/{EMPTY}/", ready),
    State("room, long words · official", "official", f"/rooms/{LONG}/", ready),
    State("room, closed · citizen", "citizen", CLOSED, ready),
    State("home, language menu · guest", "guest", "/", language_menu),
    State("code asked for · guest", "guest", "/accounts/login/", code_asked),
    State("sign-up refused · guest", "guest", "/accounts/signup/", signup_refused),
    State("an edit overtaken · citizen", "citizen", ROOM, edit_overtaken),
    State("a name refused · citizen", "citizen", "/people/me/", name_refused),
    State("your data, the file · official", "official", "/people/me/data/download/", own_data),
    State("refusal: another's words · citizen", "citizen", ROOM, post_of_another),
    State("not here (404) · guest", "guest", "/nothing/at/this/address/", ready, 404),
    State("not for this account (403) · citizen", "citizen", "/audit/forbidden/", ready, 403),
    State("form too old (csrf) · citizen", "citizen", "/audit/stale/", ready, 403),
    State("busy (503) · guest", "guest", "/audit/busy/", ready, 503),
    State("broken (500) · guest", "guest", "/audit/broken/", ready, 500),
]


def file_name(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "home"
