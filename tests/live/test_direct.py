"""The tuned way out: what it relies on is still so, and the same people hear the same things without it."""

import inspect
import time

import pytest
from autobahn.twisted import websocket as autobahn_on_twisted
from autobahn.websocket import protocol as autobahn
from autobahn.websocket.protocol import WebSocketProtocol
from daphne.server import Server as Daphne
from daphne.ws_protocol import WebSocketFactory
from daphne.ws_protocol import WebSocketProtocol as DaphneProtocol
from twisted.internet import tcp
from twisted.internet.abstract import FileDescriptor

from dialogue.live import seat as seat_module
from dialogue.live.closing import TOO_SLOW
from dialogue.live.feed import Feed
from dialogue.live.frames import Frame, Message, joined
from dialogue.live.line import DirectLine
from dialogue.live.reading import Head
from dialogue.live.seat import PATIENCE, WINDOW, Person, Seat
from tests.live.lines import session_of
from tests.live.processes import DAPHNE, SERVE, UVICORN, servers

WAYS = pytest.mark.parametrize("command", [SERVE, DAPHNE, UVICORN], ids=["serve", "daphne", "uvicorn"])


def test_what_the_tuned_protocol_relies_on_is_still_so():
    assert WebSocketFactory.protocol is DaphneProtocol
    body = inspect.getsource(FileDescriptor.write)
    assert "_tempDataBuffer.append(data)" in body and "_tempDataLen += len(data)" in body
    assert {"dataBuffer", "offset", "_tempDataBuffer", "_tempDataLen"} <= set(
        vars(FileDescriptor) | vars(FileDescriptor(object()))
    )
    assert issubclass(tcp.Server, tcp.Connection) and "self.socket: socket.socket = skt" in inspect.getsource(
        tcp.Connection.__init__
    )
    assert "pformat(configAttrLog)" in inspect.getsource(WebSocketProtocol._connectionMade)
    assert "hltype(self.dataReceived)" in inspect.getsource(autobahn_on_twisted) and hasattr(autobahn, "hltype")
    assert hasattr(autobahn, "hlval") and hasattr(autobahn_on_twisted, "hlval")
    sending = inspect.getsource(WebSocketProtocol.sendData)
    assert "len(self.send_queue) > 0" in sending and "self.transport.write(data)" in sending
    receiving = inspect.getsource(WebSocketProtocol._dataReceived) + inspect.getsource(WebSocketProtocol.processData)
    assert "self.data += data" in receiving and "self.current_frame is None" in receiving
    assert "self.inside_message" in receiving
    ending = inspect.getsource(WebSocketProtocol.onMessageEnd)
    assert 'b"".join(self.message_data)' in ending and "self.message_data = None" in ending and "failedByMe" in ending
    assert list(inspect.signature(Daphne.create_application).parameters) == ["self", "protocol", "scope"]
    assert "kill_all_applications" in inspect.getsource(Daphne.run)
    assert "self.last_ping" in inspect.getsource(DaphneProtocol.check_timeouts)


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536])
def test_a_message_is_framed_as_the_standard_says(size):
    from websockets.frames import Frame, Opcode

    assert Message("x" * size).framed == Frame(Opcode.TEXT, b"x" * size).serialize(mask=False)


def test_words_of_every_script_are_framed_by_their_bytes():
    assert Message("مرحبا").framed[1] == len("مرحبا".encode())
    assert [message.text for message in joined(["é" * 10_000] * 3)] == ["é" * 10_000] * 3


@pytest.mark.django_db(transaction=True)
@WAYS
def test_ada_and_bo_hear_the_same_on_every_server(room, ada, bo, command):
    with servers(1, command=command) as (server,):
        hers, his = server.line(room, session_of(ada)), server.line(room, session_of(bo))
        for number in range(30):
            hers.send(do="post", text=f"Ada {number}: " + "Ñandú – مرحبا " * number)
            his.send(do="post", text=f"Bo {number}")
        for line in (hers, his):
            line.listen(lambda line=line: len(line.numbers) >= 60 and len(line.answers) == 30)
            assert line.numbers == list(range(1, 61))
            line.close()


class Unread:
    """A connection whose other end reads nothing: all stays with us."""

    def __init__(self):
        self.kept = 0
        self.said_goodbye = None

    def put(self, framed: bytes) -> None:
        self.kept += len(framed)

    def backlog(self) -> int:
        return self.kept

    def crowded(self) -> bool:
        return False

    def hang_up(self, code: int, deaf: bool = False) -> None:
        self.said_goodbye = code


async def test_somebody_who_acknowledges_without_reading_is_sent_a_window_and_then_away(monkeypatch):
    """Acknowledging is a claim. What the system does not take is seen on the line itself."""
    feed = Feed(1, Head("epoch", 0, 0))
    unread = Unread()
    line = DirectLine(unread, lambda text, size: None, lambda size: True)
    seat = Seat(feed, Person(), 0, 0, line.ready, lambda: None)
    line.serve(seat)
    for seq in range(1, 1_001):
        feed.append([Frame(seq, "x" * 1_000, "room.opened", None)])
        seat.wake()
        assert seat.acknowledge(seat.sent)
    assert WINDOW < unread.kept < WINDOW + 2_000
    assert seat.lags() and not seat.overdue()
    monkeypatch.setattr(seat_module, "monotonic", lambda: time.monotonic() + PATIENCE + 1)
    assert seat.overdue()
    seat.close(TOO_SLOW)
    assert unread.said_goodbye == TOO_SLOW


async def test_a_line_that_takes_again_gets_all_that_it_missed():
    feed = Feed(1, Head("epoch", 0, 0))
    unread = Unread()
    line = DirectLine(unread, lambda text, size: None, lambda size: True)
    seat = Seat(feed, Person(), 0, 0, line.ready, lambda: None)
    line.serve(seat)
    unread.kept = WINDOW + 1
    feed.append([Frame(1, "x", "room.opened", None)])
    seat.wake()
    assert seat.sent == 0 and seat.stalled_since
    unread.kept = 0
    seat.wake()
    assert seat.sent == 1 and seat.stalled_since is None
