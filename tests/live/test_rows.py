"""Many rows in one go are the same rows, under the same constraints; and a retry is found without reading the whole record."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from dialogue.live.models import Event
from dialogue.live.rows import insert
from dialogue.rooms.models import Post
from dialogue.rooms.publication import publish
from tests.people import draft, say


def facts(thing) -> dict:
    return {name: value for name, value in thing.__dict__.items() if name not in ("id", "_state")}


def test_what_is_inserted_is_what_is_read_back(room, ada):
    say(ada, room, "We share the well.")
    said = Event.objects.get()
    copy = Event(**facts(said) | {"seq": 2, "key": uuid4(), "data": {"thread": None, "words": '\t\\N "é"\n'}})
    insert(Event, [copy])
    assert facts(Event.objects.get(seq=2)) == facts(copy)


def test_posts_of_one_batch_are_read_back_as_if_each_had_been_alone(room, ada, bo, mandate):
    opened = say(ada, room, "We share the well.")
    wanted = [
        draft(ada, room, "A tab\tand \\N, \\. and “”.", mandate=mandate.pk),
        draft(bo, room, "Neither does a *valley*.", parent=opened.seq),
    ]
    for one in wanted:
        one.prepare()
    publish(wanted)
    official, answer = Post.objects.filter(seq__gt=1).order_by("seq")
    assert (official.text, official.mandate, official.organisation) == (
        wanted[0].text,
        mandate,
        "Assembly of the Isles",
    )
    assert (official.thread.seq, answer.thread, answer.parent) == (2, opened.thread, opened)
    assert (answer.counts, answer.html, answer.edited_at) == ({}, wanted[1].wording.html, None)


def test_each_of_many_posts_opens_a_thread_of_its_own(room, ada, bo):
    wanted = [draft((ada, bo)[n % 2], room, f"Share well {n}.") for n in range(20)]
    for one in wanted:
        one.prepare()
    publish(wanted)
    assert [post.thread.seq for post in Post.objects.select_related("thread").order_by("seq")] == list(range(1, 21))


def test_the_database_refuses_the_second_use_of_a_number(room, ada):
    say(ada, room, "We share the well.")
    twice = Event(**facts(Event.objects.get()) | {"key": uuid4()})
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Event, [twice])
    assert Event.objects.count() == 1


def test_a_retry_is_looked_up_by_an_index(room, ada):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A table of a few rows is scanned whatever indexes there are.
            cursor.execute("SET LOCAL enable_seqscan = off")
        asked = Event.objects.of_requests([(ada.pk, uuid4()), (ada.pk + 1, uuid4())])
        cursor.execute(
            f"EXPLAIN {'' if connection.vendor == 'postgresql' else 'QUERY PLAN'} {asked.raw_query}", asked.params
        )
        plan = str(cursor.fetchall())
    assert "actor_id" in plan and "SCAN live_event" not in plan and "Seq Scan" not in plan
