"""Words that somebody began to put in place of others wait for them, and are never taken for words that were saved."""

from tests.browser.test_begun_words import CHANGES
from tests.browser.test_rewording import QUIET, done
from tests.browser.test_room import enter, heard, say

BEGUN = "[data-slot=begun]"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('Full.', 'QuotaExceededError') }; null"


def editing(visitor, words: str) -> tuple:
    """Tomás says `words` and opens the form that changes them: (his page, its address)."""
    tomas = enter(visitor("Tomás"), QUIET)
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
    tomas.get_by_role("link", name="Leave them as they are").click()
    tomas.wait_for_selector("live-room[data-ready]")
    opened(tomas, address)
    assert tomas.locator(BEGUN).is_visible() and tomas.input_value("#language") == "fr"
    tomas.locator("#text").press_sequentially(" a day.")
    tomas.get_by_role("button", name="Save the new words").click()
    heard(tomas, "Wells need twenty litres a day.")
    opened(tomas, address)
    assert tomas.input_value("#text") == "Wells need twenty litres a day." and not tomas.locator(BEGUN).is_visible()
    assert not tomas.problems


def test_half_an_edit_never_replaces_words_that_its_author_has_not_seen(visitor, forum):
    tomas, address = editing(visitor, "Keep the old bridge.")
    tomas.fill("#text", "Keep the old bridge open.")
    done(forum, CHANGES.format(old="Keep the old bridge.", new="Tear the bridge down."))
    opened(tomas, address)
    assert tomas.input_value("#text") == "Keep the old bridge open."
    tomas.get_by_role("button", name="Save the new words").click()
    tomas.get_by_role("alert").wait_for()
    assert tomas.locator(".words").inner_text() == "Tear the bridge down."
    assert tomas.input_value("#text") == "Keep the old bridge open."
    opened(tomas, address)
    assert tomas.input_value("#text") == "Keep the old bridge open." and tomas.locator(BEGUN).is_visible()
    tomas.get_by_role("button", name="Use the saved words instead").click()
    assert tomas.input_value("#text") == "Tear the bridge down." and not tomas.locator(BEGUN).is_visible()
    tomas.locator("#text").press_sequentially(" Please.")
    tomas.get_by_role("button", name="Save the new words").click()
    heard(tomas, "Tear the bridge down. Please.")


def test_half_an_edit_that_its_browser_has_no_room_for_is_asked_for_before_it_is_left(visitor):
    tomas, _ = editing(visitor, "A browser with little room.")
    asked = []
    tomas.evaluate(FULL)
    tomas.fill("#text", "A browser with little room. And more.")
    tomas.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    tomas.get_by_role("link", name="Leave them as they are").click(no_wait_after=True)
    tomas.wait_for_function("document.activeElement.textContent === 'Leave them as they are'")
    assert tomas.input_value("#text").endswith(" And more.") and asked == ["beforeunload"]
    tomas.get_by_role("button", name="Save the new words").click()
    heard(tomas, "A browser with little room. And more.")
    assert asked == ["beforeunload"]
