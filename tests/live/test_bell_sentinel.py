"""The bell behind Sentinel: after a failover it is heard at the new master within seconds."""

import asyncio

import pytest

from dialogue.live import rope
from dialogue.live.belfry import channel
from tests.live.redis_servers import Watched
from tests.live.ropes import Process
from tests.patience import soon


@pytest.fixture
def watched(tmp_path, settings):
    watched = Watched(tmp_path)
    settings.REDIS_URL = watched.url
    yield watched
    watched.end()


async def listeners(server) -> int:
    """How many processes hear the bell at this server."""
    return (await asyncio.to_thread(server.client.pubsub_numsub, channel(7)))[0][1]


@pytest.mark.parametrize("fault", ["kill", "freeze"])
async def test_after_a_failover_the_bell_is_heard_at_the_new_master(watched, fault, monkeypatch):
    monkeypatch.setattr(rope, "PROBE_EVERY", 1.0)
    async with Process() as here, Process() as there:
        here.ring(7)
        await soon(lambda: there.streams() == {7})
        assert (await listeners(watched.master), await listeners(watched.replica)) == (2, 0)
        await asyncio.to_thread(getattr(watched.master, fault))
        await soon(lambda: not here.bell.connected and not there.bell.connected)
        await soon(lambda: here.bell.connected and there.bell.connected)
        assert await listeners(watched.replica) == 2
        here.ring(8)
        await soon(lambda: there.streams() == {7, 8})


async def test_a_master_that_is_none_any_more_is_left(watched):
    """The old master lives on and could be heard; the others have moved."""
    async with Process() as here:
        await asyncio.to_thread(watched.sentinel.client.execute_command, "SENTINEL FAILOVER", "mymaster")
        await soon(lambda: here.missed >= 2 and here.bell.connected)
        assert (await listeners(watched.master), await listeners(watched.replica)) == (0, 1)
