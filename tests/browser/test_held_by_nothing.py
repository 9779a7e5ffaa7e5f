"""Where a browser keeps nothing, words stand in the form and nowhere else: the page does not throw them away by itself."""

import pytest

from tests.browser.test_begun_words import CLOSES, OPENS
from tests.browser.test_rewording import QUIET, done
from tests.browser.test_room import enter, eventually, heard, say
from tests.browser.test_words_kept import FORBIDDEN, NEVER_OPENS

TOLD = "This page is out of date, and your browser cannot save your text."


def opened_again(page, forum) -> None:
    done(forum, CLOSES)
    page.locator("[data-slot=error]", has_text="You can copy your text").wait_for()
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
    grace.get_by_role("button", name="Reload page").click()
    assert asked == ["beforeunload"] and grace.input_value("#say-text") == "Nobody else has these."
    grace.once("dialog", lambda dialog: dialog.accept())
    with grace.expect_event("load"):
        grace.get_by_role("button", name="Reload page").click()
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


def asked_when_leaving(page) -> bool:
    """Whether somebody who loads the page again is asked first. They stay."""
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("button", name="Reload page").click()
    return asked == ["beforeunload"]


def speechless(visitor, *faults: str):
    """Grace, whose browser keeps nothing of what she sends, and whose words do not get through either."""
    grace = visitor("Grace", service_workers="block")
    for fault in faults:
        grace.add_init_script(fault)
    enter(grace, QUIET)
    grace.evaluate(
        "document.querySelector('live-room').outbox.sender = { ready: true, deliver: () => new Promise(() => {}) }; null"
    )
    return grace


def test_a_key_sends_no_words_to_a_room_that_is_closed(visitor, forum):
    grace = enter(visitor("Grace"), QUIET)
    grace.locator("#say-text").press_sequentially("Too late, and not lost.")
    done(forum, CLOSES)
    grace.locator("[data-slot=error]", has_text="You can copy your text").wait_for()
    grace.locator("#say-text").press("Control+Enter")
    assert grace.input_value("#say-text") == "Too late, and not lost." and not grace.locator("[data-pending]").count()
    with grace.expect_event("load"):
        done(forum, OPENS)
    grace.wait_for_selector("live-room[data-ready]")
    grace.fill("#say-text", "")


@pytest.mark.parametrize("fault", [FORBIDDEN, NEVER_OPENS], ids=["forbidden", "silent"])
def test_a_page_that_alone_has_words_on_their_way_does_not_load_itself(visitor, forum, fault):
    grace = speechless(visitor, fault)
    say(grace, "On its way, and nowhere else.")
    opened_again(grace, forum)
    grace.get_by_text(TOLD).wait_for()
    assert asked_when_leaving(grace)
    assert grace.locator("[data-pending]", has_text="On its way, and nowhere else.").is_visible()


def test_a_page_whose_line_has_ended_takes_no_more_words_and_says_so(visitor):
    grace = speechless(visitor, FORBIDDEN)
    say(grace, "Sent before the end.")
    grace.evaluate("document.querySelector('live-room').connection.reload()")
    grace.get_by_text("Page out of date: nothing is sent").wait_for()
    grace.locator("#say-text").press_sequentially("Written after it.")
    grace.locator("#say-text").press("Control+Enter")
    assert grace.input_value("#say-text") == "Written after it." and grace.locator("[data-pending]").count() == 1
    assert grace.locator("[data-slot=send]").is_disabled()
    grace.fill("#say-text", "")
    assert asked_when_leaving(grace)


def test_whoever_leaves_before_their_words_got_through_is_asked_where_nothing_keeps_them(visitor):
    for fault, asks in ((FORBIDDEN, True), ("", False)):
        grace, asked = speechless(visitor, fault), []
        grace.on("dialog", lambda dialog, asked=asked: (asked.append(dialog.type), dialog.accept()))
        say(grace, "Posted, and left at once.")
        grace.locator("[data-pending]", has_text="Posted, and left at once.").wait_for()
        eventually(grace, f"document.querySelector('live-room').outbox.unheld === {str(asks).lower()}")
        grace.reload()
        assert asked == ["beforeunload"] * asks
