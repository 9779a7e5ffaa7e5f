import asyncio
import os
import signal

import pytest

from dialogue.live import bell
from dialogue.live.bell import Bell, Present, Ring
from forum.embedded import Embedded


@pytest.fixture
def server(tmp_path, settings):
    with Embedded(tmp_path) as embedded:
        settings.REDIS_URL = embedded.url
        yield embedded


class Process:
    """One process's rope, and what it heard."""

    def __init__(self):
        self.heard: list = []
        self.missed = 0
        self.bell = Bell(self.heard.append, self._missed)

    def _missed(self):
        self.missed += 1

    async def __aenter__(self):
        self.task = asyncio.create_task(self.bell.run())
        await until(lambda: self.bell.connected)
        return self

    async def __aexit__(self, *error):
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


async def until(true, seconds: float = 8.0):
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.02)


async def test_what_one_process_rings_the_others_hear_and_it_does_not(server):
    async with Process() as here, Process() as there:
        here.bell.ring(Ring(here.bell.sender, 7, 42, 3, ['{"seq":42}']))
        here.bell.ring(Present(here.bell.sender, 7, {"citizen": 2}))
        await until(lambda: len(there.heard) == 2)
        assert (there.heard[0].head, there.heard[0].frames) == (42, ['{"seq":42}'])
        assert there.heard[1].sectors == {"citizen": 2}
        assert here.heard == []


async def test_a_killed_server_is_noticed_and_found_again(server):
    async with Process() as here, Process() as there:
        os.kill(server.process.pid, signal.SIGKILL)
        await until(lambda: not here.bell.connected and not there.bell.connected)
        here.bell.ring(Ring(here.bell.sender, 7, 1))
        await until(lambda: server.tend() or server.answers())
        await until(lambda: here.bell.connected and there.bell.connected)
        assert there.missed == 2
        here.bell.ring(Ring(here.bell.sender, 7, 2))
        await until(lambda: [ring.head for ring in there.heard] == [2])


async def test_a_frozen_server_is_noticed_by_our_own_probe(server, monkeypatch):
    monkeypatch.setattr(bell, "PROBE_EVERY", 0.3)
    async with Process() as here:
        os.kill(server.process.pid, signal.SIGSTOP)
        try:
            await until(lambda: not here.bell.connected, 4)
        finally:
            os.kill(server.process.pid, signal.SIGCONT)
        await until(lambda: here.bell.connected)


async def test_what_is_no_ring_is_passed_over(server):
    import redis

    async with Process() as here, Process() as there:
        redis.Redis.from_url(server.url).publish(bell.CHANNEL, b"\xff not a ring")
        here.bell.ring(Ring(here.bell.sender, 7, 5))
        await until(lambda: len(there.heard) == 1)
