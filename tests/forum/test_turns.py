"""Whoever asks for everything waits for their own; everybody else has their turn."""

import asyncio

from forum.turns import Turns


async def waiting(turns: Turns, network: str, served: list[str]) -> asyncio.Task:
    async def take():
        await turns.take(network)
        served.append(network)

    task = asyncio.create_task(take())
    await asyncio.sleep(0)
    return task


async def test_ada_waits_for_one_request_of_mallory_and_not_for_a_hundred():
    turns, served = Turns(1), []
    await turns.take("mallory")
    for _ in range(100):
        await waiting(turns, "mallory", served)
    await waiting(turns, "ada", served)
    for _ in range(2):
        turns.give_back()
        await asyncio.sleep(0)
    assert "ada" in served


async def test_of_one_network_whoever_came_first_is_first_and_no_place_is_lost():
    turns, order = Turns(2), []

    async def work(number):
        await turns.take("hall")
        order.append(number)
        await asyncio.sleep(0)
        turns.give_back()

    await asyncio.gather(*(work(number) for number in range(50)))
    assert order == list(range(50))
    assert turns.free == 2 and not turns.waiting


async def test_who_goes_away_while_waiting_takes_no_place_along():
    turns, served = Turns(1), []
    await turns.take("bo")
    gone = await waiting(turns, "mallory", served)
    called_up = await waiting(turns, "ada", served)
    gone.cancel()
    await asyncio.sleep(0)
    turns.give_back()
    called_up.cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert served == [] and turns.free == 1 and not turns.waiting
