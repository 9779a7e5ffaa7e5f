import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from dialogue.live.hub import Hub
from dialogue.live.models import Stream
from dialogue.rooms.models import Participant, Post
from dialogue.rooms.suspension import suspend
from tests.live.lines import Line
from tests.patience import promised, soon
from tests.people import say

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


async def test_ada_and_bo_hear_each_other_under_the_same_numbers(room, ada, bo):
    async with Line(room, ada) as hers, Line(room, bo) as his:
        seq = await hers.say("Can you hear me?")
        heard = await his.hear("post.said")
        assert (heard["seq"], heard["data"]["post"], heard["data"]["name"]) == (seq, seq, "Ada Mensah")
        answer = await his.say("I can.", parent=seq)
        assert (await hers.hear("post.said"))["seq"] == seq
        assert (await hers.hear("post.said"))["data"]["parent"] == seq
        assert answer == seq + 1


async def test_a_reader_without_an_account_hears_and_cannot_speak(room, ada):
    async with Line(room) as guest, Line(room, ada) as hers:
        assert (await guest.hear("welcome"))["data"]["you"] is None
        await hers.say("Everyone may listen.")
        assert (await guest.hear("post.said"))["data"]["html"]
        await guest.send(do="post", key=str(uuid4()), text="May I?")
        assert (await guest.hear("error"))["error"]["code"] == "sign_in"


async def test_whoever_returns_gets_exactly_what_happened_meanwhile(room, ada):
    for number in range(7):
        await sync_to_async(say)(ada, room, f"Number {number}")
    async with Line(room, query="after=3") as line:
        assert (await line.hear("welcome"))["data"]["head"] == 7
        assert [(await line.hear("post.said"))["seq"] for _ in range(4)] == [4, 5, 6, 7]


async def test_another_epoch_or_a_future_number_reloads_the_page(room, ada):
    for query in ("epoch=0123456789abcdef", "after=99"):
        async with Line(room, query=query) as line:
            assert (await line.hear("reload"))["kind"] == "reload"
            assert (await line.hear("closed"))["closed"] == 4010


async def test_a_retry_with_the_same_key_is_answered_with_the_same_number(room, ada):
    async with Line(room, ada) as line:
        key = str(uuid4())
        for _ in range(20):
            await line.send(do="post", key=key, text="Only once.")
        numbers = {(await line.hear("ack"))["seq"] for _ in range(20)}
    assert numbers == {1} and await Post.objects.acount() == 1


async def test_counts_move_for_everyone(room, ada, bo):
    post = await sync_to_async(say)(ada, room, "We share the well.")
    async with Line(room, bo) as his, Line(room) as guest:
        await his.send(do="react", key=str(uuid4()), post=post.seq, kind="solidarity")
        await his.hear("ack")
        assert (await guest.hear("tally"))["data"]["posts"] == [{"post": 1, "tally": 1, "counts": {"solidarity": 1}}]


async def test_counts_missed_while_away_come_on_return(room, ada, bo):
    from tests.people import react

    post = await sync_to_async(say)(ada, room, "We share the well.")
    await sync_to_async(react)(bo, post, "agree")
    async with Line(room, query="after=1&tally=0") as line:
        assert (await line.hear("tally"))["data"]["posts"][0]["counts"] == {"agree": 1}


async def test_who_is_here_is_counted_as_a_reader_until_they_speak(room, ada, monkeypatch):
    monkeypatch.setattr("dialogue.live.watch.PRESENCE_EVERY", 1)
    monkeypatch.setattr("dialogue.live.crowd.LEAST", 1)
    async with Line(room, ada) as line, Line(room):
        frame = await line.hear("presence")
        while frame["data"]["total"] < 2:
            frame = await line.hear("presence")
        assert frame["data"] == {"total": 2, "sectors": {"reader": 2}, "countries": {}}
        await line.say("Here I am.")
        frame = await line.hear("presence")
        assert frame["data"] == {"total": 2, "sectors": {"citizen": 1, "reader": 1}, "countries": {"GH": 1}}


async def test_fewer_than_five_people_are_nobody_told(room, ada, bo, monkeypatch):
    monkeypatch.setattr("dialogue.live.watch.PRESENCE_EVERY", 1)
    async with Line(room) as guest, Line(room, ada) as hers, Line(room, bo) as his:
        await hers.say("One.")
        await his.say("Two.")
        kinds = [(await guest.next())["kind"] for _ in range(3)]
        assert kinds == ["welcome", "post.said", "post.said"]
        async with Line(room), Line(room):
            told = (await guest.hear("presence"))["data"]
            assert told == {"total": 5, "sectors": {"reader": 5}, "countries": {}}
        assert (await guest.hear("presence"))["data"] == {"total": 0, "sectors": {}, "countries": {}}


