"""A batch of a hundred posts asks the database no more than one of ten; people who do different things share one, too."""

import contextlib
from uuid import uuid4

from django.db import transaction

from dialogue.live import bell
from dialogue.live.models import Stream
from dialogue.live.refusals import Busy
from dialogue.live.writer import Job, outcomes_of
from dialogue.rooms.models import Post, Reaction, Room
from dialogue.rooms.models.reaction import Wish
from dialogue.rooms.publication import publish
from dialogue.rooms.revising import Edit, revise
from tests.people import draft, person, say

# However many posts there are; two more are the savepoint, because the test itself is a transaction.
QUERIES, SAVEPOINT = 15, 2


def wanted(room, number: int) -> list[Job]:
    people = [person(f"P{n} Okoro{n}") for n in range(5)]
    return [Job(publish, draft(people[n % 5], room, f"Number {n}", language="en")) for n in range(number)]


def test_a_hundred_posts_are_published_with_a_handful_of_queries(room, django_assert_max_num_queries):
    jobs = wanted(room, 100)
    with django_assert_max_num_queries(QUERIES + SAVEPOINT):
        outcomes = outcomes_of(jobs)
    assert [outcome["seq"] for outcome in outcomes] == list(range(1, 101))
    room.refresh_from_db()
    assert room.voices == {"citizen": 100} and room.stream.broken_at() is None


def test_posts_and_reactions_share_a_batch_in_the_order_they_came(room, ada, bo):
    post = say(ada, room, "We share the well.")
    wish = Wish(room.stream_id, room.pk, bo.pk, post.seq, "agree", session=None)
    jobs = [Job(publish, draft(ada, room, "And the road.")), Job(Reaction.objects.express, wish)]
    jobs.append(Job(publish, draft(bo, room, "And the bill.")))
    assert [outcome.get("seq") for outcome in outcomes_of(jobs)] == [2, None, 3]
    post.refresh_from_db()
    assert post.counts == {"agree": 1} and Post.objects.count() == 3


def test_a_batch_about_several_rooms_locks_them_together_whatever_is_done_in_them(room, theme, ada, monkeypatch):
    """One after the other, two processes that work in two rooms would wait for each other."""
    other = Room.objects.create(slug="snow", theme=theme, titles={"en": "Snow"}, languages=["en"])
    posts = [say(ada, other, "Of snow."), say(ada, room, "Of rain.")]
    locked, lock = [], Stream.objects.lock
    monkeypatch.setattr(type(Stream.objects), "lock", lambda self, ids: (locked.append(sorted(set(ids))), lock(ids))[1])
    changes = [Edit(p.room.stream_id, p.room_id, ada.pk, uuid4(), p.seq, "Other words.", session=None) for p in posts]
    outcomes = outcomes_of([Job(revise, change) for change in changes])
    assert [outcome["seq"] for outcome in outcomes] == [2, 2]
    assert locked[0] == sorted([room.stream_id, other.stream_id])


def test_a_draft_that_fails_as_nobody_foresaw_costs_the_others_of_its_batch_nothing(room, ada, bo):
    def brittle(drafts):
        if any(each.text == "Broken." for each in drafts):
            raise LookupError
        return publish(drafts)

    jobs = [Job(brittle, draft(who, room, text)) for who, text in ((ada, "One."), (bo, "Broken."), (ada, "Two."))]
    first, failed, second = outcomes_of(jobs)
    assert isinstance(failed, Busy) and (first["seq"], second["seq"]) == (1, 2)


def test_nobody_hears_of_words_that_were_not_committed(room, ada, monkeypatch, django_capture_on_commit_callbacks):
    told = []
    monkeypatch.setattr(bell, "announce", lambda *about: told.append(about))
    with django_capture_on_commit_callbacks(execute=True), contextlib.suppress(LookupError), transaction.atomic():
        say(ada, room, "Never said.")
        raise LookupError
    assert not told
    with django_capture_on_commit_callbacks(execute=True):
        say(ada, room, "Said.")
        assert not told
    assert len(told) == 1
