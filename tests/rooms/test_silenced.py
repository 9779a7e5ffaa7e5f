"""Whoever is muted or suspended is told at once, on their own line; the others learn that it happened, and moderators to whom."""

import asyncio
from datetime import timedelta
from time import monotonic

import pytest
from asgiref.sync import sync_to_async
from django.urls import reverse
from django.utils import timezone

from dialogue.rooms.models import Participant
from dialogue.rooms.suspension import confirm, reinstate, suspend
from tests.live.lines import Line
from tests.patience import promised
from tests.people import person, say

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


def muted(who, room, by, lasts=timedelta(hours=1)):
    participant, _ = Participant.objects.get_or_create(room=room, person=who)
    participant.mute(timezone.now() + lasts, by)


def unmuted(who, room, by):
    Participant.objects.get(room=room, person=who).unmute(by)


def suspended(who, room, by):
    suspend(who, timedelta(days=1), by, "Spam.")


def reinstated(who, room, by):
    reinstate(who, by, "Heard.")


@pytest.mark.parametrize("silence,end", [(muted, unmuted), (suspended, reinstated)])
async def test_they_hear_it_at_once_and_nobody_else_hears_their_name(room, ada, bo, grace, silence, end):
    await sync_to_async(say)(ada, room, "Hello.")
    async with Line(room, ada) as hers, Line(room, bo) as his, Line(room) as guest:
        for act, code in ((silence, silence.__name__), (end, None)):
            began = monotonic()
            await sync_to_async(act)(ada, room, grace)
            told = (await hers.hear("standing"))["data"]["silenced"]
            assert monotonic() - began < promised(2) and (told and told["code"]) == code
            for line in (his, guest):
                frame = await line.hear(f"person.{act.__name__}")
                assert frame["data"] == {} and ada.handle not in str(frame)
        assert not [frame for line in (his, guest) for frame in line.frames if frame.get("kind") == "standing"]


async def test_a_mute_that_ends_by_itself_is_told_too(room, ada, grace):
    async with Line(room, ada) as hers:
        await sync_to_async(muted)(ada, room, grace, timedelta(seconds=1))
        assert (await hers.hear("standing"))["data"]["silenced"]["code"] == "muted"
        async with asyncio.timeout(promised(3)):
            assert (await hers.hear("standing"))["data"]["silenced"] is None
        assert await hers.say("Back again.")


async def test_whoever_comes_while_muted_is_told_when_that_ends(members_room, ada, grace):
    await sync_to_async(members_room.admit)(ada)
    await sync_to_async(muted)(ada, members_room, grace)
    async with Line(members_room, ada) as hers:
        await hers.hear("welcome")
        await sync_to_async(unmuted)(ada, members_room, grace)
        assert (await hers.hear("standing"))["data"]["silenced"] is None


def test_moderators_see_in_the_room_who_is_muted_there_and_others_do_not(client, room, ada, bo, grace):
    muted(ada, room, grace)
    for reader, sees in ((None, False), (bo, False), (grace, True)):
        client.logout()
        if reader:
            client.force_login(reader)
        page = client.get(reverse("room", args=[room.slug])).content.decode()
        assert ("muted until" in page and "Ada Mensah" in page) == sees


def test_what_one_moderator_proposes_about_a_minister_is_told_in_no_room_before_another_confirms_it(
    room, ada, mandate, grace
):
    say(ada, room, "Hello.")
    proposed = suspend(ada, timedelta(days=1), grace, "Spam.")
    assert not room.stream.events.filter(kind="person.suspended").exists()
    confirm(proposed, person("Lena Park", is_staff=True))
    assert room.stream.events.filter(kind="person.suspended").count() == 1
