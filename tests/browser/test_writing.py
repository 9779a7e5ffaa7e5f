"""Reading and writing in a room: picking out posts, a look before posting, a quotation, people's names."""

import re
from uuid import uuid4

from tests.browser.test_room import enter, eventually, heard, say


def test_who_picks_out_a_sector_hears_only_that_sector(visitor):
    grace, marisol, ingrid = (enter(visitor(name)) for name in ("Grace", "Marisol", "Ingrid"))
    grace.locator(".sift-fold > summary").click()
    grace.locator(".sift select[name=sector]").select_option("parliament")
    grace.wait_for_url("**sector=parliament")
    grace.locator("connection-word[data-state=live]").wait_for()
    say(marisol, "A citizen speaks.")
    say(ingrid, "A parliament speaks.")
    heard(grace, "A parliament speaks.")
    assert grace.locator("live-post", has_text="A citizen speaks.").count() == 0
    sectors = grace.evaluate("[...document.querySelectorAll('.stream live-post')].map((post) => post.dataset.sector)")
    assert set(sectors) == {"parliament"}
    grace.get_by_role("link", name="Show everything").click()
    heard(grace, "A citizen speaks.")


def test_a_look_before_posting_shows_the_words_and_typing_closes_it(visitor):
    page = enter(visitor("Grace"))
    page.fill("#say-text", "We *share* the well.")
    look = page.locator("[data-slot=look]")
    look.click()
    page.locator("[data-slot=preview-words] em", has_text="share").wait_for()
    assert look.get_attribute("aria-expanded") == "true"
    assert page.locator("[data-slot=preview-language]").inner_text() == "English"
    page.locator("#say-text").press_sequentially(" ")
    eventually(page, "document.querySelector('[data-slot=preview]').hidden")
    assert page.locator(".stream live-post", has_text="We share the well.").count() == 0
    page.fill("#say-text", "")


def test_what_has_no_words_is_not_read_out_in_the_language_of_the_page(visitor):
    marisol, grace = enter(visitor("Marisol")), enter(visitor("Grace"))
    say(marisol, "12:30 12:31")
    row = heard(grace, "12:30 12:31")
    assert row.locator("[data-slot=words]").get_attribute("lang") == ""
    assert row.locator("[data-slot=language]").inner_text() == "Unknown language"


def test_a_post_is_quoted_into_an_answer_to_it(visitor):
    marisol, grace = enter(visitor("Marisol")), enter(visitor("Grace"))
    say(marisol, "Words worth *quoting*.")
    row = heard(grace, "Words worth quoting.")
    row.locator(".post__more").click()
    row.locator("[data-slot=quote]").click()
    eventually(grace, """document.querySelector("#say-text").value === "> Words worth *quoting*.\\n\\n" """)
    assert "Marisol" in grace.locator("[data-slot=reply-target]").inner_text()
    grace.locator("#say-text").press_sequentially("Indeed.")
    grace.keyboard.press("Control+Enter")
    heard(marisol, "Indeed.").locator("blockquote", has_text="Words worth quoting.").wait_for()


def test_the_name_of_somebody_here_is_completed_with_the_keyboard(visitor):
    page = enter(visitor("Grace"))
    field = page.locator("#say-text")
    field.press_sequentially("I agree with @Ing")
    page.locator("[role=option]", has_text="Ingrid").wait_for()
    assert field.get_attribute("aria-activedescendant") == "mention-0"
    page.keyboard.press("Enter")
    assert field.input_value() == "I agree with @Ingrid Solheim "
    field.press_sequentially("@Ing")
    page.keyboard.press("Escape")
    assert page.locator("[role=option]").first.is_hidden() and field.input_value().endswith("@Ing")
    field.fill("")


def test_a_list_of_names_goes_when_the_words_before_the_caret_are_others(visitor):
    page = enter(visitor("Grace"))
    field, names = page.locator("#say-text"), page.locator("mention-list")
    field.press_sequentially("Hello @Ing")
    names.get_by_text("Ingrid").wait_for()
    page.keyboard.press("Home")
    eventually(page, "document.querySelector('mention-list').hidden")
    page.keyboard.press("Enter")
    assert field.input_value() == "\nHello @Ing"
    page.keyboard.press("End")
    page.keyboard.press("Backspace")
    names.get_by_text("Ingrid").wait_for()
    page.keyboard.press("Control+Enter")
    heard(page, "Hello @In")
    page.keyboard.press("Enter")
    assert names.is_hidden() and field.input_value().strip() == ""
    field.fill("")


