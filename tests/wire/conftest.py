"""One server for all cases of this folder, with a room in which people speak in turn and a guest listens."""

import json
import time
from uuid import uuid4

import pytest

from tests.patience import promised
from tests.wire.frames import text
from tests.wire.line import Line
from tests.wire.server import COMMANDS, Tried

MIB = 1024 * 1024


class Place:
    """The server, and the neighbours who must not be disturbed by any case."""

    def __init__(self, server: Tried):
        self.server, self.path = server, "/live/rooms/rain/"
        self.cookies = [f"sessionid={session}" for session in server.sessions]
        self.said, self.acknowledged_at = 0, time.monotonic()
        self.speakers = [self.line().open(self.path, cookie=cookie) for cookie in self.cookies]
        self.guest = self.line().open(self.path)

    def line(self) -> Line:
        return Line(self.server.port)

    def opened(self) -> Line:
        """A second tab of a speaker: a socket for a case to misuse."""
        return self.line().open(self.path, cookie=self.cookies[0])

    @staticmethod
    def trouble(*lines: Line) -> list:
        for line in lines:
            line.until(lambda: False, 0.1)
        return [(line.ended, line.errors(), line.frames[-3:]) for line in lines]

    def say(self) -> int:
        """One of the speakers speaks; the number of the post, once all neighbours have heard it: within two seconds, in
        order, and once."""
        speaker = self.speakers[self.said % len(self.speakers)]
        speaker.send(text(json.dumps({"do": "post", "key": str(uuid4()), "text": "Rain is for all."})))
        self.said += 1
        acknowledge = time.monotonic() - self.acknowledged_at > 0.5
        if acknowledge:
            self.acknowledged_at = time.monotonic()
        expected = list(range(1, self.said + 1))
        for line in (self.guest, *self.speakers):
            assert line.until(lambda line=line: len(line.posts()) >= self.said, promised(2)), self.trouble(
                speaker, line
            )
            assert line.posts() == expected
            # Not after every post: acknowledgements count against what a line may send.
            if acknowledge:
                line.send(text(json.dumps({"do": "ack", "seq": self.said})))
        return self.said


@pytest.fixture(scope="package", params=list(COMMANDS))
def place(request, tmp_path_factory):
    """Kept for all cases; so its database is none of pytest's, which are emptied after every test."""
    server = Tried(request.param, tmp_path_factory.mktemp(request.param))
    try:
        place = Place(server)
        place.say()
        before = server.memory()
        yield place
        assert server.memory() - before < 48 * MIB
    finally:
        server.kill()


@pytest.fixture
def undisturbed(place):
    """Around every case: the neighbours go on hearing each other, and the server has nothing to complain about."""
    yield
    place.say()
    assert place.server.process.poll() is None
    assert not place.server.complaints()
