"""Two hundred who never read, wherever they stand: a process keeps a window for each, and one budget for all."""

import tracemalloc

import pytest

from dialogue.live.direct import DirectProtocol
from dialogue.live.feed import JOINED_BYTES, Feed
from dialogue.live.frames import Frame
from dialogue.live.line import DirectLine
from dialogue.live.reading import PAGE, Head
from dialogue.live.seat import Person, Seat
from dialogue.live.sharing import KEPT_BYTES, Shared
from dialogue.live.unsent import RELIEVED, UNSENT_ALL
from tests.live.http_lines import MIB, Reader, answering, serving, settled

LEAD = 256 * 1024
LONG = "ä" * 4_500


class Wire(Reader):
    """A socket of which the system takes nothing more."""

    class socket:
        @staticmethod
        def send(data):
            raise BlockingIOError


class Socket(DirectProtocol):
    """A connection that is open, without what a handshake would have told."""

    send_queue = ()

    def __init__(self, server):
        super().__init__()
        self.server, self.transport, self.state, self.gone = server, Wire(), self.STATE_OPEN, False

    def sendData(self, data):
        self.transport.write(data)

    def abort(self):
        self.gone = True


def page(stream_id: int, after: int, limit: int = PAGE) -> list[Frame]:
    # Each time other strings, as from the database.
    return [Frame(seq, f"{seq} {LONG}", "post.said", seq) for seq in range(after + 1, after + 1 + limit)]


class Place:
    """Somebody's line to a server, and their seat."""

    def __init__(self, server, feed: Feed, after: int):
        self.protocol = Socket(server)
        line = DirectLine(self.protocol, lambda text, size: None, lambda size: True)
        self.seat = Seat(feed, Person(), after, 0, line.ready, lambda: None)
        line.serve(self.seat)
        feed.seats.add(self.seat)

    @property
    def kept(self) -> int:
        return self.protocol.backlog()

    def reads(self, all_but: int = 0) -> None:
        """The system takes what waits."""
        transport = self.protocol.transport
        transport._tempDataBuffer, transport._tempDataLen = [b"x" * all_but], all_but


@pytest.fixture
def feed() -> Feed:
    """5,000 long posts, the last hundred of which are in the ring."""

    async def read(work, *args):
        return page(*args)

    feed = Feed(1, Head("epoch", 4_900, 0))
    feed.reads.reading = read
    feed.append([Frame(seq, f"{seq} {LONG}", "post.said", seq) for seq in range(4_901, 5_001)])
    return feed


@pytest.mark.parametrize("after", [0, 4_000, 4_900, 4_950])
async def test_nobody_is_sent_more_than_the_window_ahead_however_far_they_are_behind(feed, after):
    place = Place(serving(answering(1)), feed, after)
    place.seat.wake()
    await settled()
    assert LEAD - 2 * len(LONG.encode()) - 32 * 1024 < place.kept <= LEAD
    sent = place.seat.sent
    place.reads()
    place.seat.acknowledge(after + 10)
    await settled()
    assert place.seat.sent > sent and place.kept <= 11 * len(LONG.encode())


async def test_two_hundred_who_never_read_share_one_budget(feed):
    server = serving(answering(1))
    places = [Place(server, feed, 25 * number) for number in range(200)]
    tracemalloc.start()
    for place in places:
        place.seat.wake()
    for _ in range(20):
        await settled()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    there = [place for place in places if not place.protocol.gone]
    assert sum(place.kept for place in there) <= UNSENT_ALL and len(there) > 100
    assert held < 64 * MIB, f"{held / MIB:.0f} MiB"


async def test_while_much_is_unread_nobody_is_sent_more_before_they_have_read(feed):
    server = serving(answering(1))
    place = Place(server, feed, 0)
    place.seat.wake()
    await settled()
    place.reads(all_but=10)
    server.unsent.owed = RELIEVED + 1
    place.seat.acknowledge(place.seat.sent)
    await settled()
    assert place.kept == 10 and not place.seat.overdue()
    place.reads()
    place.seat.wake()
    await settled()
    assert place.kept > 10


async def test_what_was_kept_for_a_socket_that_has_gone_is_kept_no_more(feed, monkeypatch):
    server = serving(answering(1))
    place = Place(server, feed, 0)
    place.seat.wake()
    await settled()
    assert server.unsent.owed == place.kept and list(server.unsent.waiting) == [place.protocol]
    place.protocol.factory = type("Factory", (), {"server_class": server})
    monkeypatch.setattr("dialogue.live.direct.WebSocketProtocol.connectionLost", lambda self, reason: None)
    place.protocol.connectionLost(None)
    assert not server.unsent.owed and not server.unsent.waiting


def test_guests_who_come_at_every_number_of_a_full_ring_share_what_is_joined():
    feed = Feed(1, Head("epoch", 0, 0))
    feed.append([Frame(seq, f"{seq} " + "x" * 1_500, "post.said", seq) for seq in range(1, 401)])
    tracemalloc.start()
    for after in range(400):
        messages = Seat(feed, Person(), after, 0, lambda: None, lambda: None).take()
        assert sum(len(message.framed) for message in messages) > 0
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # As text, and as what goes over the line.
    assert held < 3 * JOINED_BYTES


def test_somebody_else_at_the_same_number_is_served_from_what_was_joined():
    feed = Feed(1, Head("epoch", 0, 0))
    feed.append([Frame(seq, str(seq), "post.said", seq) for seq in range(1, 11)])
    assert feed.between(3, 10) is feed.between(3, 10)


async def test_a_storm_over_the_whole_record_keeps_few_pages(feed):
    pages = [feed.page(after) for after in range(0, 4_800, PAGE)]
    for each in pages:
        await each
    await settled()
    kept = [frame for reading in feed.reads.readings.values() for frame in reading.result()]
    assert 0 < sum(len(frame.text) for frame in kept) <= KEPT_BYTES and feed.page(4_600) is pages[-1]


async def test_a_reading_that_failed_is_tried_again_for_whoever_asks_next_and_a_good_one_is_shared():
    tries = []

    async def reading(work, *args):
        tries.append(work)
        if len(tries) == 1:
            raise ConnectionError("the database went away")
        return ["a page"]

    shared = Shared(len)
    shared.reading = reading
    with pytest.raises(ConnectionError):
        await shared.get("page", page)
    for _ in range(2):
        assert await shared.get("page", page) == ["a page"]
    assert len(tries) == 2
