"""Rings that come twice, late, in any order, cut short or not at all change nothing of what anybody sees."""

import asyncio
import random

import pytest
from asgiref.sync import sync_to_async

from dialogue.live.bell import Ring
from dialogue.live.hub import Hub
from dialogue.live.reading import read
from tests.live.lines import Line
from tests.people import react, say

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]

POSTS = 12


@pytest.fixture
def elsewhere(monkeypatch):
    """What is said from here on is said in another process, and this one hears only what the test rings."""
    monkeypatch.setattr("dialogue.live.bell.announce", lambda *args: None)
    monkeypatch.setattr("dialogue.live.watch.LOOK_EVERY", 60)


def rings_of(room, tally: int = 0) -> list[Ring]:
    """What a process that read these posts one by one, or several at once, rings for them."""
    texts = [frame.text for frame in read(room.stream_id, 0)]
    single = [
        Ring("other", room.stream_id, room.stream.epoch, seq, tally, [texts[seq - 1]]) for seq in range(1, POSTS + 1)
    ]
    several = [
        Ring("other", room.stream_id, room.stream.epoch, seq, tally, texts[seq - 3 : seq])
        for seq in range(3, POSTS + 1, 3)
    ]
    return (
        single + several + [Ring("third", room.stream_id, room.stream.epoch, seq, tally) for seq in range(1, POSTS + 1)]
    )


@pytest.mark.parametrize("seed", range(8))
async def test_doubled_reordered_and_late_rings_change_nothing(room, ada, elsewhere, seed):
    chance = random.Random(seed)
    async with Line(room) as line:
        await line.hear("welcome")
        for number in range(POSTS):
            await sync_to_async(say)(ada, room, f"Number {number}.")
        rings = await sync_to_async(rings_of)(room)
        rings = [*chance.choices(rings, k=40), Ring("other", room.stream_id, room.stream.epoch, POSTS)]
        for ring in rings:
            Hub.here().heard(ring)
            await asyncio.sleep(chance.choice((0, 0, 0.01)))
        assert [(await line.hear("post.said"))["seq"] for _ in range(POSTS)] == list(range(1, POSTS + 1))
        for ring in rings:
            Hub.here().heard(ring)
        await asyncio.sleep(0.1)
        assert await line.wire.receive_nothing(0.1)


async def test_a_late_ring_takes_no_count_back(room, ada, bo, elsewhere):
    post = await sync_to_async(say)(ada, room, "We share the well.")
    async with Line(room, query="after=1&tally=0") as line:
        await line.hear("welcome")
        await sync_to_async(react)(bo, post, "agree")
        Hub.here().heard(Ring("other", room.stream_id, room.stream.epoch, 1, 1))
        assert (await line.hear("tally"))["data"]["posts"][0]["counts"] == {"agree": 1}
        for _ in range(3):
            Hub.here().heard(Ring("other", room.stream_id, room.stream.epoch, 0, 0))
        await asyncio.sleep(0.4)
        feed = Hub.here().feeds[room.stream_id]
        assert (feed.head, feed.tally) == (1, 1)
        assert await line.wire.receive_nothing(0.1)


async def test_a_ring_for_a_room_nobody_follows_here_is_passed_over(room, elsewhere):
    hub = Hub.here()
    hub.heard(Ring("other", room.stream_id, room.stream.epoch, 7, 7, ["{}"]))
    assert room.stream_id not in hub.feeds
