import asyncio
import json

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient

from dialogue.live import sse
from tests.live.lines import session_of
from tests.patience import PATIENCE
from tests.people import react, say

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


class Browser(AsyncClient):
    address = ""

    def _base_scope(self, **request) -> dict:
        return super()._base_scope(**request) | {"client": [self.address, 1]}


class Listener:
    """Reads server-sent events as a browser does."""

    def __init__(self, room, session: str = "", address: str = "127.0.0.1", **headers):
        client = Browser(headers=headers)
        client.address = address
        if session:
            client.cookies["sessionid"] = session
        self.asking = client.get(f"/rooms/{room.slug}/live/", headers={"accept": "application/json"} | headers)
        self.frames, self.id = [], ""

    async def __aenter__(self):
        self.response = await self.asking
        self.body = aiter(self.response) if self.response.status_code == 200 else None
        return self

    async def __aexit__(self, *error):
        if self.body:
            await self.body.aclose()
            # As when the server sees that nobody listens any more.
            await self.response._iterator.aclose()

    async def hear(self, number: int = 0, until: str = "") -> list[dict]:
        """The frames so far, once there are `number` of them and the position is `until`."""
        async with asyncio.timeout(PATIENCE):
            while len(self.frames) < number or (until and self.id != until):
                for line in (await anext(self.body)).decode().splitlines():
                    name, _, value = line.partition(": ")
                    if name == "id":
                        self.id = value
                    elif name == "data" and value:
                        self.frames.append(json.loads(value))
        return self.frames


async def test_the_same_numbers_arrive_without_a_socket_and_the_position_with_them(room, ada, bo):
    post = await sync_to_async(say)(ada, room, "Before.")
    async with Listener(room, **{"last-event-id": "0.0"}) as guest:
        await guest.hear(2)
        await sync_to_async(say)(ada, room, "After.")
        await sync_to_async(react)(bo, post, "agree")
        frames = [frame for frame in await guest.hear(until="2.1") if frame["kind"] != "presence"]
        assert [frame["seq"] for frame in frames if "seq" in frame] == [1, 2]
        assert frames[-1]["data"]["posts"][0]["counts"] == {"agree": 1}


async def test_strangers_get_no_events_of_a_members_room(members_room, ada, mallory):
    await sync_to_async(members_room.admit)(ada)
    for who, status in ((ada, 200), (mallory, 404)):
        async with Listener(members_room, await sync_to_async(session_of)(who)) as line:
            assert line.response.status_code == status


@pytest.mark.parametrize("limit", ["WINDOW", "LONGEST"])
async def test_an_answer_ends_after_its_measure_so_that_the_reader_comes_back(room, ada, monkeypatch, limit):
    monkeypatch.setattr(sse, limit, 1 if limit == "WINDOW" else 0)
    await sync_to_async(say)(ada, room, "Before.")
    async with asyncio.timeout(PATIENCE), Listener(room, **{"last-event-id": "0.0"}) as guest:
        parts = [part.decode() async for part in guest.body]
    assert "welcome" in parts[0] and not any("event: closed" in part for part in parts)
