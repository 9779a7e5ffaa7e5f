"""The bell on one server: heard by the others, noticed when it is dead, frozen or half dead, and found again."""

import asyncio
import logging
import os
import signal

import pytest
import redis

from dialogue.live import belfry, rope
from dialogue.live.bell import Present, Ring
from forum.embedded import Embedded
from tests.live.ropes import Process
from tests.live.wiretap import Wiretap
from tests.patience import PATIENCE, promised, soon


@pytest.fixture
def server(tmp_path, settings):
    with Embedded(tmp_path) as embedded:
        settings.REDIS_URL = embedded.url
        yield embedded


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(rope, "PROBE_EVERY", 0.3)


async def test_what_one_process_rings_the_others_hear_and_it_does_not(server):
    async with Process() as here, Process() as there:
        here.bell.ring(Ring(here.bell.sender, 7, "e", 42, 3, ['{"seq":42}']))
        here.bell.ring(Present(here.bell.sender, 7, cells={"": 2}))
        await soon(lambda: len(there.heard) == 2)
        assert (there.heard[0].head, there.heard[0].frames) == (42, ['{"seq":42}'])
        assert there.heard[1].cells == {"": 2}
        assert here.heard == []


async def test_many_rings_at_once_all_arrive_in_their_order_and_share_round_trips(server):
    async with Process() as here, Process() as there:
        before = redis.Redis.from_url(server.url).info("stats")["total_reads_processed"]
        for head in range(1, 501):
            here.ring(7, head)
        await soon(lambda: len(there.heard) == 500)
        assert [ring.head for ring in there.heard] == list(range(1, 501))
        assert redis.Redis.from_url(server.url).info("stats")["total_reads_processed"] - before < 100


async def test_more_rings_than_anybody_waits_for_are_dropped_and_hold_nobody_up(server):
    async with Process() as here, Process() as there:
        for head in range(1, 3_001):
            here.ring(7, head)
        assert here.bell.ropes[7].waiting.qsize() == rope.WAITING
        await soon(lambda: len(there.heard) == rope.WAITING)


async def test_a_killed_server_is_noticed_and_found_again(server):
    async with Process() as here, Process() as there:
        os.kill(server.process.pid, signal.SIGKILL)
        await soon(lambda: not here.bell.connected and not there.bell.connected)
        assert here.bell.probe_age is None
        here.ring(7, 1)
        await soon(lambda: server.tend() or server.answers())
        await soon(lambda: here.bell.connected and there.bell.connected)
        assert there.missed == 2
        here.ring(7, 2)
        await soon(lambda: [ring.head for ring in there.heard] == [2])


async def test_a_frozen_server_is_noticed_by_our_own_probe(server, quick):
    async with Process() as here:
        os.kill(server.process.pid, signal.SIGSTOP)
        try:
            await soon(lambda: not here.bell.connected, promised(4))
        finally:
            os.kill(server.process.pid, signal.SIGCONT)
        await soon(lambda: here.bell.connected)
        assert here.missed == 2


async def test_a_line_on_which_nothing_comes_back_is_noticed_by_our_own_probe(server, settings, quick):
    """Half open: what we send is taken and answered, what we listen to is dead."""
    async with Wiretap(str(server.path)) as tap:
        settings.REDIS_URL = tap.url
        async with Process() as here, Process() as there:
            here.ring(7)
            await soon(lambda: there.streams() == {7})
            tap.deafen()
            await soon(lambda: not here.bell.connected and not there.bell.connected, promised(3))
            tap.mend()
            await soon(lambda: here.bell.connected and there.bell.connected)
            here.ring(8)
            await soon(lambda: there.streams() == {7, 8})


async def test_the_probe_tells_how_fresh_the_bell_is_and_disturbs_nobody(server, quick):
    async with Process() as here, Process() as there:
        await soon(lambda: here.bell.probe_age is not None)
        assert 0 <= here.bell.probe_age < promised(0.7)
        assert there.heard == here.heard == []
        os.kill(server.process.pid, signal.SIGSTOP)
        await soon(lambda: here.bell.probe_age is None or here.bell.probe_age > 0.2)
        os.kill(server.process.pid, signal.SIGCONT)


async def test_an_outage_is_one_line_in_the_log_and_its_end_another(server, quick, monkeypatch, caplog):
    monkeypatch.setattr("dialogue.live.bell.LONGEST", 0.1)
    with caplog.at_level(logging.INFO, "dialogue"):
        async with Process() as here:
            os.kill(server.process.pid, signal.SIGKILL)
            await soon(lambda: caplog.records)
            # Some ten tries: each could say it again.
            await asyncio.sleep(1)
            assert [record.getMessage()[:18] for record in caplog.records] == ["The bell is silent"]
            await soon(lambda: server.tend() or server.answers())
            await soon(lambda: len(caplog.records) == 2)
            assert caplog.records[1].getMessage() == "The bell rings again"
            assert here.bell.connected


async def test_what_nobody_of_the_forum_signed_is_passed_over_and_told_once(server, caplog):
    async with Process() as here, Process() as there:
        stranger = redis.Redis.from_url(server.url)
        for _ in range(20):
            stranger.publish(belfry.channel(7), b"\xff not a ring")
        here.ring(7, 5)
        await soon(lambda: len(there.heard) == 1)
        assert len([record for record in caplog.records if "not taken (forged)" in record.getMessage()]) == 2


async def test_an_error_in_whoever_hears_is_told_and_the_bell_is_hung_anew(server, caplog):
    async with Process() as here, Process() as there:
        there.bell.heard = lambda ring: 1 / 0
        here.ring(7)
        await soon(lambda: not there.bell.connected)
        assert "ZeroDivisionError" in caplog.text
        there.bell.heard = there.heard.append
        await soon(lambda: there.bell.connected)
        here.ring(8)
        await soon(lambda: there.streams() == {8})


async def test_another_forum_on_the_same_server_is_not_heard(server, settings):
    async with Process() as ours:
        settings.SECRET_KEY = "of quite another forum"
        belfry.channel.cache_clear()
        try:
            async with Process() as theirs:
                theirs.ring(7)
                settings.SECRET_KEY = "of yet another"
                await asyncio.sleep(0.3)
                assert ours.heard == []
        finally:
            belfry.channel.cache_clear()


async def test_a_hub_ends_also_when_its_server_ended_first(tmp_path, settings):
    from dialogue.live.hub import Hub

    with Embedded(tmp_path) as embedded:
        settings.REDIS_URL = embedded.url
        hub = Hub.here()
        await soon(lambda: hub.bell.connected)
    async with asyncio.timeout(PATIENCE):
        await hub.stop()
