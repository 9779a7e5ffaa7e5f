"""Words that were begun stay an answer to what they were begun for, whatever page they are found on again."""

from tests.browser.test_rewording import QUIET, done
from tests.browser.test_room import enter, eventually, heard, say
from tests.browser.test_words_kept import tab_of

ROOM_AND_STAFF = """
from accounts.models import User
from dialogue.rooms.models import Room
room, staff = Room.objects.get(slug="a-square-for-everyone"), User.objects.filter(is_staff=True).first()
"""
CLOSES, OPENS = ROOM_AND_STAFF + "room.close(staff)", ROOM_AND_STAFF + "room.open(staff)"
CHANGES = """
from uuid import uuid4
from dialogue.rooms.models import Post
from dialogue.rooms.revising import Edit, revise_one
post = Post.objects.filter(text={old!r}).last()
revise_one(Edit(post.room.stream_id, post.room_id, post.author_id, uuid4(), post.seq, {new!r}, session=None))
"""
REWORDS = """
from dialogue.rooms.models import Room
Room.objects.get(slug="a-square-for-everyone").reword({{"questions": {{"en": {question!r}}}}}, None)
"""
HIDES = """
from accounts.models import User
from dialogue.rooms.models import Post
Post.objects.filter(text={text!r}).last().hide(User.objects.filter(is_staff=True).first())
"""


def conversation(visitor, about: str) -> tuple:
    """Marisol opens a thread, Tomás answers her, and Grace comes to its page: (grace, address, what she said, his answer)."""
    marisol, tomas = enter(visitor("Marisol"), QUIET), enter(visitor("Tomás"), QUIET)
    say(marisol, f"Abolish it, {about}.")
    heard(tomas, f"Abolish it, {about}.").locator("[data-slot=reply]").click()
    say(tomas, f"Keep it, {about}.")
    opener, answer = (
        int(heard(marisol, words).get_attribute("data-seq"))
        for words in (f"Abolish it, {about}.", f"Keep it, {about}.")
    )
    thread = f"{QUIET}threads/{opener}/"
    return enter(visitor("Grace"), thread), thread, opener, answer


def begin(page, seq: int, words: str) -> None:
    page.locator(f"#post-{seq} [data-slot=reply]").click()
    page.locator("#say-text").press_sequentially(words)


def stands(page, words: str, name: str) -> None:
    """The words are in the form, and over them in sight whom they answer."""
    eventually(page, f"document.querySelector('#say-text').value === {words!r}")
    assert page.locator("[data-slot=reply-target]:visible").inner_text().startswith(name)


def test_a_page_that_is_loaded_again_brings_words_back_to_the_post_they_answer(visitor, forum):
    grace, thread, opener, answer = conversation(visitor, "after a reload")
    begin(grace, answer, "I agree with you.")
    enter(grace, thread)
    stands(grace, "I agree with you.", "Tomás")
    with grace.expect_event("load"):
        done(forum, CLOSES)
        done(forum, OPENS)
    stands(grace, "I agree with you.", "Tomás")
    other = tab_of(grace, f"{QUIET}threads/{opener}/?before={answer}")
    stands(other, "I agree with you.", f"post {answer}")
    assert other.locator("[data-slot=reply-target]").get_attribute("href").endswith(f"{QUIET}posts/{answer}/")
    grace.locator("[data-slot=send]").click()
    row = heard(grace, "I agree with you.")
    assert "Tomás" in row.locator("[data-slot=reply-to]").inner_text()
    assert not grace.problems and not other.problems


def test_words_of_a_closed_tab_are_said_to_no_other_question_and_no_other_answer(visitor, forum):
    grace, thread, _, answer = conversation(visitor, "in a closed tab")
    begin(grace, answer, "Yes, I think so too.")
    done(forum, CHANGES.format(old="Keep it, in a closed tab.", new="Expel them, in a closed tab."))
    done(forum, REWORDS.format(question="Who may stay here?"))
    heard(grace, "Expel them, in a closed tab.")
    page = grace.context.new_page()
    grace.close()
    page.problems = []
    stands(enter(page, thread), "Yes, I think so too.", "Tomás")
    page.locator("[data-slot=send]").click()
    page.locator("[data-slot=error]", has_text="The question changed while you were writing.").wait_for()
    page.locator("[data-slot=send]").click()
    page.locator("[data-pending]", has_text="It now says: “\u2068Expel them, in a closed tab.\u2069”").wait_for()
    assert not page.locator(".stream > live-post:not([data-pending])", has_text="Yes, I think so too.").count()


def test_who_comes_to_answer_another_post_is_told_what_the_words_in_the_form_are_for(visitor, forum):
    grace, thread, opener, answer = conversation(visitor, "from elsewhere")
    begin(grace, answer, "Well said.")
    told, other = (
        "You began this text earlier, not for the post you chose now.",
        tab_of(grace, f"{thread}?reply={opener}"),
    )
    assert other.input_value("#say-text") == "" and not other.get_by_text(told).is_visible()
    for quoted in ("", "&quote=1"):
        enter(grace, f"{thread}?reply={opener}{quoted}")
        stands(grace, "Well said.", "Tomás")
        assert grace.get_by_text(told).is_visible()
    grace.get_by_role("button", name="Reply to Marisol Caal Ich instead").click()
    assert not grace.get_by_text(told).is_visible() and not grace.locator("[data-slot=reply-line]").is_visible()
    grace.keyboard.press("Control+Enter")
    assert "Marisol" in heard(grace, "Well said.").locator("[data-slot=reply-to]").inner_text()
    begin(grace, answer, "On second thoughts")
    grace.get_by_text("Reply to the first post of the thread instead").click()
    assert grace.input_value("[name=parent]") == str(opener) and not grace.problems