async def test_a_quiet_line_carries_words_and_nobodys_coming_and_going(room, ada):
    async with Line(room, ada) as hers, Line(room, query="quiet=1") as quiet, Line(room) as guest:
        await hers.send(do="typing", thread=None, stopped=False)
        await guest.hear("typing")
        await hers.say("The words themselves.")
        kinds = []
        while "post.said" not in kinds:
            kinds.append((await quiet.next())["kind"])
        assert kinds == ["welcome", "post.said"]


async def test_who_is_about_to_speak_is_shown_and_forgotten(room, ada):
    async with Line(room, ada) as hers, Line(room) as guest:
        await hers.send(do="typing", thread=None, stopped=False)
        assert [p["name"] for p in (await guest.hear("typing"))["data"]["people"]] == ["Ada Mensah"]
        await hers.send(do="typing", thread=None, stopped=True)
        assert (await guest.hear("typing"))["data"]["people"] == []


async def test_hidden_words_never_travel_again(room, ada, grace):
    post = await sync_to_async(say)(ada, room, "Harsh words.")
    async with Line(room) as line:
        await sync_to_async(post.hide)(grace)
        assert (await line.hear("post.hidden"))["data"] == {"post": 1, "voices": {}}
    async with Line(room, query="after=0") as line:
        said = await line.hear("post.said")
        assert said["data"]["state"] == "hidden" and said["data"]["html"] is None


async def test_a_muted_person_is_refused_at_once_on_the_open_socket(room, ada, grace):
    async with Line(room, ada) as line:
        participant = await Participant.objects.acreate(room=room, person=ada)
        await sync_to_async(participant.mute)(timezone.now() + timedelta(hours=1), grace)
        await line.send(do="post", key=str(uuid4()), text="But…")
        assert (await line.hear("error"))["error"]["code"] == "muted"


async def test_signing_out_closes_the_open_socket_within_two_seconds(room, ada):
    async with Line(room, ada) as line:
        await line.hear("welcome")
        from django.contrib.sessions.models import Session

        await sync_to_async(lambda: Session.objects.get(pk=line.session_key).delete())()
        async with asyncio.timeout(promised(2)):
            assert (await line.hear("closed"))["closed"] == 4501


async def test_a_dismissed_member_reads_no_further(members_room, ada):
    await sync_to_async(members_room.admit)(ada)
    async with Line(members_room, ada) as line:
        await line.hear("welcome")
        await sync_to_async(members_room.dismiss)(ada)
        async with asyncio.timeout(promised(2)):
            assert (await line.hear("closed"))["closed"] == 4504


async def test_a_suspended_reader_of_a_public_room_stays_a_reader(room, ada, grace):
    await sync_to_async(say)(ada, room, "Hello.")
    async with Line(room, ada) as line:
        await sync_to_async(suspend)(ada, timedelta(days=1), grace, "Spam.")
        assert (await line.hear("person.suspended"))["data"] == {}
        await line.send(do="post", key=str(uuid4()), text="Still me.")
        assert (await line.hear("error"))["error"]["code"] == "not_allowed"


async def test_a_room_one_may_not_know_of_and_one_that_is_not_there_look_the_same(members_room, theme, mallory):
    class Nowhere:
        slug = "nowhere"

    for place in (members_room, Nowhere):
        async with Line(place, mallory) as line:
            assert (await line.hear("closed"))["closed"] == 4504


@pytest.mark.parametrize(
    "frame",
    ["", "not json", "[]", "{}", '{"do":"fly"}', '{"do":"post"}', '{"do":"post","key":"x","text":"a"}',
     '{"do":"read","seq":"1"}', '{"do":"read","seq":1,"extra":1}', '{"do":"ack","seq":1e400}', "[" * 5000,
     '{"do":"typing","thread":' + '{"a":' * 20 + "1" + "}" * 20 + "}", '"' + "x" * 33_000 + '"', '{"do":"ack","seq":77}'],
)  # fmt: skip
async def test_three_messages_that_are_none_close_the_socket_and_each_is_answered(room, ada, frame):
    async with Line(room, ada) as line:
        for _ in range(3):
            await line.raw(text=frame)
            answer = await line.hear("error", "closed")
            if "closed" in answer:
                break
            assert answer["error"]["code"] == "bad_frame" and answer["error"]["message"]
        assert (answer if "closed" in answer else await line.hear("closed"))["closed"] == 4508


