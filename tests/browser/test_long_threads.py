"""On a later page of a long thread the post that opened it has no row: what is answered is known all the same."""

from tests.browser.test_rewording import CHANGE_POST, QUIET, done
from tests.browser.test_room import enter, heard, say

LONG = """
from uuid import uuid4
from accounts.models import User
from dialogue.rooms.models import Post
from dialogue.rooms.publication import Draft, Publication
post = Post.objects.filter(text__contains="on the test").last()
room, people = post.room, list(User.objects.filter(origin="demonstration", is_active=True).order_by("pk")[:4])
for number in range(60):
    draft = Draft(room.stream_id, room.pk, people[number % 4].pk, uuid4(), f"Reply {number}.", post.seq, session=None)
    Publication.one(draft)
"""


def test_grace_is_stopped_once_by_a_changed_opener_that_her_page_does_not_show_and_then_no_more(visitor, forum):
    marisol, grace = enter(visitor("Marisol"), QUIET), enter(visitor("Grace"), QUIET)
    say(marisol, "Do you condemn violence, on the test?")
    seq = heard(grace, "Do you condemn violence, on the test?").get_attribute("data-seq")
    done(forum, LONG)
    enter(grace, f"{QUIET}threads/{seq}/")
    assert not grace.locator(f"#post-{seq}").count()
    # Turned to another post and back: it is the opener, as it stood, that she answers.
    grace.locator("live-post [data-slot=reply]").last.click()
    grace.locator("[data-slot=cancel]").click()
    done(
        forum,
        CHANGE_POST.replace('text__contains="on the test"', f'seq={seq}, room__slug="a-square-for-everyone"').format(
            text="Do you support expelling them?"
        ),
    )
    say(grace, "Yes, without reservation.")
    waiting = grace.locator("[data-pending]", has_text="It now says: “\u2068Do you support expelling them?\u2069”")
    waiting.wait_for()
    say(grace, "No, never.")
    heard(grace, "No, never.")
    assert waiting.count() == 1 and not grace.problems
