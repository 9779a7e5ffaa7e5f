"""Two people in two browsers: what they see of each other, with a line that breaks, on a phone, without scripts, in Arabic."""

import re
import time

import pytest

from tests.patience import PATIENCE

ROOM = "/rooms/before-the-well-runs-dry/"


def enter(page, room: str = ROOM):
    page.goto(room)
    page.wait_for_selector("live-room[data-ready]")
    # Who has more than a page to catch up on, from tests before, goes to where the debate is now.
    if "?" not in room and page.locator("live-room[data-newest=false]").count():
        page.goto(f"{room}?now=1")
        page.wait_for_selector("live-room[data-ready]")
    page.locator("connection-word[data-state=live]").wait_for()
    return page


def eventually(page, question: str) -> None:
    """Ask the page until the answer is true. (Playwright's own waiting evaluates strings, which our policy forbids.)"""
    deadline = time.monotonic() + PATIENCE
    while not page.evaluate(question):
        assert time.monotonic() < deadline, question
        page.wait_for_timeout(50)


def say(page, text: str) -> None:
    page.fill("#say-text", text)
    page.keyboard.press("Control+Enter")


def heard(page, text: str):
    """The row with these words, once it is there."""
    # A reply shows the first words of what it answers.
    words = page.locator("[data-slot=words]", has_text=text)
    row = page.locator(".stream > live-post:not([data-pending])", has=words)
    row.last.wait_for()
    return row.last


def test_two_people_hear_each_other(visitor):
    marisol, grace = enter(visitor("Marisol")), enter(visitor("Grace"))
    say(marisol, "¿Me oyen en la otra sala?")
    row = heard(grace, "¿Me oyen en la otra sala?")
    assert row.get_attribute("data-sector") and row.locator("[data-slot=name]").inner_text().startswith("Marisol")
    row.locator("[data-slot=reply]").click()
    say(grace, "We hear you, Marisol.")
    answer = heard(marisol, "We hear you, Marisol.")
    assert "Marisol" in answer.locator("[data-slot=reply-to]").inner_text()
    assert not marisol.problems and not grace.problems


def test_counts_move_for_everyone(visitor):
    marisol, grace = enter(visitor("Marisol")), enter(visitor("Grace"))
    say(marisol, "Count with me.")
    row = heard(grace, "Count with me.")
    row.locator(".react-more").click()
    row.locator("[data-kind=solidarity]").click()
    heard(marisol, "Count with me.").locator("[data-kind=solidarity]", has_text="1").wait_for()
    heard(grace, "Count with me.").locator("[data-kind=solidarity]").click()
    eventually(
        marisol,
        "[...document.querySelectorAll('live-post')].at(-1).querySelector('[data-kind=solidarity] [data-slot=count]').textContent === ''",
    )


def test_a_reaction_pressed_in_one_tab_is_ones_own_in_the_other_and_can_be_taken_back_there(visitor):
    marisol, grace = enter(visitor("Marisol")), enter(visitor("Grace"))
    other = enter(grace.context.new_page())
    say(marisol, "Feel it in both tabs.")
    (row, mirrored), hers = (
        (heard(page, "Feel it in both tabs.") for page in (grace, other)),
        heard(marisol, "Feel it in both"),
    )
    row.locator(".react-more").click()
    row.locator("[data-kind=solidarity]").click()
    mirrored.locator("[data-kind=solidarity][aria-pressed=true]", has_text="1").wait_for()
    hers.locator("[data-kind=solidarity]", has_text="1").wait_for()
    assert hers.locator("[aria-pressed=true]").count() == 0
    mirrored.locator("[data-kind=solidarity]").click()
    row.locator("[data-kind=solidarity][aria-pressed=false]").wait_for()
    assert not grace.problems


