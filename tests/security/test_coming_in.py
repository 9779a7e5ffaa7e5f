"""Rights that change while somebody is between the door and their seat, or before a process that has just begun hears of any."""

import asyncio

import pytest
from asgiref.sync import sync_to_async

from dialogue.live.closing import NOT_HERE
from dialogue.live.hub import Hub
from dialogue.live.watch import Watch
from tests.live.lines import Line
from tests.patience import soon

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


@pytest.fixture
def inner(members_room, ada):
    members_room.admit(ada)
    return members_room


async def test_who_is_shut_out_between_the_door_and_the_seat_does_not_stay(inner, ada, monkeypatch):
    reaches = Hub.reaches

    async def and_meanwhile(hub, *asked):
        await soon(lambda: hub.access)
        before = hub.rights
        await sync_to_async(inner.dismiss)(ada)
        await soon(lambda: hub.rights > before)
        return await reaches(hub, *asked)

    monkeypatch.setattr(Hub, "reaches", and_meanwhile)
    async with Line(inner, ada) as line:
        assert await line.hear("closed") == {"closed": NOT_HERE}


async def test_who_came_before_their_process_hears_of_rights_is_asked_when_it_does(inner, ada, monkeypatch):
    follows, find = asyncio.Event(), Watch._access_feed

    async def late(watch):
        await follows.wait()
        return await find(watch)

    monkeypatch.setattr(Watch, "_access_feed", late)
    async with Line(inner, ada) as line:
        await sync_to_async(inner.dismiss)(ada)
        follows.set()
        assert await line.hear("closed") == {"closed": NOT_HERE}
