"""Words that somebody began to put in place of others wait for them, and are never taken for words that were saved."""

from tests.browser.test_begun_words import CHANGES
from tests.browser.test_rewording import QUIET, done
from tests.browser.test_room import enter, heard, say

BEGUN = "[data-slot=begun]"
KEPT = "Object.keys(localStorage).filter((name) => name.startsWith('draft ') && name.includes(' edit '))"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('Full.', 'QuotaExceededError') }; null"


def editing(visitor, words: str, **browser) -> tuple:
    """Tomás says `words` and opens the form that changes them: (his page, its address)."""
    tomas = enter(visitor("Tomás", **browser), QUIET)
    say(tomas, words)
    address = f"{QUIET}posts/{heard(tomas, words).get_attribute('data-seq')}/edit/"
    return opened(tomas, address), address


def opened(page, address: str):
    page.goto(address)
    page.wait_for_selector("post-editor:defined")
    return page


def test_half_an_edit_is_there_again_and_gone_once_it_is_saved(visitor):
    tomas, address = editing(visitor, "Wells need a hundred litres.")
    assert not tomas.locator(BEGUN).is_visible()
    tomas.fill("#text", "Wells need twenty litres")
    tomas.select_option("#language", "fr")
    tomas.get_by_role("link", name="Cancel").click()
    tomas.wait_for_selector("live-room[data-ready]")
    opened(tomas, address)
    assert tomas.locator(BEGUN).is_visible() and tomas.input_value("#language") == "fr"
    tomas.locator("#text").press_sequentially(" a day.")
    tomas.get_by_role("button", name="Save", exact=True).click()
    heard(tomas, "Wells need twenty litres a day.")
    assert tomas.evaluate(KEPT) == []
    opened(tomas, address)
    assert tomas.input_value("#text") == "Wells need twenty litres a day." and not tomas.locator(BEGUN).is_visible()
    assert not tomas.problems


def test_half_an_edit_never_replaces_words_that_its_author_has_not_seen(visitor, forum):
    tomas, address = editing(visitor, "Keep the old bridge.")
    tomas.fill("#text", "Keep the old bridge open.")
    done(forum, CHANGES.format(old="Keep the old bridge.", new="Tear the bridge down."))
    opened(tomas, address)
    assert tomas.input_value("#text") == "Keep the old bridge open."
    tomas.get_by_role("button", name="Save", exact=True).click()
    tomas.get_by_role("alert").wait_for()
    assert tomas.locator(".words").inner_text() == "Tear the bridge down."
    assert tomas.input_value("#text") == "Keep the old bridge open."
    opened(tomas, address)
    assert tomas.input_value("#text") == "Keep the old bridge open." and tomas.locator(BEGUN).is_visible()
    tomas.get_by_role("button", name="Use the saved text instead").click()
    assert tomas.input_value("#text") == "Tear the bridge down." and not tomas.locator(BEGUN).is_visible()
    opened(tomas, address)
    assert not tomas.locator(BEGUN).is_visible()
    tomas.fill("#text", "Tear the bridge down. Please.")
    tomas.get_by_role("button", name="Save", exact=True).click()
    heard(tomas, "Tear the bridge down. Please.")


def test_half_an_edit_that_its_browser_has_no_room_for_is_asked_for_before_it_is_left(visitor):
    tomas, _ = editing(visitor, "A browser with little room.")
    asked = []
    tomas.evaluate(FULL)
    tomas.fill("#text", "A browser with little room. And more.")
    tomas.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    tomas.get_by_role("link", name="Cancel").click(no_wait_after=True)
    tomas.wait_for_function("document.activeElement.textContent === 'Cancel'")
    assert tomas.input_value("#text").endswith(" And more.") and asked == ["beforeunload"]
    tomas.get_by_role("button", name="Save", exact=True).click()
    heard(tomas, "A browser with little room. And more.")
    assert asked == ["beforeunload"]


def test_an_edit_that_did_not_arrive_is_not_taken_for_one_that_did(visitor, forum):
    tomas, address = editing(visitor, "Meet on Mondays.")
    tomas.fill("#text", "Meet on Mondays at nine.")
    tomas.context.set_offline(True)
    tomas.get_by_role("button", name="Save", exact=True).click()
    tomas.get_by_role("alert", name="").get_by_text("Not saved: there is no connection").wait_for()
    assert tomas.input_value("#text") == "Meet on Mondays at nine."
    done(forum, CHANGES.format(old="Meet on Mondays.", new="Meet on Fridays."))
    tomas.context.set_offline(False)
    opened(tomas, address)
    assert tomas.input_value("#text") == "Meet on Mondays at nine." and tomas.locator(BEGUN).is_visible()
    tomas.get_by_role("button", name="Save", exact=True).click()
    tomas.get_by_role("alert").filter(visible=True).wait_for()
    assert tomas.locator(".words").inner_text() == "Meet on Fridays."


def test_what_is_written_before_the_script_has_come_is_no_end_of_what_was_begun(visitor):
    tomas, address = editing(visitor, "A slow line.", service_workers="block")
    tomas.fill("#text", "A slow line needs patience, and I have it.")
    waiting, let_through = [], []
    tomas.route("**/post-editor*.js", lambda route: route.continue_() if let_through else waiting.append(route))
    tomas.goto(address, wait_until="commit")
    tomas.locator("#text").press_sequentially("No. ")
    let_through.append(True)
    for route in waiting:
        route.continue_()
    tomas.wait_for_selector("post-editor:defined")
    assert tomas.input_value("#text") == "No. A slow line."
    tomas.get_by_role("button", name="Save", exact=True).click()
    heard(tomas, "No. A slow line.")
    opened(tomas, address)
    assert tomas.input_value("#text") == "A slow line needs patience, and I have it."
