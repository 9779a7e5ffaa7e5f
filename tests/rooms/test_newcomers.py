"""What people who are new here may say in a room is counted for all processes together, once for a batch."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogue.limits import buckets
from dialogue.live.refusals import Refusal
from dialogue.live.writer import Job, commit
from dialogue.rooms.budgets import NEWCOMERS
from dialogue.rooms.publication import publish
from tests.people import draft, edit, person, say

A_MINUTE = settings.NEWCOMERS_A_MINUTE


@pytest.fixture(autouse=True)
def _no_time_passes(monkeypatch):
    """Else on a slow machine a budget fills up while it is spent."""
    monkeypatch.setattr(buckets, "time", type("Clock", (), {"time": lambda: 1.8e9, "monotonic": lambda: 1.8e9}))


@pytest.fixture
def crowd(db):
    return [person(f"Crowd{n} Person", joined_at=timezone.now()) for n in range(4)]


def drafts(people, room, number: int, start: int = 0) -> list:
    made = [draft(people[n % len(people)], room, f"Words {n}", key=uuid4()) for n in range(start, start + number)]
    for each in made:
        each.prepare()
    return made


def said(outcomes: list) -> int:
    return sum(not isinstance(outcome, Refusal) for outcome in outcomes)


def spent(room) -> int:
    return A_MINUTE - buckets.free(buckets.TABLE._full_at(NEWCOMERS.key(room.pk)), 1.8e9, A_MINUTE, NEWCOMERS.seconds)


def counts(queries) -> list[str]:
    return [each["sql"] for each in queries if "limits_bucket" in each["sql"]]


def another_process() -> None:
    """Nothing that this one has counted for itself is known there."""
    buckets.MEMORY.full_at.clear()


def test_two_processes_together_let_the_crowd_say_no_more_than_one(crowd, room, ada):
    assert said(publish(drafts(crowd, room, A_MINUTE - 20))) == A_MINUTE - 20
    another_process()
    outcomes = publish(drafts(crowd, room, 30, start=A_MINUTE))
    assert said(outcomes) == 20 and said(outcomes[:20]) == 20
    assert {(each.code, each.retry_after > 0) for each in outcomes[20:]} == {("too_fast", True)}
    another_process()
    with pytest.raises(Refusal):
        say(crowd[0], room, "One more")
    say(ada, room, "A word of somebody who has been here for longer")


def test_a_batch_asks_once_for_all_new_people_and_never_where_nobody_is_new(crowd, room, ada, bo):
    with CaptureQueriesContext(
        connection,
    ) as batch:
        assert said(publish(drafts([ada, *crowd, bo], room, 60))) == 60
    assert len(counts(batch)) == 1
    with CaptureQueriesContext(connection) as others:
        assert said(publish(drafts([ada, bo], room, 20, start=60))) == 20
    assert not counts(others)


def test_an_edit_counts_as_a_post_does(crowd, room):
    post = say(crowd[0], room, "First words")
    edit(crowd[0], post, "Other words")
    assert spent(room) == 2


def test_what_was_not_said_is_not_counted(crowd, room, grace):
    """Said before (somebody sends again), refused for another reason, or rolled back with the batch."""
    batch = drafts(crowd, room, 8)
    publish(batch)
    assert said(publish(batch)) == 8 and spent(room) == 8
    room.close(grace)
    assert said(publish(drafts(crowd, room, 8, start=20))) == 0 and spent(room) == 8
    room.open(grace)
    with transaction.atomic():
        assert said(publish(drafts(crowd, room, 8, start=40))) == 8 and spent(room) == 16
        transaction.set_rollback(True)
    assert spent(room) == 8


def test_a_crowd_in_one_room_takes_nothing_from_another(crowd, room, members_room):
    publish(drafts(crowd, room, A_MINUTE))
    members_room.admit(crowd[0])
    say(crowd[0], members_room, "A member counts as nobody new")
    assert spent(room) == A_MINUTE and spent(members_room) == 0


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_let_through_as_many_as_one(crowd, room):
    """Each in a thread and a connection of its own, on either database."""

    def one(place: int) -> int:
        try:
            batch = drafts(crowd, room, A_MINUTE - 30, start=1000 * place)
            return said(commit([Job(publish, each) for each in batch]))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(one, (1, 2))) == A_MINUTE


def test_neither_a_moderator_of_today_nor_an_invented_person_is_one_of_the_crowd(room):
    for name, fields in (("Lena Park", {"is_staff": True}), ("Grace Test", {"origin": "demonstration"})):
        say(person(name, joined_at=timezone.now(), **fields), room, f"Words of {name}")
    assert spent(room) == 0
