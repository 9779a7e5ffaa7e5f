"""Who is writing is shown of those only who may say something there."""

from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from dialogue.live.hub import Hub
from dialogue.live.typing import Typist
from dialogue.rooms.models import Participant, Room
from dialogue.rooms.suspension import suspend
from tests.live.lines import Line
from tests.patience import soon
from tests.people import say

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


def mute(who, room, by):
    Participant.objects.get_or_create(room=room, person=who)[0].mute(timezone.now() + timedelta(hours=1), by)


def hush(who, room, by):
    suspend(who, timedelta(days=1), by, "Spam.")


def for_mandates(who, room, by):
    Room.objects.filter(pk=room.pk).update(speakers=Room.Speakers.MANDATED)


def for_members(who, room, by):
    Room.objects.filter(pk=room.pk).update(speakers=Room.Speakers.MEMBERS)


def close(who, room, by):
    room.close(by)


async def typists(line: Line, control: Line) -> list[str]:
    """Who is seen writing once grace, who may, is seen: what came before her has had its turn."""
    await control.send(do="typing", thread=None, stopped=False)
    while True:
        people = [each["name"] for each in (await line.hear("typing"))["data"]["people"]]
        if "Grace Oduya" in people:
            return people


@pytest.mark.parametrize("change", [mute, hush, for_mandates, for_members])
async def test_whoever_may_not_speak_is_not_seen_writing(room, ada, bo, grace, change):
    await sync_to_async(say)(bo, room, "A thread.")
    await sync_to_async(change)(bo, room, grace)
    async with Line(room, bo) as his, Line(room, grace) as control, Line(room) as guest:
        await his.send(do="typing", thread=None, stopped=False)
        assert await settled(his, room) == []
        assert await typists(guest, control) == ["Grace Oduya"]


async def settled(line: Line, room) -> list[str]:
    """Who is counted as writing when the question about this line's person has been answered."""
    presence = Hub.here().presence[room.stream_id]
    mine = [typist for typist in LIVING if typist.seat.person.handle == line.user.handle]
    await soon(lambda: not any(typist.asked_at == 0.0 or typist.asking for typist in mine))
    return [facts["name"] for facts in presence.typing_here()]


LIVING: list = []


@pytest.fixture(autouse=True)
def _every_typist_is_known(monkeypatch):
    begin = Typist.__init__

    def noted(self, *about):
        begin(self, *about)
        LIVING.append(self)

    LIVING.clear()
    monkeypatch.setattr(Typist, "__init__", noted)
    monkeypatch.setattr("dialogue.live.typing.PAUSE", 0.0)


@pytest.mark.parametrize("change", [mute, hush, close])
async def test_a_right_that_ends_while_somebody_writes_ends_that_too(room, bo, grace, change):
    await sync_to_async(say)(bo, room, "A thread.")
    async with Line(room, bo) as his, Line(room) as guest:
        await his.send(do="typing", thread=None, stopped=False)
        assert (await guest.hear("typing"))["data"]["people"][0]["name"] == bo.name
        await his.send(do="typing", thread=None, stopped=True)
        assert (await guest.hear("typing"))["data"]["people"] == []
        await sync_to_async(change)(bo, room, grace)
        await his.hear("person.muted", "person.suspended", "room.closed")
        before = LIVING[0].asked_at
        await his.send(do="typing", thread=None, stopped=False)
        await soon(lambda: LIVING[0].asked_at != before and not LIVING[0].asking)
        assert Hub.here().presence[room.stream_id].typing_here() == []


@pytest.mark.parametrize("thread", [2, 99, 2**53 - 1])
async def test_nobody_writes_in_a_thread_that_is_not_there(room, ada, bo, thread):
    opener = await sync_to_async(say)(ada, room, "A thread.")
    await sync_to_async(say)(bo, room, "An answer, number two, opens none.", parent=opener.seq)
    async with Line(room, bo) as his:
        await his.send(do="typing", thread=thread, stopped=False)
        assert await settled(his, room) == []
        await his.send(do="typing", thread=opener.seq, stopped=False)
        frame = await his.hear("typing")
        assert frame["data"]["people"] == [
            {"handle": bo.handle, "name": bo.name, "sector": "citizen", "thread": opener.seq}
        ]


async def test_nobody_writes_in_a_thread_that_is_locked(room, ada, bo, grace):
    opener = await sync_to_async(say)(ada, room, "A thread.")
    await sync_to_async(opener.thread.lock)(grace)
    async with Line(room, bo) as his:
        await his.send(do="typing", thread=opener.seq, stopped=False)
        assert await settled(his, room) == []


async def test_the_same_thread_is_asked_about_once(room, ada, monkeypatch):
    from dialogue.rooms.consumers import RoomSocket

    asked = []
    may = RoomSocket.may_type
    monkeypatch.setattr(RoomSocket, "may_type", staticmethod(lambda *about: asked.append(1) or may(*about)))
    # Whoever comes before their process follows the stream of rights is asked again.
    hub = Hub.here()
    await soon(lambda: hub.access)
    async with Line(room, ada) as hers:
        for _ in range(10):
            await hers.send(do="typing", thread=None, stopped=False)
        await settled(hers, room)
        for _ in range(10):
            await hers.send(do="typing", thread=None, stopped=False)
        await hers.say("Done.")
    assert len(asked) == 1
