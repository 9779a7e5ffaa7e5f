"""A process that ends: nobody new sits down, and what is being written is answered."""

import asyncio
from types import SimpleNamespace

import pytest
from twisted.internet import defer

from dialogue.live.closing import RESTART
from dialogue.live.hub import Hub
from dialogue.live.leaving import leave
from tests.live.http_lines import serving
from tests.live.lines import Line

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


async def test_whoever_comes_to_a_process_that_ends_is_sent_to_another(room, monkeypatch):
    monkeypatch.setattr(Hub, "leaving", False)
    async with Line(room) as early:
        await early.hear("welcome")
        await leave()
        assert (await early.hear("closed"))["closed"] == RESTART
    async with Line(room) as late:
        assert (await late.hear("closed"))["closed"] == RESTART


async def test_nobody_new_comes_in_at_the_port_of_a_process_that_ends(monkeypatch):
    server, closed = serving(None), []
    monkeypatch.setattr(server, "_send_everyone_on", lambda: asyncio.sleep(0))
    monkeypatch.setattr(server, "_kill_the_rest", lambda: closed.append("the rest"))
    listening = defer.succeed(SimpleNamespace(stopListening=lambda: closed.append("port")))
    # As daphne does.
    server.listeners = [listening.addCallback(server.listen_success)]
    await server.kill_all_applications().asFuture(asyncio.get_running_loop())
    assert closed == ["port", "the rest"]


async def test_what_is_being_written_when_a_process_ends_is_answered_first():
    hub, committed = Hub.here(), asyncio.Event()

    async def slow(batch):
        await committed.wait()
        return ["said" for _ in batch]

    hub.writer.jobs.work = slow
    answer = hub.writer.submit(list, SimpleNamespace(stream_id=1))
    stopping = asyncio.create_task(hub.stop())
    # It cannot have stopped: this only gives it the time to do so wrongly.
    assert not (await asyncio.wait({stopping}, timeout=0.05))[0]
    committed.set()
    await stopping
    assert answer.done() and answer.result() == "said"