async def test_binary_messages_are_no_messages(room, ada):
    async with Line(room, ada) as line:
        await line.raw(bytes=b"\xff\xfe")
        assert (await line.hear("error"))["error"]["code"] == "bad_frame"


async def test_a_flood_closes_the_socket(room, ada):
    async with Line(room, ada) as line:
        for _ in range(200):
            await line.send(do="read", seq=0)
        assert (await line.hear("closed"))["closed"] == 4029


async def test_a_reader_who_acknowledges_nothing_is_sent_no_more_than_the_window(room, ada, monkeypatch):
    monkeypatch.setattr("dialogue.live.seat.WINDOW", 2_000)
    monkeypatch.setattr("dialogue.live.seat.PATIENCE", 1.5)
    async with Line(room) as line:
        await line.hear("welcome")
        for number in range(30):
            await sync_to_async(say)(ada, room, f"Number {number} of many.")
        seat = next(iter(Hub.here().feeds[room.stream_id].seats))
        assert seat.sent < 30
        assert (await line.hear("closed"))["closed"] == 4008


async def test_a_lost_bell_costs_a_second_and_no_post(room, ada, monkeypatch):
    async with Line(room) as line:
        await line.hear("welcome")
        monkeypatch.setattr("dialogue.live.bell.announce", lambda *args: None)
        await sync_to_async(say)(ada, room, "Nobody rang.")
        async with asyncio.timeout(promised(2)):
            assert (await line.hear("post.said"))["seq"] == 1


async def test_a_restored_backup_sends_everyone_back_to_the_page(room, ada):
    async with Line(room) as line:
        await line.hear("welcome")
        await sync_to_async(Stream.objects.renew_epochs)()
        assert (await line.hear("closed"))["closed"] == 4010


async def test_only_pages_of_ours_may_open_a_socket(room):
    for origin in ("https://evil.example", "http://127.0.0.1:8001", "http://127.0.0.1:8000.evil.tld", "null", "https://127.0.0.1:8000",
                   "http://ada@127.0.0.1:8000", "http://127.0.0.1:99999", "http://sub.127.0.0.1:8000"):  # fmt: skip
        async with Line(room, origin=origin) as line:
            assert line.opened is False


async def test_pages_say_how_many_are_here_when_the_lines_are_told(room, ada, monkeypatch):
    from dialogue.live.here import present

    monkeypatch.setattr("dialogue.live.watch.PRESENCE_EVERY", 1)
    async with Line(room, ada), Line(room), Line(room), Line(room), Line(room):
        await soon(lambda: present(room.stream_id)["total"] == 5)
    await soon(lambda: not present(room.stream_id)["total"])


async def test_nobody_holds_more_lines_than_they_can_read(room, ada, monkeypatch):
    monkeypatch.setattr("dialogue.live.lines.LINES_EACH", 2)
    async with Line(room, ada) as one, Line(room, ada), Line(room):
        async with Line(room, ada) as third:
            assert (await third.hear("closed"))["closed"] == 4029
        await one.wire.disconnect()
        async with Line(room, ada) as again:
            assert (await again.hear("welcome"))["data"]["you"]


async def test_ada_changes_and_takes_back_her_words_over_the_socket(room, ada):
    async with Line(room, ada) as hers, Line(room) as guest:
        seq = await hers.say("First wording.")
        for command in ({"do": "edit", "post": seq, "text": "Second wording."}, {"do": "withdraw", "post": seq}):
            key = str(uuid4())
            await hers.send(key=key, **command)
            assert (await hers.hear("ack", "error")).get("ack") == key
        assert "Second" in (await guest.hear("post.edited"))["data"]["html"]
        assert (await guest.hear("post.withdrawn"))["data"] == {"post": seq, "voices": {}}


async def test_a_message_that_breaks_the_forum_itself_ends_nothing(room, ada, monkeypatch):
    from dialogue.rooms.consumers import RoomSocket

    async with Line(room, ada) as line:
        with monkeypatch.context() as broken:
            broken.setattr(RoomSocket, "ask", lambda *args: 1 / 0)
            await line.send(do="post", key=str(uuid4()), text="Into the void.")
            assert (await line.hear("error"))["error"]["code"] == "busy"
        assert await line.say("Still here.") == 1
