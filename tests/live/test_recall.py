"""Words that may not be shown any more are not in the ring either, where those who lag or return are served from."""

import pytest
from asgiref.sync import sync_to_async

from dialogue.live.hub import Hub
from tests.live.lines import Line
from tests.people import edit, say, withdraw

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


async def heard_from_the_start(room) -> list[dict]:
    async with Line(room, query="after=0") as line:
        head = (await line.hear("welcome"))["data"]["head"]
        frames = [await line.next()]
        while frames[-1].get("seq", 0) < head:
            frames.append(await line.next())
        return [frame for frame in frames if "seq" in frame]


async def test_a_hidden_post_is_in_the_ring_without_its_words(room, ada, grace):
    async with Line(room, ada) as line:
        await line.say("Before.")
        seq = await line.say("Harsh words.")
        await line.say("After.")
        feed = Hub.here().feeds[room.stream_id]
        assert feed.tail == 0 and "Harsh" in feed.frames[1].text
        post = await room.posts.select_related("room").aget(seq=seq)
        await sync_to_async(post.hide)(grace)
        await line.hear("post.hidden")
        frames = await heard_from_the_start(room)
        assert [frame["seq"] for frame in frames] == [1, 2, 3, 4]
        assert frames[1]["data"]["state"] == "hidden" and frames[1]["data"]["html"] is None
        assert frames[2]["data"]["html"]


async def test_former_wordings_and_withdrawn_words_are_not_replayed(room, ada):
    async with Line(room, ada) as line:
        seq = await line.say("First wording.")
        post = await room.posts.select_related("room").aget(seq=seq)
        await sync_to_async(edit)(ada, post, "Second wording.")
        await line.hear("post.edited")
        frames = await heard_from_the_start(room)
        assert ["Second" in frame["data"]["html"] for frame in frames] == [True, True]
        await sync_to_async(withdraw)(ada, post)
        await line.hear("post.withdrawn")
        frames = await heard_from_the_start(room)
        assert not any("wording." in str(frame) for frame in frames)


async def test_what_is_said_and_hidden_in_one_breath_is_never_shown(room, ada, grace):
    """Both are committed before the loop has taken in either."""

    def in_one_breath():
        post = say(ada, room, "Never meant for this room.")
        post.hide(grace)

    async with Line(room) as guest:
        await guest.hear("welcome")
        hub = Hub.here()
        hub.release, release = lambda: None, hub.release
        await sync_to_async(in_one_breath)()
        release()
        said, hidden = await guest.hear("post.said"), await guest.hear("post.hidden")
        assert said["data"]["html"] is None and hidden["data"]["post"] == said["seq"]


async def test_a_storm_of_people_who_return_is_one_reading(room, ada, django_assert_max_num_queries):
    for number in range(5):
        await sync_to_async(say)(ada, room, f"Number {number}")
    async with Line(room) as guest:
        await guest.hear("welcome")
        feed = Hub.here().feeds[room.stream_id]
        pages = [feed.page(after) for after in (0, 0, 1, 3)]
        assert len({id(page) for page in pages}) == 1
        assert [frame.seq for frame in await pages[0]] == [1, 2, 3, 4, 5]
