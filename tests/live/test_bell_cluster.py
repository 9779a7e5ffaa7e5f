"""The bell on a Redis Cluster of three nodes: every shard at its node, and along with its slot when that moves."""

import asyncio

import pytest
from redis.crc import key_slot

from dialogue.live import belfry
from tests.live.redis_servers import Cluster
from tests.live.ropes import Process
from tests.patience import soon

EVERY_SHARD = set(range(100, 100 + belfry.SHARDS))


@pytest.fixture
def cluster(tmp_path, settings):
    cluster = Cluster(tmp_path)
    settings.REDIS_URL = cluster.url
    yield cluster
    cluster.end()


async def heard_on_every_shard(here: Process, there: Process) -> None:
    there.heard.clear()
    for stream in EVERY_SHARD:
        here.ring(stream)
    await soon(lambda: len(there.heard) >= belfry.SHARDS)
    assert there.streams() == EVERY_SHARD and len(there.heard) == belfry.SHARDS


async def test_rings_of_every_shard_are_heard_and_each_node_carries_its_part(cluster):
    async with Process() as here, Process() as there:
        await heard_on_every_shard(here, there)
        await heard_on_every_shard(there, here)
        carried = [len(node.client.execute_command("PUBSUB SHARDCHANNELS", "*{*}")) for node in cluster.nodes]
        assert sum(carried) == belfry.SHARDS and all(carried)
        # A line to listen and one to ring for each node, whatever the number of shards; one is this question's.
        assert all(len(node.client.client_list(_type="pubsub")) == 2 for node in cluster.nodes)


async def test_a_slot_that_moves_takes_its_shard_along(cluster):
    async with Process() as here, Process() as there:
        await heard_on_every_shard(here, there)
        await asyncio.to_thread(cluster.move, key_slot(belfry.channel(3).encode()))
        await soon(lambda: here.missed >= 2 and there.missed >= 2 and here.bell.connected and there.bell.connected)
        await heard_on_every_shard(here, there)


async def test_a_node_that_dies_silences_the_bell_until_it_is_back(cluster):
    async with Process() as here, Process() as there:
        await asyncio.to_thread(cluster.nodes[1].kill)
        await soon(lambda: not here.bell.connected and not there.bell.connected)
        await asyncio.to_thread(cluster.nodes[1].start)
        await soon(lambda: here.bell.connected and there.bell.connected)
        await heard_on_every_shard(here, there)