def test_words_for_a_post_that_is_hidden_meanwhile_are_kept_and_told(visitor, forum):
    grace, thread, _, answer = conversation(visitor, "hidden later")
    begin(grace, answer, "Nobody should lose this.")
    done(forum, HIDES.format(text="Keep it, hidden later."))
    enter(grace, thread)
    eventually(grace, "document.querySelector('#say-text').value === 'Nobody should lose this.'")
    assert grace.locator("[data-slot=reply-line]").is_visible()
    grace.locator("[data-slot=send]").click()
    waiting = grace.locator("[data-pending]", has_text="The post you are replying to is no longer shown.")
    waiting.wait_for()
    grace.locator("#say-text").press_sequentially("Something else")
    waiting.get_by_role("button", name="Edit and resend").click()
    grace.locator("[data-slot=error]", has_text="Post the text in the form first").wait_for()
    assert grace.input_value("#say-text") == "Something else" and "Nobody should lose" in waiting.inner_text()
    grace.fill("#say-text", "")
    waiting.get_by_role("button", name="Edit and resend").click()
    eventually(grace, "document.querySelector('#say-text').value === 'Nobody should lose this.'")
    waiting.wait_for(state="detached")
    assert grace.input_value("[name=parent]") == str(answer)
    assert not grace.locator("[data-slot=error]").is_visible()


def test_words_that_came_back_stay_where_no_form_can_take_them(visitor, forum):
    grace, thread, _, answer = conversation(visitor, "closed later")
    begin(grace, answer, "Refused, and not lost.")
    done(forum, HIDES.format(text="Keep it, closed later."))
    grace.locator("[data-slot=send]").click()
    waiting = grace.locator("[data-pending]", has_text="The post you are replying to is no longer shown.")
    waiting.wait_for()
    done(forum, CLOSES)
    for _ in range(2):
        enter(grace, thread)
        assert not grace.locator("#say-text").count()
        waiting.get_by_role("button", name="Edit and resend").click()
    done(forum, OPENS)
    # The page loads itself again.
    grace.locator("#say-text").wait_for()
    waiting.get_by_role("button", name="Edit and resend").click()
    eventually(grace, "document.querySelector('#say-text').value === 'Refused, and not lost.'")
    grace.fill("#say-text", "")


def test_words_that_were_to_open_a_thread_do_not_come_back_as_an_answer(visitor, forum):
    grace, thread, _, answer = conversation(visitor, "with a line that breaks")
    enter(grace, QUIET)
    grace.context.set_offline(True)
    say(grace, "A thread of my own.")
    waiting = grace.locator("[data-pending]", has_text="A thread of my own.")
    waiting.wait_for()
    done(forum, REWORDS.format(question="Who decides that?"))
    grace.context.set_offline(False)
    waiting.get_by_text("This room changed while you were writing").wait_for()
    back = waiting.get_by_role("button", name="Edit and resend")
    enter(grace, thread)
    back.click()
    grace.locator("[data-slot=error]", has_text="This text was for a new thread.").wait_for()
    assert grace.input_value("#say-text") == "" and waiting.is_visible()
    enter(grace, QUIET)
    grace.locator(f"#post-{answer} [data-slot=reply]").click()
    back.click()
    eventually(grace, "document.querySelector('#say-text').value === 'A thread of my own.'")
    assert grace.input_value("[name=parent]") == "" and not grace.locator("[data-slot=reply-line]").is_visible()
    grace.fill("#say-text", "")


def test_a_quotation_answers_the_wording_that_it_quotes(visitor, forum):
    grace, _, _, answer = conversation(visitor, "quoted")

    def slow(route):
        """The words are on their way when their author changes them."""
        asked = route.fetch()
        done(forum, CHANGES.format(old="Keep it, quoted.", new="Expel them, quoted."))
        heard(grace, "Expel them, quoted.")
        route.fulfill(response=asked)

    grace.route("**/words/?quote=1", slow)
    row = grace.locator(f"#post-{answer}")
    row.locator(".post__more").click()
    row.locator("[data-slot=quote]").click()
    eventually(grace, "document.querySelector('#say-text').value === '> Keep it, quoted.\\n\\n'")
    assert grace.input_value("[name=answers]") == str(answer)
    grace.locator("#say-text").press_sequentially("Exactly.")
    grace.keyboard.press("Control+Enter")
    grace.locator("[data-pending]", has_text="It now says: “\u2068Expel them, quoted.\u2069”").wait_for()


def test_who_began_for_themselves_does_not_speak_for_a_body_after_a_reload(visitor):
    ingrid = enter(visitor("Ingrid"), QUIET)
    ingrid.locator("#say-text").press_sequentially("What I think myself")
    assert ingrid.input_value("form.say__form select[name=mandate]")
    ingrid.locator("form.say__form select[name=mandate]").select_option("")
    ingrid.locator("form.say__form select[name=language]").select_option("en")
    enter(ingrid, QUIET)
    assert ingrid.input_value("#say-text") == "What I think myself"
    assert (
        ingrid.input_value("form.say__form select[name=mandate]") == ""
        and ingrid.input_value("form.say__form select[name=language]") == "en"
    )
    assert ingrid.locator("[data-capacity]:visible").inner_text() == "You post as yourself"
    ingrid.fill("#say-text", "")
