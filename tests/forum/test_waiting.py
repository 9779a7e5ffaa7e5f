"""Who hangs up leaves the queue at once, and what was begun for them is finished: nothing of the forum's is lost with them."""

import asyncio

import pytest
from asgiref.testing import ApplicationCommunicator
from django.conf import settings

from forum.front_door import FrontDoor
from forum.waiting import place_for, to_the_end
from tests.forum.test_front_door import asked

GONE = {"type": "http.disconnect"}


def request(part: bytes = b"", more: bool = False) -> dict:
    return {"type": "http.request", "body": part, "more_body": more}


class Inside:
    """The forum behind the door: works until it is let go, and closes what it opened."""

    def __init__(self):
        self.go, self.began, self.finished, self.heard = asyncio.Event(), 0, 0, []

    async def __call__(self, scope, receive, send):
        self.began += 1
        await self.go.wait()
        while True:
            event = await receive()
            self.heard.append(event)
            if not event.get("more_body"):
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        self.finished += 1


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_whoever_hangs_up_in_the_queue_leaves_it_and_ada_is_next():
    inside = Inside()
    front = FrontDoor(inside, None, settings.ORIGINS, 1)
    first, gone, ada = (ApplicationCommunicator(front, asked("/", 0)) for _ in range(3))
    for line in (first, gone, ada):
        await line.send_input(request())
        await settled()
    assert inside.began == 1
    await gone.send_input(GONE)
    await gone.wait()
    inside.go.set()
    assert (await ada.receive_output())["status"] == 200
    for line in (first, ada):
        await line.wait()
    assert inside.began == inside.finished == 2 and front.turns.free == 1


async def test_what_came_in_the_queue_is_heard_in_its_order():
    inside = Inside()
    front = FrontDoor(inside, None, settings.ORIGINS, 1)
    first, ada = (ApplicationCommunicator(front, asked("/", None)) for _ in range(2))
    await first.send_input(request())
    await settled()
    for part in (b"one ", b"two "):
        await ada.send_input(request(part, more=True))
        await settled()
    inside.go.set()
    await first.wait()
    await settled()
    await ada.send_input(request(b"three"))
    assert (await ada.receive_output())["status"] == 200
    assert b"".join(event["body"] for event in inside.heard) == b"one two three"


@pytest.mark.parametrize("in_the_queue", [True, False])
async def test_whoever_is_stopped_by_the_server_takes_no_place_with_them(in_the_queue):
    """daphne stops an application ten seconds after its visitor has gone; what is at work inside is finished all the same."""
    inside = Inside()
    front = FrontDoor(inside, None, settings.ORIGINS, 1)

    async def came():
        return request()

    async def nobody(event):
        """Who has gone takes no answer."""

    first = asyncio.ensure_future(front(asked("/", 0), came, nobody))
    await settled()
    stopped = first
    if in_the_queue:
        stopped = asyncio.ensure_future(front(asked("/", 0), asyncio.Event().wait, None))
        await settled()
    stopped.cancel()
    await settled()
    assert inside.began == 1 and inside.finished == 0 and front.turns.free == 0
    first.cancel()
    inside.go.set()
    await settled()
    ada = ApplicationCommunicator(front, asked("/", 0))
    await ada.send_input(request())
    assert (await ada.receive_output())["status"] == 200 and inside.began == 2


async def test_what_fails_when_its_visitor_has_gone_stands_in_the_log(caplog):
    go = asyncio.Event()

    async def work():
        await go.wait()
        raise ValueError("The well is dry.")

    visit = asyncio.ensure_future(to_the_end(work()))
    await settled()
    visit.cancel()
    await settled()
    go.set()
    await settled()
    assert visit.cancelled() and "whose visitor had gone" in caplog.text and "The well is dry." in caplog.text


async def test_whoever_is_stopped_in_the_queue_is_listened_to_no_more():
    ended = []

    async def receive():
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("listening")

    waiting = asyncio.ensure_future(place_for(asyncio.Event().wait(), receive))
    await settled()
    waiting.cancel()
    await settled()
    assert waiting.cancelled() and ended == ["listening"]
