"""The load client counts right: a server that loses, doubles or delays one delivery is found out."""

import asyncio
import threading
from contextlib import contextmanager, suppress

import pytest
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

from tests.bench.build import NoCompiler, program
from tests.bench.load import Seat, load, write

SOCKETS, LATE = 5, 0.4


@pytest.fixture(scope="module", autouse=True)
def _compiler():
    try:
        program("load")
    except NoCompiler as reason:
        pytest.skip(f"THE LOAD CLIENT OF `make bench` IS NOT TESTED: {reason}")


class Town:
    """Gives every text to everyone; of the third text, the last to have come gets what `mischief` says."""

    def __init__(self, mischief: str):
        self.mischief, self.lines, self.texts = mischief, [], 0

    async def meet(self, line):
        self.lines.append(line)
        with suppress(ConnectionClosed):
            async for text in line:
                self.texts += 1
                for other in self.lines:
                    await self.give(other, text, self.texts == 3 and other is self.lines[-1])

    async def give(self, line, text: str, spoilt: bool):
        if not spoilt or self.mischief == "none":
            await line.send(text)
        elif self.mischief == "double":
            await line.send(text)
            await line.send(text)
        elif self.mischief == "delay":
            asyncio.get_running_loop().call_later(LATE, lambda: asyncio.ensure_future(line.send(text)))


@contextmanager
def town(mischief: str):
    """Its port; served by a thread of its own until the end."""
    opened, port, loop = threading.Event(), [], asyncio.new_event_loop()
    stop = asyncio.Event()

    async def live():
        async with serve(Town(mischief).meet, "127.0.0.1", 0, compression=None) as server:
            port.append(server.sockets[0].getsockname()[1])
            opened.set()
            await stop.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(live(),))
    thread.start()
    try:
        assert opened.wait(5)
        yield port[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()


def measured(mischief: str, tmp_path) -> dict:
    seats = write([Seat()] * SOCKETS, tmp_path / "seats")
    # The last post is sent a tenth of a second before the end, so that the measured second and a half holds all of it.
    pace = {"rate": 5, "settle": 0.1, "warm": 0, "seconds": 1.5}
    with town(mischief) as port, load(port, seats, "plain", **pace) as running:
        assert running.next()["live"] == SOCKETS
        return running.next()


def test_an_honest_server_is_found_without_fault(tmp_path):
    told = measured("none", tmp_path)
    assert told["posts"] == 8
    assert told["deliveries"] == told["posts"] * SOCKETS
    assert (told["lost"], told["doubled"]) == (0, 0)
    assert 0 < told["seen_ms"]["p50"] <= told["seen_ms"]["max"] < LATE * 1000


def test_one_lost_delivery_is_missed(tmp_path):
    told = measured("drop", tmp_path)
    assert (told["lost"], told["doubled"]) == (1, 0)
    assert told["deliveries"] == told["posts"] * SOCKETS - 1


def test_one_doubled_delivery_is_not_counted_twice(tmp_path):
    told = measured("double", tmp_path)
    assert (told["lost"], told["doubled"]) == (0, 1)
    assert told["deliveries"] == told["posts"] * SOCKETS


def test_one_late_delivery_is_the_longest(tmp_path):
    told = measured("delay", tmp_path)
    assert (told["lost"], told["doubled"]) == (0, 0)
    # The histogram's buckets are 1.6 % wide, and told by their lower end.
    assert LATE * 1000 * 0.984 <= told["seen_ms"]["max"] < LATE * 1000 + 300
    assert told["seen_ms"]["p50"] < LATE * 1000 / 2