def test_whoever_loses_the_line_misses_nothing_and_what_they_wrote_is_sent_once(visitor):
    marisol, grace = enter(visitor("Marisol")), enter(visitor("Grace"))
    marisol.context.set_offline(True)
    marisol.locator("connection-word[data-state=offline]").wait_for()
    say(marisol, "Escrito sin línea.")
    marisol.locator("[data-pending]").wait_for()
    for number in range(3):
        say(grace, f"Meanwhile {number}.")
        heard(grace, f"Meanwhile {number}.")
    marisol.context.set_offline(False)
    heard(grace, "Escrito sin línea.")
    for number in range(3):
        heard(marisol, f"Meanwhile {number}.")
    eventually(marisol, "!document.querySelector('[data-pending]')")
    numbers = [
        int(n) for n in marisol.eval_on_selector_all(".stream > live-post", "rows => rows.map(row => row.dataset.seq)")
    ]
    assert numbers == sorted(set(numbers))
    assert grace.locator(".stream > live-post", has_text="Escrito sin línea.").count() == 1


def test_what_was_written_survives_a_reload_without_a_line(visitor, forum):
    marisol = enter(visitor("Marisol"))
    forum.stop()
    say(marisol, "Written while the forum was down.")
    marisol.locator("[data-pending]").wait_for()
    forum.start()
    enter(marisol)
    heard(marisol, "Written while the forum was down.")
    marisol.locator("[data-pending]").wait_for(state="detached")
    assert marisol.locator(".stream > live-post", has_text="Written while the forum was down.").count() == 1


def test_a_draft_survives_a_reload(visitor):
    marisol = enter(visitor("Marisol"))
    marisol.fill("#say-text", "Not finished")
    marisol.reload()
    marisol.wait_for_selector("live-room[data-ready]")
    assert marisol.input_value("#say-text") == "Not finished"
    marisol.fill("#say-text", "")


def test_nothing_jumps_for_a_reader_above_and_a_pill_tells_of_the_new(visitor):
    reader, grace = enter(visitor()), enter(visitor("Grace"))
    reader.evaluate("window.scrollTo(0, 0)")
    reader.wait_for_timeout(200)
    for number in range(3):
        say(grace, f"Far below {number}.")
    reader.locator("new-pill button", has_text=re.compile("^3 new posts")).wait_for()
    assert reader.evaluate("window.scrollY") == 0
    reader.locator("new-pill button").click()
    heard(reader, "Far below 2.").wait_for(state="visible")
    eventually(reader, "document.querySelector('new-pill').hidden")


def test_a_moderator_hides_in_place_and_the_words_are_gone_for_all(visitor):
    marisol, grace = enter(visitor("Marisol")), enter(visitor("Grace"))
    say(marisol, "Words that will be hidden.")
    row = heard(grace, "Words that will be hidden.")
    row.locator(".post__more, .post__menu summary").click()
    row.get_by_role("button", name="Hide post").click()
    eventually(marisol, "[...document.querySelectorAll('live-post')].at(-1).dataset.state === 'hidden'")
    assert "Words that will be hidden." not in marisol.content()
    grace.get_by_text("Hidden by a moderator").last.wait_for(state="visible")


def test_a_muted_person_is_told_and_keeps_their_words(visitor):
    marisol, grace = enter(visitor("Marisol")), enter(visitor("Grace"))
    say(marisol, "One word too many.")
    row = heard(grace, "One word too many.")
    row.locator(".post__more, .post__menu summary").click()
    row.get_by_role("button", name="10 min").click()
    marisol.locator("[data-slot=error]", has_text=re.compile("muted|silenci", re.IGNORECASE)).wait_for()
    row.locator(".post__more, .post__menu summary").click()
    row.get_by_role("button", name="Unmute").click()
    # Else she would be silent for the tests behind this one.
    marisol.locator("[data-slot=error]").wait_for(state="hidden")


def test_without_scripts_one_reads_signs_in_posts_replies_and_reacts(visitor):
    page = visitor("Grace", java_script_enabled=False)
    page.goto(ROOM)
    assert page.locator(".stream live-post").count() >= 30
    text = f"Posted by a plain form {time.time()}."
    page.fill("#say-text", text)
    page.get_by_role("button", name="Post").click()
    row = page.locator(".stream live-post", has_text=text)
    row.wait_for()
    row.locator("[data-slot=reply]").click()
    page.fill("#say-text", "Answered by a plain form.")
    page.get_by_role("button", name="Post").click()
    page.locator(".stream live-post", has_text="Answered by a plain form.").wait_for()
    page.goto(ROOM)
    first = page.locator(".stream live-post[data-state=shown]").first
    first.locator(".react-more").click()
    page.locator("[data-kind=insightful]").click()
    assert page.locator(".stream [data-kind=insightful][aria-pressed=true]").count()


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize(
    "address", ["/", ROOM, "/themes/climate/", "/accounts/login/", "/accounts/signup/", "/about/", "/people/me/"]
)
def test_every_page_fits_its_width_in_both_directions(visitor, width, address):
    for language in ("en", "ar"):
        page = visitor(
            "Grace" if address in (ROOM, "/people/me/") else "",
            viewport={"width": width, "height": 800},
            locale=language,
        )
        answer = page.goto(address)
        if answer.status == 404 and "/themes/" in address:
            page.goto("/")
            page.locator(".theme h3 a").first.click()
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), (
            address,
            language,
        )
        assert not page.problems


