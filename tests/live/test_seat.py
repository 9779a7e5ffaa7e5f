import asyncio
import json

from dialogue.live.feed import COUNTS, Feed
from dialogue.live.frames import Frame
from dialogue.live.reading import Head
from dialogue.live.seat import WINDOW, Person, Seat


def test_counts_wait_until_the_posts_they_belong_to_have_been_sent():
    feed = Feed(1, Head("epoch", 0, 0))
    seat = Seat(feed, Person(), 0, 0, lambda: None, lambda: None)
    feed.append([Frame(1, "x" * (WINDOW + 1), "post.said", 1)])
    assert len(seat.take()) == 1
    feed.append([Frame(2, "y", "post.said", 2)])
    feed.count(7, [{"post": 2, "tally": 7, "counts": {"agree": 1}}])
    assert seat.full() and seat.take() == []
    seat.acknowledge(1)
    said, counted = seat.take()
    assert said.text == "y" and '"tally":7' in counted.text and seat.tally == 7


async def test_counts_of_a_large_room_come_in_parts_until_all_are_told():
    async def read(work, stream_id, after, limit):
        return [{"post": tally, "tally": tally, "counts": {}} for tally in range(after + 1, 2_501)][:limit]

    feed = Feed(1, Head("epoch", 0, 2_500))
    feed.reads.reading = read
    woken = asyncio.Event()
    seat = Seat(feed, Person(), 0, 0, woken.set, lambda: None)
    told, most = [], 0
    while seat.tally < feed.tally or seat.notes:
        woken.clear()
        frames = [json.loads(line)["data"] for message in seat.take() for line in message.text.split("\n")]
        most = max(most, sum(len(frame["posts"]) for frame in frames))
        told += [row["post"] for frame in frames for row in frame["posts"]]
        if seat.tally < feed.tally:
            await woken.wait()
    assert told == list(range(1, 2_501)) and most == COUNTS
