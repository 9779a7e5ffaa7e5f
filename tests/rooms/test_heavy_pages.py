"""A page has so many posts or so many letters, whichever comes first: nobody makes pages of megabytes, and no post is out of reach."""

import re

import pytest
from django.urls import reverse

from dialogue.rooms import drawing
from dialogue.rooms.filters import Filter
from dialogue.rooms.models.post import PAGE_LETTERS
from dialogue.rooms.page import picked_of, posts_of
from dialogue.rooms.publication import publish
from tests.people import draft

LONG = "Solidarity is what we owe each other, water and shelter first. " * 156


@pytest.fixture
def speeches(room, ada, bo):
    """Sixty posts of some ten thousand letters, by two people."""
    drafts = [draft((ada, bo)[number % 2], room, f"{number} {LONG}") for number in range(60)]
    for one in drafts:
        one.prepare()
    assert all("seq" in outcome for outcome in publish(drafts))
    room.stream.refresh_from_db()
    return [post.seq for post in room.posts.order_by("seq")]


def weight(posts) -> int:
    return sum(len(post.html) for post in posts)


def test_a_page_of_speeches_is_no_heavier_than_promised_and_none_is_out_of_reach(room, speeches):
    seen, before = [], None
    while True:
        posts, pages = posts_of(room.posts, before, None, None)
        assert 1 <= len(posts) < 50 and weight(posts) < PAGE_LETTERS + len(LONG) + 100
        seen = [post.seq for post in posts] + seen
        if pages.before is None:
            break
        before = pages.before
    assert seen == speeches


def test_forward_and_picked_out_pages_leave_none_out_either(room, ada, speeches):
    seen, after = [], 0
    while after is not None:
        posts, pages = posts_of(room.posts, None, after, None)
        assert weight(posts) < PAGE_LETTERS + len(LONG) + 100
        seen += [post.seq for post in posts]
        after = pages.after
    assert seen == speeches

    seen, before = [], None
    while True:
        posts, pages = picked_of(room, Filter(sector="citizen"), before)
        assert weight(posts) < PAGE_LETTERS + len(LONG) + 100
        seen = [post.seq for post in posts] + seen
        if pages.before is None:
            break
        before = pages.before
    assert seen == speeches


@pytest.mark.parametrize(("name", "most"), [("room", 600_000), ("feed", 300_000), ("posts-json", 300_000)])
def test_page_feed_and_json_of_a_room_of_speeches_stay_small(client, room, speeches, name, most):
    answer = client.get(reverse(name, args=[room.slug]))
    assert answer.status_code == 200 and len(answer.content) < most
    assert re.search(rb"Solidarity is what we owe", answer.content)


def test_rows_that_are_kept_drawn_are_counted_by_their_bytes(client, room, speeches):
    drawing._drawn_said.cache.clear()
    for language in ("", "/fr", "/es", "/pt-br", "/ru", "/ar", "/zh-hans"):
        before = ""
        while True:
            page = client.get(f"{language}{reverse('room', args=[room.slug])}{before}").content.decode()
            found = re.search(r'rel="prev" href="(\?before=\d+)"|href="(\?before=\d+)"', page)
            if not found:
                break
            before = found[1] or found[2]
    cache = drawing._drawn_said.cache
    assert 0 < cache.currsize <= drawing.KEPT
    assert cache.currsize > 2 * sum(len(markup) for markup in cache.values())
