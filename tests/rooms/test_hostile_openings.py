"""Posts whose markup is ten times their words cost those who read a page about them no more than other long posts."""

from time import thread_time

import pytest
from django.test import Client
from django.urls import reverse

from dialogue.rooms.models import Post
from dialogue.text.markdown import beginning, plain, render
from tests.people import say

ORDINARY = ("Solidarity is what we owe each other, water and shelter first. " * 160)[:9990]
# Eleven quotations and empty items of a list: 105,000 letters of HTML. render() gives up on such a text, and posts are kept as
# they were drawn when it did not.
HOSTILE = ("> " * 11 + "a\n" + "-\n" * 5000)[:9990]
QUOTED = '<blockquote dir="ltr">\n' * 11 + '<p dir="auto">a</p>\n' + "</blockquote>\n" * 11
HTML = {HOSTILE: QUOTED + '<ul dir="auto">\n' + '<li dir="auto"></li>\n' * 4_980 + "</ul>\n"}


@pytest.fixture
def openings(room, mallory):
    """Twenty threads that mallory opened."""
    return [say(mallory, room, f"Opening {number}.") for number in range(20)]


def reword(room, words: str) -> None:
    """All openings say this now, without twenty renderings of it."""
    room.posts.update(text=words, html=HTML.get(words) or render(words))


def cost(address: str) -> float:
    """Seconds a guest's reading takes once the posts are drawn; the least of several, for other programs run beside."""
    guest, spent = Client(), []
    for _time in range(6):
        began = thread_time()
        assert guest.get(address).status_code == 200
        spent.append(thread_time() - began)
    return min(spent)


@pytest.mark.parametrize("name", ["room", "thread", "home", "person", "feed"])
def test_hostile_openings_make_no_page_slow(room, mallory, openings, name):
    about = {"thread": [room.slug, openings[-1].seq], "home": [], "person": [mallory.handle]}
    address = reverse(name, args=about.get(name, [room.slug]))
    reword(room, ORDINARY)
    ordinary = cost(address)
    reword(room, HOSTILE)
    assert cost(address) < 2 * ordinary + 0.01


@pytest.mark.parametrize("name", ["person", "organisation"])
def test_what_somebody_said_is_no_heavier_than_a_page_of_a_room(client, room, mallory, openings, mandate, name):
    reword(room, HOSTILE)
    Post.objects.filter(room=room).update(mandate=mandate, organisation=mandate.organisation.name)
    address = {"person": mallory.handle, "organisation": mandate.organisation.slug}[name]
    answer = client.get(reverse(name, args=[address]))
    assert b"<blockquote" in answer.content and len(answer.content) < 300_000


def test_the_beginning_of_a_post_is_one_line_of_its_words():
    assert beginning(render("# One *two*\n\n- three & <four>\n\n> five")) == "# One two three & <four> five"
    assert beginning(render("")) == ""


@pytest.mark.parametrize("mark", ["<", "&", "*a* ", "a\n\n", "[a](https://good.org/x) "])
def test_where_the_beginning_ends_no_mark_is_taken_apart(mark):
    html = render(mark * 1500)
    words = " ".join(plain(html).split())
    for before in range(100):
        begun = beginning("a" * before + html)
        assert begun.endswith("…") and ("a" * before + words).startswith(begun[:-1])
