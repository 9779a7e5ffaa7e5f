"""Readers pick out what they want to see; what they may not see stays out, and a long room is not read from end to end."""

import pytest
from django.urls import reverse

from accounts.models import User
from dialogue.rooms import page as pages
from dialogue.rooms.models import Post
from tests.people import say, withdraw


def picked(client, room, **asked) -> list[str]:
    return [post.text for post in client.get(reverse("room", args=[room.slug]), asked).context["posts"]]


@pytest.fixture
def debate(room, ada, bo, mandate):
    User.objects.filter(pk=bo.pk).update(country="KE")
    bo.refresh_from_db()
    official = say(ada, room, "The assembly asks.", mandate=mandate.pk, language="en")
    say(bo, room, "The valley answers.", parent=official.seq, language="en")
    say(ada, room, "Et moi, je demande.", language="fr")
    return room


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ({"sector": "parliament"}, ["The assembly asks."]),
        ({"mandated": "1"}, ["The assembly asks."]),
        ({"language": "fr"}, ["Et moi, je demande."]),
        ({"unanswered": "1"}, ["The valley answers.", "Et moi, je demande."]),
        ({"region": "002", "sector": "citizen"}, ["The valley answers.", "Et moi, je demande."]),
        ({"sector": "government"}, []),
        (
            {"sector": "", "region": "", "language": ""},
            ["The assembly asks.", "The valley answers.", "Et moi, je demande."],
        ),
    ],
)
def test_ada_sees_the_posts_she_asked_for(client, debate, ada, asked, seen):
    User.objects.filter(pk=ada.pk).update(country="CV")
    Post.objects.filter(author=ada).update(region="002")
    assert picked(client, debate, **asked) == seen


def test_who_asks_for_what_no_post_has_is_told_to_choose_again(client, debate):
    answer = client.get(reverse("room", args=[debate.slug]), {"sector": "martians"})
    assert answer.status_code == 400 and "Choose again" in answer.content.decode()


def test_words_that_are_not_shown_tell_nothing_of_who_spoke(client, debate, bo, grace):
    Post.objects.get(text="The assembly asks.").hide(grace)
    withdraw(bo, Post.objects.get(text="The valley answers."))
    assert picked(client, debate, sector="parliament") == picked(client, debate, sector="citizen", language="en") == []


def test_what_only_a_withdrawn_post_answered_is_unanswered_again(client, debate, bo):
    withdraw(bo, Post.objects.get(text="The valley answers."))
    assert "The assembly asks." in picked(client, debate, unanswered="1")


def test_a_page_of_picked_posts_looks_only_so_far_and_the_next_looks_further(client, debate, ada, monkeypatch):
    monkeypatch.setattr(pages, "REACH", 4)
    for number in range(4):
        say(ada, debate, f"Again {number}.", language="en")
    answer = client.get(reverse("room", args=[debate.slug]), {"language": "fr"})
    assert answer.context["posts"] == [] and answer.context["page"].before == 5
    assert picked(client, debate, language="fr", before="5") == ["Et moi, je demande."]


def test_a_link_to_one_post_shows_it_among_all_others(client, debate):
    answer = client.get(reverse("room", args=[debate.slug]), {"sector": "parliament", "around": "2"})
    assert len(answer.context["posts"]) == 3 and not answer.context["filter"]
