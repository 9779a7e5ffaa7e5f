"""The database is suddenly one that lacks what was shown: nobody keeps other words at a number, whoever finds out, and nobody
has to run anything."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections

from dialogue.live import bell, lineage
from dialogue.live.hub import Hub
from dialogue.live.models import Event, Lineage, Stream
from dialogue.rooms.models import Post, Room, Searched, Thread
from tests.live.lines import Line
from tests.people import say

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


@pytest.fixture
def on_postgresql(db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite does not tell which file it is")


@pytest.fixture
def other(theme):
    return Room.objects.create(slug="snow", theme=theme, titles={"en": "Snow"}, languages=["en"])


def lose_all_but(room, number: int) -> None:
    """What a standby looks like that was promoted before the last words had come there."""
    about = {Searched: {"room": room}, Post: {"room": room}, Thread: {"room": room}, Event: {"stream": room.stream_id}}
    for model, place in about.items():
        model.objects.filter(seq__gt=number, **place).delete()
    tip = Event.objects.get(stream=room.stream_id, seq=number).digest
    Stream.objects.filter(pk=room.stream_id).update(head=number, tip=tip)


def said(who, room, *texts) -> None:
    for text in texts:
        say(who, room, text)


def epochs() -> set[str]:
    return set(Stream.objects.values_list("epoch", flat=True))


async def test_who_was_shown_what_is_lost_loads_the_page_in_every_room(room, other, ada):
    await sync_to_async(said)(ada, room, "One.", "Two.", "Three.")
    async with Line(room, ada) as hers, Line(other) as elsewhere:
        welcome = await hers.hear("welcome")
        before = await sync_to_async(epochs)()
        await sync_to_async(lose_all_but)(room, 1)
        assert (await hers.hear("closed"))["closed"] == 4010
        assert (await elsewhere.hear("closed"))["closed"] == 4010
        assert not before & await sync_to_async(epochs)()
    await sync_to_async(said)(ada, room, "Two, in other words.", "Three, in other words.")
    async with Line(room, ada, f"after=3&epoch={welcome['data']['epoch']}") as slept:
        assert await slept.hear("reload", "closed")
    async with Line(room, ada) as fresh:
        assert await fresh.hear("welcome")


async def test_other_words_at_the_same_numbers_are_found_out_though_the_record_is_as_long(room, ada, monkeypatch):
    await sync_to_async(said)(ada, room, "One.", "Two.", "Three.")
    async with Line(room, ada) as hers:
        await hers.hear("welcome")
        await Hub.here().watch.look()
        with monkeypatch.context() as unnoticed:
            unnoticed.setattr(lineage, "where", lambda known: 1 / 0)
            await sync_to_async(lose_all_but)(room, 1)
            await sync_to_async(said)(ada, room, "Two, otherwise.", "Three, otherwise.", "Four.")
        await Hub.here().watch.look()
        assert (await hers.hear("closed"))["closed"] == 4010


async def test_what_was_announced_and_is_not_there_is_lost_too(room, ada):
    """The process that wrote it is gone with the database it wrote to; here it was only heard of."""
    await sync_to_async(said)(ada, room, "One.")
    async with Line(room, ada) as hers:
        epoch = (await hers.hear("welcome"))["data"]["epoch"]
        Hub.here().heard(bell.Ring("elsewhere", room.stream_id, epoch, 2))
        assert (await hers.hear("closed"))["closed"] == 4010
        assert epoch not in await sync_to_async(epochs)()


async def test_a_record_that_goes_on_sends_nobody_away(room, ada):
    before = await sync_to_async(epochs)()
    async with Line(room, ada) as hers:
        await hers.hear("welcome")
        for _ in range(3):
            await hers.say("It goes on.")
            await sync_to_async(said)(ada, room, "By form too.")
            await Hub.here().watch.look()
        assert before <= await sync_to_async(epochs)()
        assert all(seat.closed is None for seat in Hub.here().feeds[room.stream_id].seats)


def test_of_several_processes_that_find_out_at_once_one_gives_the_new_epoch(room, ada):
    said(ada, room, "One.", "Two.")
    (shown,) = lineage.heads([room.stream_id]).values()
    lose_all_but(room, 1)
    known, together = {room.stream_id: lineage.Known(shown.epoch, shown.seq, shown)}, Barrier(2)

    def process(_) -> str:
        try:
            together.wait()
            return lineage.where(known)[room.stream_id].epoch
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        found = set(pool.map(process, range(2)))
    assert found == {Stream.objects.get(pk=room.stream_id).epoch} != {shown.epoch}


# What the database says of itself


def promoted() -> None:
    """As if this were another timeline than the one the epochs were given on."""
    Lineage.objects.update(mark="7700000000000000000/00000009/5")


async def test_a_promoted_standby_gives_a_new_epoch_once_whatever_it_holds(on_postgresql, room, ada):
    await sync_to_async(said)(ada, room, "One.")
    async with Line(room, ada) as hers:
        welcome = await hers.hear("welcome")
        await Hub.here().watch.look()
        before = await sync_to_async(epochs)()
        await sync_to_async(promoted)()
        assert (await hers.hear("closed"))["closed"] == 4010
    async with Line(room, ada, f"after=1&epoch={welcome['data']['epoch']}") as slept:
        assert await slept.hear("reload", "closed")
    after = await sync_to_async(epochs)()
    assert not before & after
    await Hub.here().watch.look()
    assert await sync_to_async(epochs)() == after


async def test_a_forum_that_starts_on_another_database_lets_nobody_go_on_from_before(on_postgresql, room, ada):
    await sync_to_async(said)(ada, room, "One.")
    await sync_to_async(lineage.settle)()
    await sync_to_async(promoted)()
    async with Line(room, ada, f"after=1&epoch={room.stream.epoch}") as slept:
        assert await slept.hear("reload", "closed")


def test_the_first_look_only_notes_which_database_it_is(on_postgresql, room):
    before = epochs()
    lineage.settle()
    cluster, timeline, database = Lineage.objects.get().mark.split("/")
    assert cluster.isdigit() and int(timeline, 16) and database.isdigit() and epochs() == before


async def test_a_service_that_does_not_tell_is_compared_all_the_same(on_postgresql, room, ada, monkeypatch):
    monkeypatch.setattr(lineage, "MARKS", "SELECT no_such_function(), NULL")
    await sync_to_async(said)(ada, room, "One.", "Two.")
    async with Line(room, ada) as hers:
        await hers.hear("welcome")
        await sync_to_async(lose_all_but)(room, 1)
        assert (await hers.hear("closed"))["closed"] == 4010


def test_what_was_told_by_hand_is_not_found_out_again(on_postgresql, room):
    lineage.settle()
    promoted()
    assert lineage.renew(lambda: True)
    after = epochs()
    lineage.settle()
    assert epochs() == after
