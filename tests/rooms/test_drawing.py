"""Rows are drawn once for all who see the same of them; nobody is shown what another sees."""

import re

from django.test import Client
from django.urls import reverse

from dialogue.rooms import drawing
from dialogue.rooms.templatetags.rooms import initial
from tests.people import react, say


def row(who, room, seq: int) -> str:
    """The row of a post on that person's page."""
    browser = Client()
    if who:
        browser.force_login(who)
    html = browser.get(reverse("room", args=[room.slug])).content.decode()
    return re.search(rf'<live-post[^>]* id="post-{seq}".*?</live-post>', html, re.DOTALL)[0]


def test_what_is_ones_own_is_marked_for_nobody_else(room, ada, bo):
    post = say(ada, room, "Water for all.")
    react(bo, post, "agree")
    assert "data-own" in row(ada, room, post.seq) and 'aria-pressed="true"' not in row(ada, room, post.seq)
    assert "data-own" not in row(bo, room, post.seq) and 'aria-pressed="true"' in row(bo, room, post.seq)
    for other in (None, ada):
        assert 'aria-pressed="true"' not in row(other, room, post.seq)


def test_hidden_words_are_drawn_for_moderators_only(room, ada, grace):
    post = say(ada, room, "Words to be hidden.")
    post.hide(grace)
    assert "Words to be hidden." in row(grace, room, post.seq)
    for other in (ada, None):
        assert "Words to be hidden." not in row(other, room, post.seq)


def test_in_a_locked_thread_only_moderators_are_offered_to_answer(room, ada, grace):
    post = say(ada, room, "Closed at once.")
    post.thread.lock(grace)
    assert re.search(r'data-slot="reply"[^>]*hidden', row(ada, room, post.seq))
    assert not re.search(r'data-slot="reply"[^>]*hidden', row(grace, room, post.seq))


def test_a_second_reader_costs_no_drawing(room, ada, bo):
    seqs = [say(ada, room, f"Word {number}.").seq for number in range(5)]
    first = row(None, room, seqs[0])
    before = drawing._drawn.cache_info().misses
    assert row(bo, room, seqs[0]) == first
    assert drawing._drawn.cache_info().misses == before


def test_the_initial_of_a_name_is_its_first_character_as_people_see_it():
    assert [initial(name) for name in ("प्रिया", "émile", "👩‍🚀 Ada", "ada", "")] == ["प्रि", "É", "👩‍🚀", "A", ""]
