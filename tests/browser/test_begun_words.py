"""Words that were begun stay an answer to what they were begun for, whatever page they are found on again."""

from tests.browser.test_rewording import QUIET, done
from tests.browser.test_room import enter, eventually, heard, say

CHANGES = """
from uuid import uuid4
from dialogue.rooms.models import Post
from dialogue.rooms.revising import Edit, revise_one
post = Post.objects.filter(text={old!r}).last()
revise_one(Edit(post.room.stream_id, post.room_id, post.author_id, uuid4(), post.seq, {new!r}, session=None))
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
    grace.locator("[data-pending]", has_text="It says now: “\u2068Expel them, quoted.\u2069”").wait_for()
