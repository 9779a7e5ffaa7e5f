"""A process that stood still (a host that swaps, a machine that was moved) holds what may not be shown any more."""

import asyncio
import time

import pytest
from asgiref.sync import sync_to_async

from dialogue.live import bell, pulse
from dialogue.live.bell import Ring
from dialogue.live.hub import Hub
from dialogue.live.reading import read
from tests.live.lines import Line
from tests.patience import soon
from tests.people import say

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


async def elsewhere(monkeypatch, work, *args):
    """`work` as another process would do it: nobody is told in this one."""
    with monkeypatch.context() as patch:
        patch.setattr(bell, "_announced", [lambda *news: None])
        return await sync_to_async(work)(*args)


def stand_still():
    time.sleep(pulse.BEAT_EVERY + pulse.TOO_LATE + 0.1)


async def test_a_ring_that_waited_out_a_standstill_shows_no_hidden_words(room, ada, grace, monkeypatch):
    async with Line(room) as guest:
        await guest.hear("welcome")
        hub, stream, epoch = Hub.here(), room.stream_id, room.stream.epoch
        post = await elsewhere(monkeypatch, say, ada, room, "Harsh words.")
        waiting = [Ring("other", stream, epoch, 1, 0, [frame.text for frame in await sync_to_async(read)(stream, 0)])]
        await elsewhere(monkeypatch, post.hide, grace)
        waiting.append(
            Ring("other", stream, epoch, 2, 0, [frame.text for frame in await sync_to_async(read)(stream, 1)])
        )
        stand_still()
        for ring in waiting:
            hub.heard(ring)
        said, hidden = await guest.hear("post.said"), await guest.hear("post.hidden")
        assert said["data"]["html"] is None and hidden["data"]["post"] == said["seq"]


async def test_words_at_hand_before_a_standstill_are_read_anew(room, ada):
    async with Line(room, ada) as line:
        await line.say("Still here.")
        hub, feed = Hub.here(), Hub.here().feeds[room.stream_id]
        await asyncio.shield(feed.page(0))
        stand_still()
        seat = next(iter(feed.seats))
        assert seat.take() == [] and feed.tail == feed.head == 1
        assert not feed.frames and not feed.reads.readings
        await soon(lambda: not hub.doubting)
        await line.say("And on it goes.")
        assert [frame.seq for frame in feed.frames] == [2]


async def test_what_was_read_before_a_standstill_is_read_once_more(room, ada):
    answers = ["before", "behind"]

    def work():
        if len(answers) == 2:
            hub.loop.call_soon_threadsafe(stand_still)
        return answers.pop(0)

    async with Line(room) as guest:
        await guest.hear("welcome")
        hub = Hub.here()
        assert await hub.reading(work) == "behind"
        assert hub.doubts == 1
