"""The browser's Back button: words and what they were begun for come back together, or the field is empty."""

import pytest

from tests.browser.test_begun_words import CHANGES, REWORDS, conversation
from tests.browser.test_rewording import QUIET, done
from tests.browser.test_room import enter, eventually, heard

READY = "live-room[data-ready]"
NAMED = ("parent", "answers", "shown", "mandate", "language")


def back(page, times: int = 1) -> None:
    for _ in range(times):
        page.go_back()
        page.wait_for_selector(READY)


def leave(page, address: str = "/en/rooms/before-the-well-runs-dry/") -> None:
    page.goto(address)
    page.wait_for_selector(READY)


def named(page) -> dict:
    """What the form says its words are about."""
    fields = {name: page.locator(f".say__form [name={name}]") for name in NAMED}
    return {name: field.input_value() for name, field in fields.items() if field.count()}


@pytest.mark.parametrize("place", ["room", "thread"])
def test_words_that_were_sent_do_not_stand_in_the_form_again(visitor, place):
    ingrid, words = visitor("Ingrid"), f"What I think of it myself, in the {place}."
    _, thread, _, answer = conversation(visitor, f"sent from the {place}")
    here = QUIET if place == "room" else thread
    enter(ingrid, here)
    if place == "thread":
        ingrid.locator(f"#post-{answer} [data-slot=reply]").click()
    ingrid.locator("select[name=mandate]").select_option("")
    ingrid.locator("#say-text").press_sequentially(words)
    begun = named(ingrid)
    leave(ingrid)
    enter(ingrid, here)
    assert ingrid.input_value("#say-text") == words and named(ingrid) == begun
    ingrid.locator("[data-slot=send]").click()
    heard(ingrid, words)
    back(ingrid, 2)
    eventually(ingrid, "document.querySelector('connection-word').dataset.state === 'live'")
    assert ingrid.input_value("#say-text") == "" and not ingrid.problems


def test_words_that_were_not_sent_come_back_with_all_they_were_begun_with(visitor, forum):
    grace, thread, _, answer = conversation(visitor, "not sent")
    grace.locator(f"#post-{answer} [data-slot=reply]").click()
    grace.locator("#say-text").press_sequentially("Not finished")
    begun = named(grace)
    leave(grace)
    done(forum, CHANGES.format(old="Keep it, not sent.", new="Expel them, not sent."))
    done(forum, REWORDS.format(question="Who may come back?"))
    back(grace)
    assert grace.input_value("#say-text") == "Not finished" and named(grace) == begun
    leave(grace)
    enter(grace, thread)
    grace.fill("#say-text", "Newer, and for nobody else")
    grace.locator("[data-slot=cancel]").click()
    newer = named(grace)
    assert newer["parent"] != begun["parent"]
    back(grace, 2)
    assert grace.input_value("#say-text") == "Newer, and for nobody else" and named(grace) == newer
    grace.fill("#say-text", "")


def test_a_browser_that_puts_words_back_all_the_same_does_not_have_them_said(visitor):
    """As one would that does not know what autocomplete="off" means to words."""
    ingrid = visitor("Ingrid")
    ingrid.add_init_script(
        """
        new MutationObserver(() => {
          const field = document.querySelector("#say-text");
          if (field && !("put" in field)) { field.put = navigator.userActivation.hasBeenActive; field.value = "Said long ago."; }
        }).observe(document, { childList: true, subtree: true });"""
    )
    enter(ingrid, QUIET)
    ingrid.locator("h1, .hall__title").first.click()
    with ingrid.expect_event("load"):
        ingrid.evaluate("location.reload()")
    ingrid.wait_for_selector(READY)
    assert ingrid.evaluate("document.querySelector('#say-text').put") and ingrid.input_value("#say-text") == ""


def test_what_is_written_before_the_script_has_come_stays_and_so_does_what_was_kept(visitor):
    grace = enter(visitor("Grace", service_workers="block"), QUIET)
    grace.locator("#say-text").press_sequentially("Kept from before")
    waiting, let_through = [], []
    grace.route("**/*.js", lambda route: route.continue_() if let_through else waiting.append(route))
    grace.goto(QUIET, wait_until="commit")
    grace.locator("#say-text").press_sequentially("Written early")
    let_through.append(True)
    for route in waiting:
        route.continue_()
    grace.wait_for_selector(READY)
    assert grace.input_value("#say-text") == "Written early"
    grace.locator("#say-text").press_sequentially(", and more")
    grace.fill("#say-text", "")
    enter(grace, QUIET)
    assert grace.input_value("#say-text") == "Kept from before"
    grace.fill("#say-text", "")


def test_a_page_that_is_shown_whole_again_knows_what_became_of_its_words(visitor):
    """Browsers freeze pages and thaw them (bfcache); the one of these tests does not, so it is told that it did."""
    thawed = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
    grace, _, _, answer = conversation(visitor, "thawed")
    grace.locator(f"#post-{answer} [data-slot=reply]").click()
    grace.locator("#say-text").press_sequentially("Sent from another page")
    begun, field = named(grace), "document.querySelector('#say-text').value"
    grace.evaluate(f"{field} = 'An older state'")
    grace.evaluate("document.querySelector('[name=parent]').value = ''")
    grace.evaluate(thawed)
    assert grace.input_value("#say-text") == "Sent from another page" and named(grace) == begun
    grace.evaluate(
        "for (const name of Object.keys(localStorage)) if (name.startsWith('draft')) delete localStorage[name]"
    )
    grace.evaluate(thawed)
    assert grace.input_value("#say-text") == ""


def test_without_scripts_an_answer_is_never_posted_under_what_its_author_has_not_read(visitor, forum):
    _, thread, _, answer = conversation(visitor, "without scripts")
    ingrid = visitor("Ingrid", java_script_enabled=False)
    ingrid.goto(f"{thread}?reply={answer}")
    ingrid.locator("select[name=mandate]").select_option("")
    ingrid.fill("#say-text", "I agree, do that.")
    ingrid.goto(QUIET)
    done(forum, CHANGES.format(old="Keep it, without scripts.", new="Expel them, without scripts."))
    ingrid.go_back()
    assert ingrid.input_value("#say-text") == ""


def test_an_edit_that_was_left_does_not_come_back_over_newer_words(visitor, forum):
    tomas = visitor("Tomás", java_script_enabled=False)
    _, _, _, answer = conversation(visitor, "edited")
    tomas.goto(f"{QUIET}posts/{answer}/edit/")
    tomas.fill("#text", "Half an edit")
    tomas.select_option("#language", "fr")
    tomas.goto(QUIET)
    done(forum, CHANGES.format(old="Keep it, edited.", new="Changed elsewhere, edited."))
    tomas.go_back()
    tomas.locator("input[name=replaces]").wait_for(state="attached")
    assert tomas.input_value("#text") == "Changed elsewhere, edited." and tomas.input_value("#language") != "fr"


def test_a_page_that_is_shown_whole_again_keeps_words_that_its_browser_had_no_room_for(visitor):
    grace = enter(visitor("Grace"), QUIET)
    grace.locator("#say-text").press_sequentially("Kept")
    grace.evaluate("Storage.prototype.setItem = () => { throw new DOMException('Full.', 'QuotaExceededError') }; null")
    grace.locator("#say-text").press_sequentially(", and newer")
    assert grace.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('draft'))") == []
    grace.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert grace.input_value("#say-text") == "Kept, and newer"
    grace.fill("#say-text", "")
