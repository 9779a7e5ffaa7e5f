"""Threads are conversations: what has been answered or pinned, called by its first words, and easy to find among many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from dialogue.rooms.models import Thread
from dialogue.rooms.threads import listed as at_the_side
from tests.people import react, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(room, ada, bo):
    """Two questions, one of them answered and the answer answered; and a post that nobody answers."""
    question, other = say(ada, room, "Who pays for the well?"), say(ada, room, "Who digs it?")
    answer = say(bo, room, "The district.", parent=question.seq)
    return {
        "question": question, "other": other, "answer": answer,
        "again": say(ada, room, "With what money?", parent=answer.seq), "alone": say(bo, room, "So do I."),
    }  # fmt: skip


def listed(client, room, **asked) -> list[str]:
    page = client.get(reverse("threads", args=[room.slug]), asked)
    return [thread.opener.text for thread in page.context["threads"]]


def test_a_post_that_nobody_answered_is_no_conversation_unless_it_is_pinned(client, room, grace, talk):
    assert listed(client, room) == ["Who pays for the well?"]
    Thread.objects.get(seq=talk["alone"].seq).pin(grace)
    assert listed(client, room) == ["So do I.", "Who pays for the well?"]


def test_threads_are_sorted_by_what_a_reader_looks_for(client, room, ada, bo, talk):
    say(ada, room, "Nobody yet.", parent=talk["other"].seq)
    say(bo, room, "The bank.", parent=talk["question"].seq)
    react(ada, talk["alone"], "agree")
    react(bo, talk["question"], "disagree")
    assert listed(client, room, sort="active") == ["Who pays for the well?", "Who digs it?"]
    assert listed(client, room, sort="new") == ["Who digs it?", "Who pays for the well?"]
    assert listed(client, room, sort="unanswered") == ["So do I."]
    assert listed(client, room, sort="agreed") == ["So do I."]
    assert client.get(reverse("threads", args=[room.slug]), {"sort": "loudest"}).status_code == 404


def test_every_thread_is_on_some_page_however_many_there_are(client, room, ada, bo, django_assert_max_num_queries):
    for number in range(60):
        say(bo, room, "Yes.", parent=say(ada, room, f"Question {number}").seq)
    with django_assert_max_num_queries(12):
        first = listed(client, room)
    second = listed(client, room, page=2)
    assert len(first) == 50 and len(second) == 10 and len({*first, *second}) == 60


def test_a_reply_shows_what_it_answers_and_an_answer_to_an_answer_its_thread(client, room, ada, talk):
    page = client.get(reverse("room", args=[room.slug])).text
    row = page.split(f'id="post-{talk["again"].seq}"')[1].split("</live-post>")[0]
    assert "The district." in row and "Who pays for the well?" in row
    row = page.split(f'id="post-{talk["answer"].seq}"')[1].split("</live-post>")[0]
    assert "Who pays for the well?" in row and "post__thread" not in row


def test_hidden_words_are_quoted_nowhere(client, room, grace, talk):
    talk["question"].hide(grace)
    talk["answer"].hide(grace)
    for page in ("room", "threads"):
        html = client.get(reverse(page, args=[room.slug])).text
        assert "Who pays for the well?" not in html and "The district." not in html
    html = client.get(reverse("thread", args=[room.slug, talk["question"].seq])).text
    assert "Who pays for the well?" not in html and "The district." not in html


def test_an_answer_right_below_what_it_answers_stands_a_step_in(client, room, ada, bo):
    question = say(ada, room, "Who pays?")
    first, second = (say(bo, room, words, parent=question.seq) for words in ("The bank.", "The state."))
    deeper = say(ada, room, "Which?", parent=second.seq)
    elsewhere = say(bo, room, "The first.", parent=first.seq)
    posts = {post.seq: post.nested for post in client.get(reverse("room", args=[room.slug])).context["posts"]}
    assert posts == {
        question.seq: "",
        first.seq: "answer",
        second.seq: "answer",
        deeper.seq: "deeper",
        elsewhere.seq: "",
    }


def test_a_first_visit_finds_the_latest_words_of_every_sector(client, room, ada, bo, mandate, grace):
    say(ada, room, "From the office.", mandate=mandate.pk)
    for number in range(60):
        post = say(bo, room, f"Citizen {number}")
        room.posts.update(at=post.at - timedelta(minutes=5))
    latest = say(bo, room, "Never mind.")
    latest.hide(grace)
    said = client.get(reverse("room", args=[room.slug])).context["so_far"]
    assert [post.text for post in said] == ["Citizen 59", "From the office."]
    client.force_login(bo)
    client.post(reverse("reading", args=[room.slug]), {"seq": latest.seq})
    assert "so_far" not in client.get(reverse("room", args=[room.slug])).context


def test_the_list_of_threads_is_not_sorted_anew_for_each_reader(room):
    """However many there are: a room of a million posts opens like one of a hundred."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # An empty table is read whole otherwise, and a row or two are sorted for less than an index in order costs.
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off"
            )
    plan = at_the_side(room).explain()
    assert "threads_in_order" in plan and "Sort" not in plan and "TEMP B-TREE" not in plan
