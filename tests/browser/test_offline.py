"""Without a line: what was read stays readable and says that it is a copy; what was written goes out once; and nobody ever
sees a page that was made for somebody else."""

import re

import pytest

from tests.browser.test_room import ROOM, eventually, heard, say

pytestmark = pytest.mark.copies
OTHER_ROOM = "/rooms/the-way-home/"


def keeps_copies(page, path: str):
    """Read `path`, and wait until this browser has a copy of it."""
    page.goto(path)
    eventually(page, f"""(async () => {{
        for (const name of await caches.keys())
            if (name.startsWith("copies ") && await (await caches.open(name)).match("{path}", {{ ignoreVary: true }})) return true;
        return false;
    }})()""")  # fmt: skip
    return page


def copies(page) -> dict[str, list[str]]:
    """The paths of which there are copies, by whom they were made for."""
    return page.evaluate("""(async () => {
        const found = {};
        for (const name of (await caches.keys()).filter((each) => each.startsWith("copies "))) {
            const keys = await (await caches.open(name)).keys();
            found[name.split(" ")[2]] = keys.map(({ url }) => new URL(url).pathname);
        }
        return found;
    })()""")


def paths(page) -> list[str]:
    return [path for made_for in copies(page).values() for path in made_for]


def sign_out(page):
    page.locator(".bar__end details summary").last.click()
    page.locator("form[action$=logout\\/] button").click()
    page.locator(".bar__end a[href*=login]").wait_for()


def sign_in(page, name: str):
    page.goto("/accounts/login/")
    page.get_by_role("button", name=name).first.click()
    page.wait_for_url("**/")


@pytest.fixture
def cut(forum):
    """Cuts everybody's line by stopping the forum, and mends it."""

    class Line:
        def __enter__(self):
            forum.stop()

        def __exit__(self, *error):
            forum.start()

    return Line()


def test_a_page_that_was_read_is_shown_as_a_copy_and_says_from_when(visitor, cut):
    page = keeps_copies(visitor(), "/about/")
    assert page.locator("copy-note").is_hidden()
    with cut:
        page.reload()
        page.get_by_role("heading", name="A debate in the open").wait_for()
        note = page.locator("copy-note")
        assert re.search(r"This is a saved copy from .*\d:\d\d", note.inner_text())
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgba(0, 0, 0, 0)"
    page.get_by_role("link", name="Try again").click()
    page.wait_for_load_state()
    assert page.locator("copy-note").is_hidden()


def test_with_the_network_cut_in_the_browser_it_is_the_same(visitor):
    page = keeps_copies(visitor(), "/about/")
    page.context.set_offline(True)
    page.reload()
    assert page.locator("copy-note").is_visible()


def test_a_page_that_was_never_read_says_so_and_names_those_that_can_be(visitor, cut):
    page = keeps_copies(visitor(locale="fr"), "/about/")
    with cut:
        page.goto("/themes/climate/")
        assert page.evaluate("document.documentElement.lang") == "fr"
        page.locator("kept-pages a[href='/about/']").click()
        page.locator("copy-note").wait_for(state="visible")


def test_what_is_written_on_a_copy_goes_out_once_when_the_line_returns(visitor, cut):
    page = visitor("Marisol", viewport={"width": 360, "height": 740})
    keeps_copies(page, ROOM)
    with cut:
        page.reload()
        page.wait_for_selector("live-room[data-ready]")
        word = page.locator("connection-word[data-state=offline]")
        word.wait_for()
        assert "Sin conexión" in word.inner_text() and word.is_visible()
        say(page, "Escrito sobre una copia.")
        page.locator("[data-pending]").wait_for()
        page.reload()
        page.locator("[data-pending]", has_text="Escrito sobre una copia.").wait_for()
    heard(page, "Escrito sobre una copia.")
    eventually(page, "!document.querySelector('[data-pending]')")
    assert page.locator("copy-note").is_hidden()
    page.reload()
    assert page.locator(".stream > live-post", has_text="Escrito sobre una copia.").count() == 1


def test_whoever_comes_next_on_this_browser_finds_no_copy_of_somebody_elses_page(visitor, cut):
    page = keeps_copies(visitor("Marisol"), "/about/")
    assert len(copies(page)) == 1 and "visitor" not in copies(page)
    sign_out(page)
    eventually(
        page,
        "caches.keys().then((names) => names.every((name) => !name.startsWith('copies ') || name.endsWith(' visitor')))",
    )
    keeps_copies(page, OTHER_ROOM)
    sign_in(page, "Tomás")
    keeps_copies(page, ROOM)
    assert list(copies(page)) != ["visitor"] and len(copies(page)) == 1
    assert OTHER_ROOM not in paths(page)
    with cut:
        page.goto("/about/")
        page.locator("kept-pages").wait_for(state="attached")