def test_on_a_phone_the_parts_of_the_room_are_a_touch_away(visitor):
    page = enter(visitor("Grace", viewport={"width": 360, "height": 740}, has_touch=True))
    say(page, "From a small telephone.")
    heard(page, "From a small telephone.")
    page.get_by_role("link", name="Who is here").click()
    page.locator("#here").get_by_role("heading", name="People who have posted").wait_for()
    page.get_by_role("link", name="Debate").click()
    heard(page, "From a small telephone.").wait_for(state="visible")


def test_the_arabic_page_runs_from_right_to_left(visitor):
    page = enter(visitor(locale="ar"))
    assert page.evaluate("document.documentElement.dir") == "rtl"
    first, last = page.locator(".side--start").bounding_box(), page.locator(".side--end").bounding_box()
    assert first["x"] > last["x"]


def test_keys_lead_through_the_room_and_are_listed(visitor):
    page = enter(visitor("Grace"))
    page.keyboard.press("?")
    page.get_by_role("dialog").get_by_text("next post").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.tagName") == "LIVE-POST"
    page.keyboard.press("c")
    assert page.evaluate("document.activeElement.id") == "say-text"


def test_signing_up_and_in_with_a_code(visitor, forum):
    page = visitor()
    page.goto("/accounts/signup/")
    page.fill("input[name=email]", "nadia@example.org")
    page.fill("input[name=name]", "Nadia Benali")
    page.select_option("select[name=country]", "MA")
    page.locator(
        "form:has(input[name=email]) button[type=submit], form:has(input[name=email]) button.button--go"
    ).first.click()
    page.fill("input[name=code]", code_from(forum, "nadia@example.org"))
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/")
    enter(page)
    say(page, "Nadia speaks for the first time.")
    heard(page, "Nadia speaks for the first time.")
    page.get_by_text("Nadia Benali").locator("xpath=ancestor::summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/")
    page.fill("#code-email", "nadia@example.org")
    page.get_by_role("button", name="Send me a code").click()
    page.fill("input[name=code]", code_from(forum, "nadia@example.org"))
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/")
    assert page.get_by_text("Nadia Benali").count()


def code_from(forum, address: str) -> str:
    """The last code that was mailed to this address; in the demonstration mail appears in the terminal."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        mails = forum.mail.read_text().split("Content-Type: text/plain")
        mine = [
            mail
            for mail in mails
            if f"To: {address}" in mail and re.search(r"^[A-Z0-9]{4,}-?[A-Z0-9]{2,}$", mail, re.MULTILINE)
        ]
        if mine and (len(mine) > getattr(forum, "codes_read", 0)):
            forum.codes_read = len(mine)
            return re.search(r"^[A-Z0-9]{4,}-?[A-Z0-9]{2,}$", mine[-1], re.MULTILINE)[0]
        time.sleep(0.1)
    raise AssertionError(forum.mail.read_text()[-3000:])


def test_live_updates_can_be_paused_and_gone_on_with(visitor):
    reader, grace = enter(visitor(viewport={"width": 1440, "height": 900})), enter(visitor("Grace"))
    reader.get_by_role("button", name="Pause live updates").click()
    say(grace, "Said during the pause.")
    reader.locator("new-pill button", has_text=re.compile("^1 new post")).wait_for()
    assert reader.locator(".stream > live-post", has_text="Said during the pause.").count() == 0
    reader.get_by_role("button", name="Resume live updates").click()
    heard(reader, "Said during the pause.")
