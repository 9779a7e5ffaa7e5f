"""From nobody to somebody who speaks for a body: a ministry, a town hall and an association get in,
an impostor does not, and a mandate that ends while its holder is in the room ends there too."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.entrance import Device, sign_up
from tests.browser.test_room import ROOM, heard
from tests.patience import PATIENCE

BODIES = {
    "Government": ("Ministry of Wells", "Amara Diallo", "Minister", "a country", 2),
    "Local or regional authority": ("Town of Saltmarsh", "Carmen Ortiz", "Mayor", "a town or district", 2),
    "Civil society": ("Friends of the Spring", "Dao Nguyen", "Spokesperson", "a country", 1),
}


def comes_in(newcomer, forum, address: str, name: str):
    """Somebody new, with a passkey of their own device."""
    page = newcomer()
    Device(page)
    sign_up(page, forum, address, name, way="/accounts/signup/passkey/")
    page.get_by_role("button", name="Create passkey").click()
    page.locator(".bar", has_text=name.split()[0]).wait_for()
    return page


def asks(page, sector: str) -> None:
    """Registers the body and asks for the mandate."""
    body, _name, title, level, _keys = BODIES[sector]
    page.goto("/speak-for/?q=nothing+like+it")
    page.get_by_role("link", name="Register the organisation").click()
    page.get_by_label("Name", exact=True).fill(body)
    page.get_by_label("Sector").select_option(sector)
    page.get_by_label("Level").select_option(level)
    page.get_by_label("Country").select_option("KE")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Request mandate").click()
    page.get_by_role("heading", name="Mandates").wait_for()


def decides(officer, application: str, button: str) -> None:
    officer.goto("/desk/")
    officer.get_by_role("link", name=application, exact=True).click()
    officer.get_by_role("button", name=button, exact=True).click()
    officer.locator(".desk__state").wait_for()


def says(page, words: str) -> None:
    page.locator("connection-word[data-state=live]").wait_for()
    page.get_by_label("Your text").fill(words)
    page.get_by_role("button", name="Post", exact=True).click()


@pytest.mark.parametrize("sector", BODIES)
def test_they_get_in_and_speak_in_their_right_capacity(newcomer, visitor, forum, sector):
    body, name, title, _level, keys = BODIES[sector]
    page = comes_in(newcomer, forum, f"{sector.split()[0].lower()}@example.org", name)
    asks(page, sector)
    grace, mwajuma = visitor("Grace Wanjiru"), visitor("Mwajuma Shabani")
    decides(grace, body, "Approve")
    decides(mwajuma, body, "Confirm")
    decides(grace, f"{name} – {body}", "Approve")
    if keys == 2:
        page.goto(ROOM)
        assert page.locator("select[name=mandate]").count() == 0
        decides(mwajuma, f"{name} – {body}", "Confirm")
    page.goto(ROOM)
    expect(page.locator("select[name=mandate] option:checked")).to_contain_text(body)
    reader = visitor()
    reader.goto(ROOM)
    reader.locator("connection-word[data-state=live]").wait_for()
    says(page, f"We of {body} listen.")
    post = reader.locator("live-post.post--official", has_text=f"We of {body} listen.")
    post.wait_for()
    assert title in post.inner_text() and sector in post.inner_text() and name in post.inner_text()
    post.locator("a[data-mandate]").click(modifiers=["Control"])
    reader.goto(post.locator("a[data-mandate]").get_attribute("href"))
    assert "This mandate is valid" in reader.locator("main").inner_text()
    assert page.problems == [] and grace.problems == []


def test_an_impostor_finds_no_way(newcomer, forum):
    page = newcomer()
    page.goto("/accounts/signup/")
    page.get_by_label("E-mail address").fill("mallory@example.org")
    for name in ("Ministry of Rain", "Мinistry of Rain", "Minister ✓", "Official Moderator"):
        page.get_by_label("Public name").fill(name)
        with page.expect_navigation():
            page.get_by_role("button", name="Create account").click()
        assert page.locator(".field--wrong").inner_text().startswith("Public name"), name
    page = comes_in(newcomer, forum, "mallory@example.org", "Mallory Voss")
    page.goto(ROOM)
    page.locator("connection-word[data-state=live]").wait_for()
    told = page.evaluate(
        """async () => {
          const form = document.querySelector(".say__form"), body = new FormData(form);
          body.set("text", "As the ministry."), body.set("mandate", "1");
          const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
          return [answer.status, (await answer.json()).error.code];
        }"""
    )
    assert told == [403, "mandate"]
    assert page.goto("/desk/").status in (403, 404)


def test_a_mandate_that_ends_while_its_holder_is_in_the_room_ends_there(visitor, forum):
    page = visitor("प्रिया कुलकर्णी")
    page.goto(f"/en{ROOM}")
    number = page.locator("select[name=mandate]").input_value()
    ends = datetime.now(UTC) + timedelta(seconds=8)
    with sqlite3.connect(forum.folder / "solidaction.sqlite3", timeout=PATIENCE) as database:
        database.execute(
            "UPDATE accounts_mandate SET valid_until = ? WHERE id = ?", (ends.strftime("%Y-%m-%d %H:%M:%S.%f"), number)
        )
    page.reload()
    page.locator("connection-word[data-state=live]").wait_for()
    page.get_by_label("Your text").fill("I begin to write under a mandate.")
    expect(page.locator("[data-slot=error]")).to_contain_text("can no longer use the mandate")
    assert page.locator("select[name=mandate]").input_value() == ""
    page.get_by_role("button", name="Post", exact=True).click()
    post = heard(page, "I begin to write under a mandate.")
    assert "post--official" not in post.get_attribute("class")
