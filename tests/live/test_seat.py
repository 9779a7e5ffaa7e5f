import asyncio
import json

import pytest

from dialogue.live.closing import TOO_SLOW
from dialogue.live.feed import COUNTS, Feed
from dialogue.live.frames import Frame
from dialogue.live.reading import Head
from dialogue.live.seat import NOTES, WINDOW, Person, Seat
from dialogue.live.socket import PENDING, LiveSocket
from dialogue.rooms.commands import Read


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


def a_seat(feed: Feed) -> Seat:
    return Seat(feed, Person(), 0, 0, lambda: None, lambda: None)


def test_whoever_reads_no_answers_is_sent_away_before_they_pile_up():
    seat = a_seat(Feed(1, Head("epoch", 0, 0)))
    for _ in range(NOTES):
        seat.answer("{}")
    assert seat.closed is None
    seat.answer("{}")
    assert seat.closed == TOO_SLOW


@pytest.mark.parametrize("kind", ["post.hidden", "post.withdrawn", "post.edited"])
def test_neither_the_ring_nor_a_page_read_before_shows_words_that_were_recalled(kind):
    feed = Feed(1, Head("epoch", 0, 0))
    said = Frame(1, "harsh words", "post.said", 1)
    seat = a_seat(feed)
    feed.seats.add(seat)
    feed.append([said])
    seat.fetched = [said]
    feed.append([Frame(2, "{}", kind, 1)])
    assert seat.fetched == [] and [frame.seq for frame in feed.frames] == [2]


async def test_one_socket_has_fifty_commands_under_way_and_no_more():
    socket, seat = LiveSocket(), a_seat(Feed(1, Head("epoch", 0, 0)))
    socket.pending, socket.query, socket.cookies = 0, {}, {}
    socket.ask = lambda seat, command: asyncio.get_running_loop().create_future()
    for _ in range(PENDING):
        socket.obey(seat, Read(seq=1))
    assert not seat.notes
    socket.obey(seat, Read(seq=1))
    assert '"busy"' in seat.notes[0]
