"""Where a browser keeps nothing, words stand in the form and nowhere else: the page does not throw them away by itself."""

from tests.browser.test_begun_words import CLOSES, OPENS
from tests.browser.test_rewording import QUIET, done
from tests.browser.test_room import enter, heard
from tests.browser.test_words_kept import FORBIDDEN

TOLD = "This page is out of date, and your browser keeps no copy of your words."


def opened_again(page, forum) -> None:
    done(forum, CLOSES)
    page.locator("[data-slot=error]", has_text="You can copy what you wrote").wait_for()
    done(forum, OPENS)


def test_a_room_that_opens_again_leaves_grace_the_words_that_only_her_page_has(visitor, forum):
    grace, asked = visitor("Grace", service_workers="block"), []
    grace.add_init_script(FORBIDDEN)
    enter(grace, QUIET)
    grace.locator("#say-text").press_sequentially("Nobody else has these.")
    opened_again(grace, forum)
    grace.get_by_text(TOLD).wait_for()
    assert grace.input_value("#say-text") == "Nobody else has these."
    grace.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    grace.get_by_role("button", name="Load it again").click()
    assert asked == ["beforeunload"] and grace.input_value("#say-text") == "Nobody else has these."
    grace.once("dialog", lambda dialog: dialog.accept())
    with grace.expect_event("load"):
        grace.get_by_role("button", name="Load it again").click()
    grace.wait_for_selector("live-room[data-ready]")
    assert grace.input_value("#say-text") == "" and not grace.get_by_text(TOLD).is_visible()


def test_whoever_has_written_nothing_or_sent_it_is_asked_nothing(visitor, forum):
    grace, asked = visitor("Grace", service_workers="block"), []
    grace.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    grace.add_init_script(FORBIDDEN)
    enter(grace, QUIET)
    grace.locator("#say-text").press_sequentially("Sent, and held by the forum.")
    grace.locator("[data-slot=send]").click()
    heard(grace, "Sent, and held by the forum.")
    with grace.expect_event("load"):
        opened_again(grace, forum)
    assert not asked


def test_where_the_browser_keeps_a_draft_the_page_loads_itself_and_asks_nothing(visitor, forum):
    grace, asked = enter(visitor("Grace"), QUIET), []
    grace.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    grace.locator("#say-text").press_sequentially("Kept as a draft.")
    with grace.expect_event("load"):
        opened_again(grace, forum)
    grace.wait_for_selector("live-room[data-ready]")
    assert grace.input_value("#say-text") == "Kept as a draft." and not asked
    grace.fill("#say-text", "")
