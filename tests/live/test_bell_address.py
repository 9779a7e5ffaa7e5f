"""Every form of REDIS_URL that is documented comes down to the right plain addresses."""

import pytest
import redis

from dialogue.live.belfry import SHARDS, Address, Place, channel, places, shard_of


@pytest.mark.parametrize(
    "url", ["redis://localhost:6379/0", "rediss://ada:secret@redis.example:6380/1", "unix:///run/redis.sock?db=2"]
)
async def test_one_server_is_used_as_it_is_written(url):
    assert await places(url) == [Place(url, list(range(SHARDS)), sharded=False)]


def test_hosts_and_ports_are_told_apart_and_ports_may_be_left_out():
    assert set(Address("redis+sentinel://one,two:5,[::1]:7/mymaster").hosts) == {("one", 26379), ("two", 5), ("::1", 7)}
    assert set(Address("redis+cluster://one,two:5").hosts) == {("one", 6379), ("two", 5)}


def test_who_we_are_and_how_we_connect_goes_along_and_the_sentinels_own_password_does_not():
    address = Address("rediss+sentinel://ada:a%40b@one/mymaster/3?ssl_cert_reqs=none&sentinel_password=other")
    assert (
        address.plain("10.0.0.1", 6379, address.login, "3") == "rediss://ada:a%40b@10.0.0.1:6379/3?ssl_cert_reqs=none"
    )
    assert address.plain("::1", 6379, "").startswith("rediss://[::1]:6379/?")


@pytest.mark.parametrize(
    "url", ["redis+sentinel://127.0.0.1:1,127.0.0.1:2/mymaster", "redis+cluster://127.0.0.1:1,127.0.0.1:2"]
)
async def test_when_nobody_answers_that_is_one_error(url):
    with pytest.raises(redis.ConnectionError):
        await places(url)


def test_rooms_are_spread_evenly_over_the_shards_and_all_shards_differ():
    assert {shard_of(stream) for stream in range(500)} == set(range(SHARDS))
    assert len({channel(shard) for shard in range(SHARDS)}) == SHARDS
