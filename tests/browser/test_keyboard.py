"""With the keyboard alone: reading, signing in, speaking, reacting, moderating. Focus is always somewhere, and seen."""

from itertools import pairwise

import pytest

from tests.browser.keys import assert_seen, is_on, tab_to

ROOM = "/rooms/before-the-well-runs-dry/"
LAST = ".stream > live-post:last-of-type"


def enter(page, room: str = ROOM):
    page.goto(room)
    page.wait_for_selector("live-room[data-ready]")
    page.locator("connection-word[data-state=live]").wait_for()
    return page


def say(page, text: str):
    """With keys only: `c` leads to the composer, Control and Enter send."""
    page.keyboard.press("c")
    page.keyboard.type(text)
    page.keyboard.press("Control+Enter")
    page.locator(".stream > live-post:not([data-pending])", has_text=text).last.wait_for()
    page.locator("live-post[data-pending]").first.wait_for(state="detached")
    return page.locator(".stream > live-post", has_text=text).last


def stand_on_the_last_post(page) -> None:
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("k")
    assert is_on(page, "live-post")


@pytest.mark.parametrize("address", ["/", ROOM, "/about/", "/accounts/login/"])
def test_the_first_key_leads_past_the_bar(visitor, address):
    page = visitor()
    page.goto(address)
    page.keyboard.press("Tab")
    assert is_on(page, ".skip")
    assert_seen(page)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('main, footer'))")
    assert_seen(page)


@pytest.mark.parametrize("address", ["/", "/about/", "/accounts/login/", "/accounts/signup/", "/themes/health/"])
def test_focus_is_seen_on_every_stop_of_a_page_and_comes_round(visitor, address):
    page = visitor()
    page.goto(address)
    first, stops = "", 0
    while stops < 200:
        stops += 1
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        assert_seen(page)
        here = page.evaluate("document.activeElement.outerHTML")
        first = first or here
        if stops > 3 and here == first:
            break
    assert 5 < stops < 200


def test_a_reader_goes_from_post_to_post_and_into_one(visitor):
    page = enter(visitor())
    page.keyboard.press("k")
    assert_seen(page)
    last = page.evaluate("Number(document.activeElement.dataset.seq)")
    page.keyboard.press("k")
    assert_seen(page)
    assert page.evaluate("Number(document.activeElement.dataset.seq)") < last
    page.keyboard.press("j")
    assert page.evaluate("Number(document.activeElement.dataset.seq)") == last
    tab_to(page, "live-post [data-slot=permalink]", steps=6)


def test_entering_posting_replying_and_reacting(visitor):
    page = visitor()
    page.goto("/accounts/login/")
    tab_to(page, "button:has(b:first-child)", steps=30)
    while "Marisol" not in page.evaluate("document.activeElement.textContent"):
        tab_to(page, "button", steps=3)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    enter(page)
    say(page, "Dicho solo con teclas.")
    assert is_on(page, "#say-text")
    stand_on_the_last_post(page)
    page.keyboard.press("r")
    assert is_on(page, "#say-text")
    page.keyboard.type("Y respondido también.")
    tab_to(page, "[data-slot=send]", steps=6)
    page.keyboard.press("Enter")
    answer = page.locator(".stream > live-post:not([data-pending])", has_text="Y respondido también.").last
    page.locator("live-post[data-nested=answer]", has_text="Y respondido también.").wait_for()
    assert not page.evaluate("document.activeElement === document.body")
    stand_on_the_last_post(page)
    tab_to(page, f"{LAST} .react-more", steps=12)
    page.keyboard.press("Enter")
    assert is_on(page, f"{LAST} [data-kind=agree]")
    tab_to(page, f"{LAST} [data-kind=solidarity]", steps=6)
    page.keyboard.press("Enter")
    answer.locator("[data-kind=solidarity][aria-pressed=true]").wait_for()
    assert is_on(page, "[data-kind=solidarity]")


def test_menus_and_the_help_sheet_open_close_and_give_focus_back(visitor):
    page = enter(visitor("Grace"))
    tab_to(page, ".bar details[data-menu] > summary", steps=12)
    page.keyboard.press("Enter")
    tab_to(page, ".bar .menu__list :is(a, button)", steps=2)
    page.keyboard.press("Escape")
    assert is_on(page, ".bar details[data-menu]:not([open]) > summary")
    assert_seen(page)
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog")
    sheet.wait_for()
    assert page.evaluate("Boolean(document.activeElement.closest('dialog'))")
    page.keyboard.press("Escape")
    sheet.wait_for(state="hidden")
    assert is_on(page, ".bar details[data-menu] > summary")


def test_a_moderator_hides_words(visitor):
    page = enter(visitor("Grace"))
    row = say(page, "Words that keys will hide.")
    number = row.get_attribute("data-seq")
    stand_on_the_last_post(page)
    tab_to(page, f"#post-{number} .post__more", steps=16)
    page.keyboard.press("Enter")
    page.locator(f"#post-{number} .post__menu[open]").wait_for()
    tab_to(page, f"#post-{number} .hide", steps=8)
    page.keyboard.press("Enter")
    page.locator(f"#post-{number}[data-state=hidden]").wait_for()
    assert_seen(page)


def test_nothing_moves_for_whoever_asks_for_less_motion(visitor):
    reader, grace = enter(visitor(reduced_motion="reduce")), enter(visitor("Grace"))
    words = "Nothing shall move."
    say(grace, words)
    reader.locator(".stream > live-post", has_text=words).last.wait_for()
    assert reader.evaluate("document.getAnimations().length") == 0
    moving = """() => [...document.querySelectorAll("*")].filter(element => {
      const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element);
      return animationName !== "none" || parseFloat(transitionDuration) > 0 || scrollBehavior === "smooth";
    }).map(element => element.className)"""
    assert reader.evaluate(moving) == []


def test_what_is_new_is_read_out_at_most_every_five_seconds_and_not_during_a_pause(visitor):
    page, grace = enter(visitor(viewport={"width": 1440, "height": 900})), enter(visitor("Grace"))
    page.evaluate("""() => {
      window.told = [];
      new MutationObserver(() => window.told.push([performance.now(), document.querySelector("live-announcer").textContent]))
        .observe(document.querySelector("live-announcer"), { childList: true, characterData: true, subtree: true });
    }""")
    for number in range(8):
        say(grace, f"One of many {number}.")
        page.wait_for_timeout(700)
    page.wait_for_timeout(5200)
    told = page.evaluate("window.told")
    assert len(told) > 1, told
    assert all(later[0] - earlier[0] >= 4900 for earlier, later in pairwise(told)), told
    page.get_by_role("button", name="Pause live updates").click()
    before = len(page.evaluate("window.told"))
    say(grace, "Said in the pause.")
    page.wait_for_timeout(5500)
    assert len(page.evaluate("window.told")) == before


def test_searching(visitor):
    page = visitor()
    page.goto("/search/")
    tab_to(page, "main input[type=search]", steps=30)
    page.keyboard.type("water")
    page.keyboard.press("Enter")
    page.wait_for_url("**=water*")
    tab_to(page, "main :is(li, article, ol) a", steps=40)
