"""A key is one request in one room: sent to another it is refused in words, one after the other and at once."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse

from dialogue.live.models import Event
from dialogue.live.refusals import Conflict
from dialogue.live.writer import Job, outcomes_of
from dialogue.rooms.models import Room
from dialogue.rooms.publication import Draft, publish
from dialogue.rooms.revising import Edit, Withdrawal, revise_one
from tests.live.lines import Line
from tests.patience import PATIENCE
from tests.people import draft, say


@pytest.fixture
def other(theme):
    return Room.objects.create(slug="snow", theme=theme, titles={"en": "Snow"}, languages=["en"])


def test_the_same_words_with_the_same_key_in_another_room_are_not_acknowledged(room, other, ada):
    key = uuid4()
    say(ada, room, "We share the well.", key=key)
    with pytest.raises(Conflict, match="conflict") as refused:
        say(ada, other, "We share the well.", key=key)
    assert "another room" in str(refused.value.message) and not other.posts.exists()
    assert say(ada, room, "We share the well.", key=key).seq == 1


def test_a_change_of_words_in_another_room_is_not_a_retry(room, other, ada):
    here, there = say(ada, room, "Of rain."), say(ada, other, "Of snow.")
    for make in (lambda post, key: Edit(post.room.stream_id, post.room_id, ada.pk, key, post.seq, "New.", session=None),
                 lambda post, key: Withdrawal(post.room.stream_id, post.room_id, ada.pk, key, post.seq, session=None)):  # fmt: skip
        key = uuid4()
        revise_one(make(here, key))
        with pytest.raises(Conflict):
            revise_one(make(there, key))
    there.refresh_from_db()
    assert there.text == "Of snow." and there.state == "shown"


def test_in_one_batch_only_the_first_room_has_it(room, other, ada, bo):
    key = uuid4()
    drafts = [draft(ada, room, "Twice.", key=key), draft(ada, other, "Twice.", key=key), draft(bo, other, "Once.")]
    first, second, third = outcomes_of([Job(publish, each) for each in drafts])
    assert first["seq"] == 1 and isinstance(second, Conflict) and third["seq"] == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("engine")
async def test_over_a_socket_it_is_refused_in_words(room, other, ada):
    key = str(uuid4())
    async with Line(room, ada) as here, Line(other, ada) as there:
        await here.send(do="post", key=key, text="Over the socket.")
        assert (await here.hear("ack"))["ack"] == key
        await there.send(do="post", key=key, text="Over the socket.")
        assert (await there.hear("ack", "error"))["error"]["code"] == "conflict"


# At once: who sends to the other room has looked for the key and found none, for the first transaction has not ended yet.


def meanwhile(first: Draft | Callable, work: Callable):
    """What comes of `work`, done in a thread of its own while `first` is written, or done, and not committed yet."""

    def done():
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            if isinstance(first, Draft):
                first.prepare()
                assert publish([first])[0]["seq"]
            else:
                first()
            outcome = pool.submit(done)
            # On SQLite whoever comes second waits at their first word; there is nothing to be seen of it.
            while connection.vendor == "postgresql" and not outcome.done() and not somebody_waits():
                time.sleep(0.01)
        return outcome.result(timeout=PATIENCE)


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        return cursor.fetchone() is not None


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_to_two_rooms_at_once_is_one_post_and_a_conflict(room, other, ada):
    key, browser = uuid4(), Client(raise_request_exception=False)
    browser.force_login(ada)
    form = {"text": "Twice.", "key": str(key)}
    address = reverse("posts", args=[other.slug])
    answer = meanwhile(draft(ada, room, "Twice.", key=key), lambda: browser.post(address, form))
    assert answer.status_code == 409 and "another room" in answer.content.decode()
    assert room.posts.count() == 1 and not other.posts.exists() and Event.objects.filter(key=key).count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_who_sends_to_two_rooms_at_once_costs_nobody_in_the_batch_their_words(room, other, ada, bo, caplog):
    key = uuid4()
    drafts = [draft(bo, other, "Mine."), draft(ada, other, "Twice.", key=key), draft(bo, other, "Mine again.")]
    batch = [Job(publish, each) for each in drafts]
    outcomes = meanwhile(draft(ada, room, "Twice.", key=key), lambda: outcomes_of(batch))
    assert isinstance(outcomes[1], Conflict) and [outcomes[0]["seq"], outcomes[2]["seq"]] == [1, 2]
    assert other.posts.count() == 2 and not caplog.records
