"""Where nobody listens, in the worker or a command, the bell is rung all the same: on a line that is kept."""

import asyncio
import os
import signal
import time

import pytest
import redis

from dialogue.live import bell
from forum.embedded import Embedded
from tests.live.redis_servers import Cluster, Watched
from tests.live.ropes import Process
from tests.patience import promised, soon


@pytest.fixture
def server(tmp_path, settings):
    with Embedded(tmp_path) as embedded:
        settings.REDIS_URL = embedded.url
        yield embedded


async def announce(stream: int, head: int = 1) -> float:
    """As a worker does, in a thread; how long it took."""
    began = time.monotonic()
    await asyncio.to_thread(bell.announce, stream, "e", head, 0)
    return time.monotonic() - began


async def test_a_command_rings_and_keeps_its_line(server):
    async with Process() as there:
        await announce(7)
        before = redis.Redis.from_url(server.url).info("stats")["total_connections_received"]
        for head in range(2, 50):
            await announce(7, head)
        await soon(lambda: [ring.head for ring in there.heard] == list(range(1, 50)))
        assert redis.Redis.from_url(server.url).info("stats")["total_connections_received"] == before + 1


async def test_a_restarted_server_is_rung_at_once(server):
    await announce(7)
    os.kill(server.process.pid, signal.SIGKILL)
    await soon(lambda: server.tend() or server.answers())
    await soon(server.answers)
    async with Process() as there:
        await announce(8)
        await soon(lambda: there.streams() == {8})


@pytest.mark.parametrize("fault", [signal.SIGKILL, signal.SIGSTOP])
async def test_a_dead_server_holds_up_no_commit(server, fault):
    await announce(7)
    os.kill(server.process.pid, fault)
    try:
        assert await announce(7) < promised(2.5)
        assert max([await announce(7) for _ in range(50)]) < promised(0.1)
    finally:
        if fault == signal.SIGSTOP:
            os.kill(server.process.pid, signal.SIGCONT)


@pytest.mark.parametrize("place", [Cluster, Watched])
async def test_it_is_rung_on_a_cluster_and_behind_sentinel_too(place, tmp_path, settings):
    servers = await asyncio.to_thread(place, tmp_path)
    settings.REDIS_URL = servers.url
    try:
        async with Process() as there:
            for stream in range(20):
                await announce(stream)
            await soon(lambda: there.streams() == set(range(20)))
    finally:
        servers.end()
