"""After a backup was restored, numbers may name other events: whoever was there before loads the page anew."""

import io

import pytest
from asgiref.sync import sync_to_async
from django.core.management import call_command

from dialogue.live import access
from dialogue.live.models import Stream
from tests.live.lines import Line
from tests.people import say

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


def restored() -> str:
    out = io.StringIO()
    call_command("restored", stdout=out)
    return out.getvalue()


async def test_open_pages_are_sent_to_load_anew_and_old_positions_count_no_more(room, ada):
    await sync_to_async(say)(ada, room, "Before the backup.")
    await sync_to_async(access.find_stream)()  # the engine makes it a moment after the first person came
    before = set(await sync_to_async(list)(Stream.objects.values_list("epoch", flat=True)))
    async with Line(room, ada) as hers:
        welcome = await hers.hear("welcome")
        assert "2 streams have a new epoch" in await sync_to_async(restored)()
        assert (await hers.hear("closed"))["closed"] == 4010
    async with Line(room, ada, f"after=1&epoch={welcome['data']['epoch']}") as back:
        assert await back.hear("reload", "closed")
    after = set(await sync_to_async(list)(Stream.objects.values_list("epoch", flat=True)))
    assert not before & after


async def test_rights_that_change_after_a_restore_still_reach_open_sockets(room, members_room, ada):
    await sync_to_async(members_room.admit)(ada)
    async with Line(room) as guest:
        await sync_to_async(restored)()
        await guest.hear("closed")
    async with Line(members_room, ada) as hers:
        await hers.hear("welcome")
        await sync_to_async(members_room.dismiss)(ada)
        assert (await hers.hear("closed"))["closed"] == 4504
