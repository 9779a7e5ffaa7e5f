"""Whoever asks for everything waits for their own; everybody else has their turn."""

import asyncio

import pytest

from dialogue.limits.networks import network, site
from forum.turns import Turns


async def waiting(turns: Turns, network: str, served: list[str], site: str = "") -> asyncio.Task:
    async def take():
        await turns.take(site or network, network)
        served.append(network)

    task = asyncio.create_task(take())
    await asyncio.sleep(0)
    return task


@pytest.mark.parametrize("networks", [1, 200])
async def test_ada_waits_for_one_request_of_mallory_however_many_networks_send_them(networks):
    turns, served = Turns(1), []
    await turns.take("mallory's", "mallory 0")
    for number in range(200):
        await waiting(turns, f"mallory {number % networks}", served, "mallory's")
    await waiting(turns, "ada", served)
    for place in ("mallory's", "mallory's"):
        turns.give_back(place)
        await asyncio.sleep(0)
    assert "ada" in served


async def test_a_neighbour_of_mallory_waits_for_one_request_of_each_network_of_the_site_and_not_for_all():
    turns, served = Turns(1), []
    await turns.take("site", "mallory")
    for _ in range(100):
        await waiting(turns, "mallory", served, "site")
    await waiting(turns, "bo", served, "site")
    await waiting(turns, "ada", served, "elsewhere")
    for place in ("site", "site", "elsewhere", "site"):
        turns.give_back(place)
        await asyncio.sleep(0)
    assert served == ["mallory", "ada", "bo", "mallory"]


async def test_whoever_takes_all_they_can_holds_half_of_the_places_and_ada_comes_in_without_waiting():
    turns, served = Turns(4), []
    for number in range(10):
        await waiting(turns, f"mallory {number}", served, "mallory's")
    assert len(served) == 2
    await waiting(turns, "ada", served)
    await waiting(turns, "bo", served)
    assert served[2:] == ["ada", "bo"] and not turns.free
    # Nobody else waits: what ada gives back stays free, and mallory's turn comes with her own place.
    turns.give_back("ada")
    await asyncio.sleep(0)
    assert turns.free == 1 and len(served) == 4
    turns.give_back("mallory's")
    await asyncio.sleep(0)
    assert served[4:] == ["mallory 2"]


def test_who_shares_a_site_and_a_network():
    assert site("2001:db8:1:100::1") == site("2001:db8:1:ff00::9") != site("2001:db8:2::1")
    assert network("2001:db8:1:100::1") != network("2001:db8:1:ff00::9")
    assert site("203.0.113.7") == site("::ffff:203.0.113.9") == "203.0.113.0/24" != site("203.0.114.7")
    assert network("203.0.113.7") != network("203.0.113.9")
    assert site("") == network("") == ""


async def test_of_one_network_whoever_came_first_is_first_and_no_place_is_lost():
    turns, order = Turns(2), []

    async def work(number):
        await turns.take("hall", "hall")
        order.append(number)
        await asyncio.sleep(0)
        turns.give_back("hall")

    await asyncio.gather(*(work(number) for number in range(50)))
    assert order == list(range(50))
    assert turns.free == 2 and not turns.waiting and not turns.held


async def test_who_goes_away_while_waiting_takes_no_place_along():
    turns, served = Turns(1), []
    await turns.take("bo", "bo")
    gone = await waiting(turns, "mallory", served)
    called_up = await waiting(turns, "ada", served)
    gone.cancel()
    await asyncio.sleep(0)
    turns.give_back("bo")
    called_up.cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert served == [] and turns.free == 1 and not turns.waiting and not turns.held