def test_what_is_put_into_the_words_can_be_taken_back(visitor):
    marisol, grace = enter(visitor("Marisol")), enter(visitor("Grace"))
    say(marisol, "To be quoted by mistake.")
    row, field = heard(grace, "To be quoted by mistake."), grace.locator("#say-text")
    field.press_sequentially("My own words, @Ing")
    grace.keyboard.press("Tab")
    assert field.input_value() == "My own words, @Ingrid Solheim "
    row.locator(".post__more").click()
    row.locator("[data-slot=quote]").click()
    eventually(grace, "document.querySelector('#say-text').value.startsWith('> To be quoted by mistake.')")
    field.focus()
    grace.keyboard.press("Control+z")
    assert field.input_value() == "My own words, @Ingrid Solheim "
    grace.keyboard.press("Control+z")
    assert field.input_value() == "My own words, @Ing"
    field.fill("")


def test_marks_heaped_on_a_letter_cover_nothing_of_another_post(visitor):
    marisol, grace = enter(visitor("Marisol")), enter(visitor("Grace"))
    say(grace, "Words above.")
    heard(marisol, "Words above.")
    say(marisol, "Heaped" + "\u0301\u0300\u0302\u0308\u0323\u0331\u032d" * 40)
    words = heard(grace, "Heaped").locator("[data-slot=words]")
    # Where a font puts one mark over the other, they reach as far as this; the fonts of this machine may not.
    words.locator("p").evaluate("marks => (marks.style.transform = 'translateY(-9rem)')")
    say(grace, "Words below.")
    others = [heard(grace, "Words above."), heard(grace, "Words below.")]
    seen = [row.screenshot() for row in others]
    words.evaluate("words => (words.style.visibility = 'hidden')")
    assert [row.screenshot() for row in others] == seen


def test_the_home_page_moves_with_the_debate_until_it_is_held(visitor):
    marisol, guest = enter(visitor("Marisol")), visitor()
    guest.goto("/")
    guest.locator(".now__hold", has_text="Pause").wait_for()
    card = guest.locator("now-live").get_attribute("data-poll").removesuffix("events/")
    marisol.goto(card)
    marisol.locator("connection-word[data-state=live]").wait_for()
    say(marisol, "Heard as far as the home page.")
    guest.locator("now-live blockquote", has_text="Heard as far as the home page.").wait_for()
    assert guest.locator("now-live figure").count() == 2
    guest.locator(".now__hold").click()
    guest.locator(".now__hold", has_text="Play").wait_for()
    assert not guest.problems


def posts_often(speaker, room: str, count: int) -> None:
    """By the form, without its page: that would have to draw everything too."""
    line = speaker.context.request
    token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', line.get(room).text())[1]
    for number in range(count):
        form = {"key": str(uuid4()), "text": f"One of many, {number}.", "language": "en", "csrfmiddlewaretoken": token}
        answer = line.post(f"{room}posts/", form=form, headers={"Accept": "application/json"})
        assert answer.ok, answer.text()


def test_two_hundred_posts_at_once_move_nothing_for_a_reader_above(visitor):
    room = "/rooms/a-wage-to-live-on/"
    reader = enter(visitor("Grace"), room)
    speakers = [visitor(name) for name in ("Marisol", "Tomás", "Ingrid", "Beatriz", "Émile")]
    eventually(reader, "document.documentElement.scrollHeight > innerHeight + 600")
    reader.evaluate("window.scrollTo({ top: 200 })")
    reader.wait_for_timeout(300)
    place = "document.querySelector('.stream live-post').getBoundingClientRect().top"
    before = reader.evaluate(place)
    for speaker in speakers:
        posts_often(speaker, room, 40)
    reader.locator("new-pill button", has_text="200 new posts").wait_for()
    assert reader.evaluate(place) == before
    # To the first of them, and then to the end.
    for _press in range(2):
        reader.locator("new-pill button").click()
    eventually(reader, "document.documentElement.scrollHeight - innerHeight - scrollY < 200")
    reader.locator("new-pill button").wait_for(state="hidden")
