"""Mandates in open rooms: what ends is told to its holder, seen by the others, and cannot be written under any more."""

from datetime import timedelta
from time import monotonic
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from accounts.grounds import Reason
from accounts.models import Mandate
from tests.live.lines import Line
from tests.patience import promised
from tests.people import give_factor, person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


@pytest.fixture
def ivy(db):
    return give_factor(person("Ivy Castellano", is_officer=True))


@pytest.fixture
def omar(db):
    return give_factor(person("Omar Haddad", is_officer=True))


async def refused(line, mandate):
    await line.send(do="post", key=str(uuid4()), text="As the assembly.", mandate=mandate.pk)
    return (await line.hear("error"))["error"]["code"]


@pytest.mark.parametrize("what", ["mandate", "organisation"])
async def test_a_revoked_mandate_is_gone_from_an_open_room_within_two_seconds(room, ada, bo, ivy, omar, mandate, what):
    async with Line(room, ada) as hers, Line(room, bo) as his:
        await hers.say("As the assembly.", mandate=mandate.pk)
        assert (await his.hear("post.said"))["data"]["organisation"] == "Assembly of the Isles"
        began = monotonic()
        thing = mandate if what == "mandate" else mandate.organisation
        await sync_to_async(thing.suspend)(omar, Reason("ended"))
        assert (await hers.hear("standing"))["data"]["mandates"] == []
        assert monotonic() - began < promised(2)
        assert await refused(hers, mandate) == "mandate"
        await sync_to_async(thing.revoke)(ivy, Reason("ended"))
        assert await refused(hers, mandate) == "mandate"
        await hers.say("For myself, then.")
        assert (await his.hear("post.said"))["data"]["organisation"] == ""


async def test_a_mandate_that_ends_while_its_holder_is_in_the_room_ends_by_itself(room, ada, mandate):
    ends = timezone.now() + timedelta(seconds=1.5)
    await Mandate.objects.filter(pk=mandate.pk).aupdate(valid_until=ends)
    async with Line(room, ada) as hers:
        await hers.say("As the assembly.", mandate=mandate.pk)
        assert (await hers.hear("standing"))["data"]["mandates"] == []
        assert timezone.now() < ends + timedelta(seconds=promised(2))
        assert await refused(hers, mandate) == "mandate"


async def test_a_suspended_mandate_that_is_reinstated_comes_back(room, ada, ivy, mandate):
    async with Line(room, ada) as hers:
        await hers.hear("welcome")
        await sync_to_async(mandate.suspend)(ivy, Reason("doubt"))
        assert (await hers.hear("standing"))["data"]["mandates"] == []
        await sync_to_async(mandate.reinstate)(ivy, Reason("cleared"))
        told = {"mandate": mandate.pk, "organisation": "Assembly of the Isles"}
        assert (await hers.hear("standing"))["data"]["mandates"] == [told]
        await hers.say("Again.", mandate=mandate.pk)