def test_a_sign_in_that_was_ended_elsewhere_leaves_no_copy_to_the_next_reader(visitor):
    page = keeps_copies(visitor("Marisol"), ROOM)
    # The cookie is worth nothing any more; nothing was sent from here to the doors of sign-out.
    page.context.clear_cookies()
    keeps_copies(page, OTHER_ROOM)
    assert copies(page) == {"visitor": [OTHER_ROOM]}


def test_no_copy_is_made_of_an_account_a_tool_an_answer_or_a_page_of_staff(visitor):
    page = keeps_copies(visitor("Marisol"), "/about/")
    page.goto("/people/me/")
    page.goto("/accounts/email/")
    page.evaluate("fetch('/rooms/before-the-well-runs-dry/events/?after=0').then((answer) => answer.text())")
    page.goto(ROOM)
    say(page, "Said, not copied as an answer.")
    heard(page, "Said, not copied as an answer.")
    keeps_copies(page, ROOM)
    kept = paths(page)
    assert not [path for path in kept if path.startswith(("/people/me", "/accounts", "/admin")) or "events" in path]
    staff = visitor("Grace")
    staff.goto(ROOM)
    staff.evaluate("navigator.serviceWorker.ready.then(() => true)")
    staff.goto(OTHER_ROOM)
    staff.wait_for_timeout(500)
    assert copies(staff) == {}


def test_a_worker_can_be_withdrawn(visitor, forum):
    page = keeps_copies(visitor(), "/about/")
    forum.stop()
    forum.environment["OFFLINE_COPIES"] = "0"
    forum.start()
    try:
        page.goto("/about/")
        page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one && one.update())")
        eventually(page, "navigator.serviceWorker.getRegistration().then((one) => !one)")
        eventually(page, "caches.keys().then((names) => !names.length)")
        page.goto("/")
        assert page.evaluate("navigator.serviceWorker.getRegistration().then((one) => !one)")
    finally:
        forum.stop()
        del forum.environment["OFFLINE_COPIES"]
        forum.start()


def test_a_new_version_takes_over_and_copies_of_the_one_before_still_show_as_they_did(visitor, forum):
    page = keeps_copies(visitor(), "/about/")
    forum.stop()
    manifest = forum.folder / "static" / "staticfiles.json"
    former = manifest.read_text()
    manifest.write_text(re.sub(r'"hash": "\w+"', '"hash": "another"', former))
    forum.start()
    try:
        page.goto(ROOM)
        page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
        eventually(
            page, "caches.keys().then((names) => names.filter((name) => name.startsWith('shell ')).length === 2)"
        )
        keeps_copies(page, OTHER_ROOM)
        forum.stop()
        page.goto("/about/")
        page.locator("copy-note").wait_for(state="visible")
        page.goto(OTHER_ROOM)
        page.locator("copy-note").wait_for(state="visible")
    finally:
        manifest.write_text(former)
        if forum.process.poll() is not None:
            forum.start()


def test_what_was_written_in_a_tab_that_is_closed_by_now_goes_out_from_any_page(visitor, cut):
    page = keeps_copies(visitor("Marisol"), ROOM)
    with cut:
        page.reload()
        page.wait_for_selector("live-room[data-ready]")
        say(page, "Escrito y cerrado.")
        page.locator("[data-pending]").wait_for()
        page.goto("about:blank")
    page.goto("/about/")
    other = visitor()
    for _ in range(40):
        other.goto(ROOM)
        if other.locator(".stream > live-post", has_text="Escrito y cerrado.").count():
            break
        other.wait_for_timeout(250)
    assert other.locator(".stream > live-post", has_text="Escrito y cerrado.").count() == 1
    page.goto("/")
    eventually(page, "localStorage.getItem('unsent') === null")


def test_not_a_word_goes_out_under_the_name_of_whoever_signs_in_next(visitor):
    marisol, tomas = visitor("Marisol"), visitor("Tomás")
    keeps_copies(marisol, ROOM)
    marisol.context.set_offline(True)
    marisol.reload()
    marisol.wait_for_selector("live-room[data-ready]")
    say(marisol, "Solo con mi nombre.")
    marisol.locator("[data-pending]").wait_for()
    # Tomás signs in on the same browser, in another tab, while this one has no line.
    marisol.context.clear_cookies()
    marisol.context.add_cookies(tomas.context.cookies())
    marisol.context.set_offline(False)
    marisol.locator("connection-word[data-state=signed-out]").wait_for()
    assert marisol.locator("[data-pending]", has_text="Solo con mi nombre.").is_visible()
    tomas.goto(ROOM)
    assert tomas.locator(".stream > live-post", has_text="Solo con mi nombre.").count() == 0
