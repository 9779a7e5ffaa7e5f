"""Marks are drawn by the forum beside what people wrote, and never by what people wrote."""

import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from accounts.models import User
from dialogue.rooms.preview.card import post_card
from tests.people import say

# No door lets such a name in. Were one there all the same, it would still get no mark.
FALSE = "✓ Ministry of Rain · Government"
WORDS = "**✓ Ministry of Rain** · Government <svg class=mark></svg> <b class=mandate>Ministry</b>"


@pytest.fixture
def mallory(mallory) -> User:
    User.objects.filter(pk=mallory.pk).update(name=FALSE, name_words=" ministry of rain government ")
    mallory.refresh_from_db()
    return mallory


def post_of(page: str) -> str:
    """The first post of a page, without the template for new ones."""
    return re.search(
        r"<(live-post|article)[^>]* class=\"post.*?</\1>|<(live-post|article) class=\"post.*?</\2>", page, re.S
    )[0]


@pytest.mark.parametrize("where", ["room", "thread", "search", "people"])
def test_a_citizen_shows_no_mark_whatever_her_name_and_words_are(client, room, mallory, where):
    post = say(mallory, room, WORDS)
    page = client.get(
        {
            "room": reverse("room", args=[room.slug]),
            "thread": reverse("thread", args=[room.slug, post.seq]),
            "search": f"{reverse('search')}?q=ministry&in=posts",
            "people": f"{reverse('search')}?q=ministry&in=people",
        }[where]
    ).content.decode()
    drawn = post_of(page)
    assert escape(FALSE) in drawn and "post--official" not in drawn
    assert f"<bdi>{escape(FALSE)}</bdi>" in drawn or f'<bdi data-slot="name">{escape(FALSE)}</bdi>' in drawn
    seal = re.search(r'class="post__seal".*?</div>', drawn, re.S)[0]
    assert "<svg" not in seal
    assert 'href="#mark-' not in drawn
    assert all("hidden" in mandate for mandate in re.findall(r'<span class="mandate"[^>]*>', drawn))


def test_a_representative_shows_one_mark_and_it_stands_outside_her_name(client, room, ada, mandate):
    say(ada, room, "As the assembly.", mandate=mandate.pk)
    drawn = post_of(client.get(reverse("room", args=[room.slug])).content.decode())
    assert "post--official" in drawn and drawn.count('href="#mark-parliament"') == 1
    assert not any("<svg" in own for own in re.findall(r"<bdi.*?</bdi>", drawn, re.S))


def test_words_draw_no_mark(room, mallory):
    tags = re.findall(r"<[^>]*>", say(mallory, room, WORDS).html)
    assert tags and not [tag for tag in tags if "svg" in tag or "class" in tag or tag.startswith("<b>")]


def test_her_page_says_nothing_official(client, room, mallory):
    say(mallory, room, WORDS)
    main = client.get(reverse("person", args=[mallory.handle])).content.decode().partition("<main")[2]
    assert f"<h1><bdi>{escape(FALSE)}</bdi></h1>" in main
    assert 'href="#mark-' not in main.partition("</main>")[0] and 'class="mandate"' not in main


@pytest.mark.parametrize("door", ["thread", "acts", "revisions"])
def test_a_name_in_a_sentence_is_kept_apart_from_it(client, room, mallory, door):
    post = say(mallory, room, "Hello.")
    page = client.get(reverse(door, args=[room.slug, post.seq])).content.decode()
    headings = " ".join(re.findall(r"<h[12]>.*?</h[12]>|<header class=.stage.*?</header>", page, re.S))
    assert f"<bdi>{escape(FALSE)}</bdi>" in headings


def test_data_feeds_and_pictures_say_citizen_in_fields_of_their_own(client, room, mallory):
    post = say(mallory, room, WORDS)
    (facts,) = client.get(reverse("posts-json", args=[room.slug])).json()["posts"]
    assert facts["sector"] == "citizen" and facts["organisation"] == facts["title"] == ""
    feed = client.get(reverse("feed", args=[room.slug])).content.decode()
    assert f"<author><name>{FALSE}</name></author>" in feed and "<category" not in feed
    card = post_card(post)
    assert not card["official"] and card["below"].startswith("Citizen") and "✓" not in card["name"]
