from dialogue.live.feed import Feed
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
