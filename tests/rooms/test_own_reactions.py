"""What somebody chooses in one tab is shown as theirs in every other and on the telephone; and to nobody else."""

import asyncio
import json
import time
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.urls import reverse

from dialogue.live import bell
from dialogue.live.hub import Hub
from dialogue.rooms import events
from tests.live.lines import Line, session_of
from tests.live.test_sse import Listener
from tests.patience import PATIENCE, promised
from tests.people import react, say

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


async def until_counted(line: Line, **counts: int) -> list[dict]:
    """All that this line heard until a post has these counts."""
    heard: list[dict] = []
    async with asyncio.timeout(PATIENCE):
        while not heard or heard[-1].get("data", {}).get("posts", [{}])[0].get("counts") != counts:
            heard.append(await line.next())
    return heard


def theirs(frames: list[dict]) -> list:
    """(post, kind) of what these frames tell of one's own choices."""
    told = [frame["data"]["choices"] for frame in frames if frame.get("kind") == "chosen"]
    return [(choice["post"], choice["kind"]) for choices in told for choice in choices]


async def press(line: Line, post, kind: str | None, **fields) -> None:
    await line.send(do="react", key=str(uuid4()), post=post.seq, kind=kind, **fields)


async def test_a_choice_is_shown_in_the_other_tab_within_a_second_and_to_nobody_else(room, ada, mallory):
    post = await sync_to_async(say)(mallory, room, "A word.")
    async with Line(room, ada) as tab, Line(room, ada) as phone, Line(room, mallory) as hers, Line(room) as guest:
        for kind, counts in (("agree", {"agree": 1}), (None, {}), ("disagree", {"disagree": 1}), (None, {})):
            began = time.monotonic()
            await press(tab, post, kind)
            assert theirs(await until_counted(phone, **counts)) == [(post.seq, kind)]
            assert time.monotonic() - began < promised(2)
            for line in (hers, guest):
                heard = await until_counted(line, **counts)
                assert not theirs(heard) and ada.handle not in str(heard)
            await until_counted(tab, **counts)


async def test_each_hears_their_own_choice_of_those_made_in_one_moment(room, ada, bo, mallory):
    post = await sync_to_async(say)(mallory, room, "A word.")
    async with Line(room, ada) as hers, Line(room, bo) as his:
        await sync_to_async(react)(ada, post, "agree")
        await sync_to_async(react)(bo, post, "disagree")
        for line, kind in ((hers, "agree"), (his, "disagree")):
            assert {*theirs(await until_counted(line, agree=1, disagree=1))} == {(post.seq, kind)}


@pytest.mark.parametrize("few", [0, 500])
async def test_a_choice_made_in_another_process_is_told_though_no_bell_rings(room, ada, bo, monkeypatch, few):
    """However many sit here: of few, the database picks them out."""
    monkeypatch.setattr(events, "FEW", few)
    post = await sync_to_async(say)(bo, room, "A word.")
    async with Line(room, ada) as hers, Line(room, bo) as his:
        with monkeypatch.context() as elsewhere:
            elsewhere.setattr(bell, "announce", lambda *news: None)
            await sync_to_async(react)(ada, post, "agree")
        await Hub.here().watch.look()
        assert theirs(await until_counted(hers, agree=1)) == [(post.seq, "agree")]
        assert not theirs(await until_counted(his, agree=1))


async def test_whoever_comes_back_hears_what_they_chose_meanwhile_before_the_counts(room, ada, mallory):
    post = await sync_to_async(say)(mallory, room, "A word.")
    await sync_to_async(react)(ada, post, "agree")
    await sync_to_async(react)(ada, post, "disagree")
    async with Line(room, ada, "tally=1") as back, Line(room, mallory, "tally=1") as other:
        assert theirs(await until_counted(back, disagree=1)) == [(post.seq, "disagree")]
        assert not theirs(await until_counted(other, disagree=1))
    await sync_to_async(react)(ada, post, None)
    async with Line(room, ada, "tally=2") as back:
        assert theirs(await until_counted(back)) == [(post.seq, None)]
    async with Line(room, ada, "tally=3") as back:
        assert await back.say("Nothing was missed.") and not theirs(back.frames)


async def test_of_two_choices_the_one_pressed_later_is_told_whatever_comes_last(room, ada, bo):
    post = await sync_to_async(say)(bo, room, "A word.")
    now = int(time.time() * 1000)
    async with Line(room, ada) as tab, Line(room, ada) as phone:
        await press(tab, post, "agree", pressed=now)
        await press(phone, post, "disagree", pressed=now - 5000)
        assert (await phone.hear("error"))["error"]["code"] == "conflict"
        assert theirs(await until_counted(phone, agree=1)) == [(post.seq, "agree")]


async def test_an_event_stream_tells_it_to_its_person_only(room, ada, mallory):
    post = await sync_to_async(say)(mallory, room, "A word.")
    async with (
        Listener(room, await sync_to_async(session_of)(ada)) as hers,
        Listener(room, await sync_to_async(session_of)(mallory)) as others,
    ):
        await hers.hear(1)
        await others.hear(1)
        await sync_to_async(react)(ada, post, "agree")
        assert theirs(await hers.hear(until="1.1")) == [(post.seq, "agree")]
        assert not theirs(await others.hear(until="1.1"))


def test_a_poll_tells_it_to_its_person_only_and_only_what_is_new(client, room, ada, mallory):
    post = say(mallory, room, "A word.")
    react(ada, post, "agree")
    address = reverse("events", args=[room.slug])
    for who, tally, told in ((None, 0, []), (mallory, 0, []), (ada, 0, [(post.seq, "agree")]), (ada, 1, [])):
        client.logout()
        if who:
            client.force_login(who)
        frames = client.get(address, {"after": 1, "tally": tally}).json()["frames"]
        assert theirs([json.loads(frame) for frame in frames]) == told
