import asyncio

import pytest
from django.db import InterfaceError, OperationalError

from dialogue.live import gathering
from dialogue.live.gathering import Gathering
from dialogue.live.refusals import Busy, NotFound
from tests.patience import PATIENCE


async def test_what_comes_while_one_batch_is_worked_on_goes_together_next():
    trips: list[list] = []

    async def work(batch):
        trips.append(batch)
        await asyncio.sleep(0.01)
        return [item * 2 for item in batch]

    gathered = Gathering(work, batch=10, limit=100)
    first = gathered.submit(1)
    await asyncio.sleep(0)
    others = [gathered.submit(number) for number in range(2, 15)]
    assert [await one for one in (first, *others)] == [number * 2 for number in range(1, 15)]
    assert [len(trip) for trip in trips] == [1, 10, 3]


async def test_a_refusal_reaches_only_the_one_it_is_for():
    async def work(batch):
        return [NotFound() if item == "mallory" else item for item in batch]

    gathered = Gathering(work, batch=10, limit=100)
    ada, mallory = gathered.submit("ada"), gathered.submit("mallory")
    assert await ada == "ada"
    with pytest.raises(NotFound):
        await mallory


async def test_more_than_can_wait_are_told_so_at_once():
    async def work(batch):
        await asyncio.sleep(0.05)
        return batch

    gathered = Gathering(work, batch=1, limit=2)
    waiting = [gathered.submit(number) for number in range(2)]
    with pytest.raises(Busy):
        await gathered.submit(3)
    assert [await one for one in waiting] == [0, 1]


async def test_nobody_waits_for_a_database_that_has_stopped(monkeypatch):
    monkeypatch.setattr(gathering, "PATIENCE", 0.1)
    monkeypatch.setattr(gathering, "LOOK_EVERY", 0.05)
    stopped = asyncio.Event()

    async def work(batch):
        await stopped.wait()
        return batch

    gathered = Gathering(work, batch=1, limit=10)
    on_its_way, waiting = gathered.submit("ada"), gathered.submit("bo")
    async with asyncio.timeout(PATIENCE):
        for one in (on_its_way, waiting):
            with pytest.raises(Busy):
                await one
    stopped.set()
    assert await gathered.submit("grace") == "grace"


async def test_one_that_nobody_foresaw_costs_nobody_else_their_place(caplog):
    trips: list[int] = []

    async def work(batch):
        trips.append(len(batch))
        if "mallory" in batch:
            raise ValueError("A string literal cannot contain NUL (0x00) characters.")
        return batch

    gathered = Gathering(work, batch=100, limit=100)
    first = gathered.submit("the first goes alone")
    await asyncio.sleep(0)
    crowd = {name: gathered.submit(name) for name in ["mallory", *(f"guest {number}" for number in range(30))]}
    with pytest.raises(Busy):
        await crowd.pop("mallory")
    assert await first and [await one for one in crowd.values()] == list(crowd)
    # Found by halving, not by a trip for each.
    assert trips[:2] == [1, 31] and 1 in trips[2:] and len(trips) < 14
    assert caplog.text.count("Traceback") == 1
    assert await gathered.submit("sound") == "sound"


@pytest.mark.parametrize("error", [OperationalError("the server closed the connection"), InterfaceError("closed")])
async def test_a_database_that_is_away_is_not_asked_for_each_of_them_again(error):
    trips: list[int] = []

    async def work(batch):
        trips.append(len(batch))
        raise error

    gathered = Gathering(work, batch=100, limit=100)
    crowd = [gathered.submit(number) for number in range(50)]
    for one in crowd:
        with pytest.raises(Busy):
            await one
    assert trips == [50]
