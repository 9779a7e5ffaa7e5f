import pytest
from asgiref.sync import sync_to_async

from dialogue.live import lineage
from dialogue.live.hub import Hub
from dialogue.live.models import Stream
from tests.live.lines import Line
from tests.people import say

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


async def test_news_that_come_while_the_heads_are_read_send_nobody_away(room, ada, monkeypatch):
    """The answer of the database is older than what this process has committed meanwhile: that is no restored backup."""
    async with Line(room, ada) as line:
        await line.say("Before.")
        hub = Hub.here()
        read = lineage.heads

        def slow(stream_ids):
            found = read(stream_ids)
            say(ada, room, "While the answer is on its way.")
            return found

        with monkeypatch.context() as slowly:
            slowly.setattr(lineage, "heads", slow)
            await hub.watch.look()
        await line.hear("post.said")
        assert (await line.hear("post.said"))["seq"] == 2
        assert hub.feeds[room.stream_id].head == 2 and all(
            seat.closed is None for seat in hub.feeds[room.stream_id].seats
        )


async def test_a_record_that_has_lost_events_sends_everyone_to_load_the_page(room, ada):
    async with Line(room, ada) as line:
        await line.say("One.")
        await Stream.objects.filter(pk=room.stream_id).aupdate(head=0)
        await sync_to_async(lambda: None)()
        await Hub.here().watch.look()
        assert (await line.hear("closed"))["closed"] == 4010
