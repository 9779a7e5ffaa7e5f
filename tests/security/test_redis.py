"""Redis is not trusted: mallory can write there, keep what she hears and give it back whenever she likes, and no open page
shows anything but what the record says."""

import asyncio
import random
import re
from pathlib import Path

import msgspec
import pytest
import redis
from asgiref.sync import sync_to_async

from dialogue.live import belfry, bell, mac, metrics, newest
from dialogue.live.bell import Present, Ring
from dialogue.live.hub import Hub
from dialogue.live.models import Stream
from dialogue.live.reading import read
from dialogue.rooms.models import Room
from forum.embedded import Embedded
from tests.live.lines import Line
from tests.live.ropes import Process
from tests.patience import soon
from tests.people import say

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]

ROOT = Path(__file__).resolve().parents[2]
WORDS = "My government resigns."


def encode(ring) -> bytes:
    return msgspec.json.encode(ring)


def signed_by_a_stranger(body: bytes, settings) -> bytes:
    settings.SECRET_KEY, ours = "somebody else's" * 5, settings.SECRET_KEY
    try:
        return mac.signed(body)
    finally:
        settings.SECRET_KEY = ours


def signed_by_a_copy(body: bytes, settings) -> bytes:
    """The forum to try things out has the same secret, and another address."""
    settings.ORIGINS, ours = ["https://try.example.org"], settings.ORIGINS
    try:
        return mac.signed(body)
    finally:
        settings.ORIGINS = ours


@pytest.fixture
def elsewhere(monkeypatch):
    """This process hears only what the test lets it hear."""
    monkeypatch.setattr("dialogue.live.bell.announce", lambda *args: None)
    monkeypatch.setattr("dialogue.live.watch.LOOK_EVERY", 60)


def refusals() -> float:
    names = ("forged", "stale", "unknown")
    return sum(metrics._turned_away.labels(name)._value.get() for name in names)


def rings(process: Process, room) -> list[Ring]:
    return [ring for ring in process.heard if isinstance(ring, Ring) and ring.stream == room.stream_id]


async def frames_of(room, after: int = 0) -> list[str]:
    return [frame.text for frame in await sync_to_async(read)(room.stream_id, after)]


def forgeries(ring: Ring, genuine: list[bytes], settings, chance: random.Random) -> list[bytes]:
    """What mallory can make of `ring` without the key, and of messages she has heard."""
    body = encode(ring)
    made = [
        body, b"", b"{}", b"\xff" * 40, bytes(24) + body, bytes(mac.SIZE) + genuine[0][mac.SIZE :],
        signed_by_a_stranger(body, settings), signed_by_a_copy(body, settings),
        # The MAC of a genuine message before another body, another stream, another time.
        *(one[: mac.SIZE + mac.CLOCK] + body for one in genuine),
        *(one.replace(b'"stream":', b'"stream":9', 1) for one in genuine),
        *(one[: mac.SIZE] + bytes(mac.CLOCK) + one[mac.SIZE + mac.CLOCK :] for one in genuine),
    ]  # fmt: skip
    for one in genuine:
        made += [one[:size] for size in chance.sample(range(len(one)), 20)]
        for place in chance.sample(range(len(one)), 40):
            made.append(one[:place] + bytes([one[place] ^ 1 << chance.randrange(8)]) + one[place + 1 :])
    return made


async def test_nothing_forged_reaches_a_reader(room, ada, elsewhere, settings, caplog):
    async with Line(room) as guest:
        await guest.hear("welcome")
        hub = Hub.here()
        await sync_to_async(say)(ada, room, "Before.")
        texts = await frames_of(room)
        stream = await Stream.objects.aget(pk=room.stream_id)
        forged = texts[0].replace("Before.", WORDS)
        ring = Ring("mallory", stream.pk, stream.epoch, 1, 0, [forged])
        typing = [{"handle": "ada", "name": WORDS}]
        genuine = [
            bell._encode(Ring("other", stream.pk, stream.epoch, 0, 0)), bell._encode(Present("other", stream.pk))
        ]  # fmt: skip
        before, heard = refusals(), []
        original, hub.bell.heard = hub.bell.heard, lambda ring: (heard.append(ring), original(ring))
        made = forgeries(ring, genuine, settings, random.Random(7))
        made += forgeries(Present("mallory", stream.pk, typing=typing), genuine, settings, random.Random(8))
        for message in made:
            hub.bell.take(message)
        assert heard == [] and refusals() - before == len(made)
        assert hub.feeds[stream.pk].head == 0 and hub.presence[stream.pk].others == {}
        assert len([record for record in caplog.records if "is not taken" in record.getMessage()]) == 1
        # The line is as it was: what is genuine is heard, and the record is what is shown.
        hub.bell.take(bell._encode(Ring("other", stream.pk, stream.epoch, 1, 0, texts)))
        assert "Before." in (await guest.hear("post.said"))["data"]["html"]


async def test_whoever_reads_redis_reads_no_words_of_a_members_room(room, members_room, ada, bo, tmp_path, settings):
    """Other processes hear where it stands, and read from the record what they have not (`Hub.committed`)."""
    for who in (ada, bo):
        await sync_to_async(members_room.admit)(who)
    with Embedded(tmp_path) as server:
        settings.REDIS_URL = server.url
        async with Process() as mallory, Line(room, ada) as outside, Line(members_room, ada) as inside:
            hub = Hub.here()
            await soon(lambda: hub.bell.connected)
            await outside.say("For everybody.")
            await inside.say(WORDS)
            await sync_to_async(say)(bo, members_room, WORDS)
            await soon(lambda: {ring.head for ring in rings(mallory, members_room)} == {1, 2})
            assert any("For everybody." in text for ring in rings(mallory, room) for text in ring.frames)
            assert not any(ring.frames for ring in rings(mallory, members_room))


async def test_a_room_that_closes_its_doors_carries_no_more_words(members_room, ada):
    await sync_to_async(members_room.admit)(ada)
    members_room.visibility = Room.Visibility.PUBLIC
    await members_room.asave()
    async with Line(members_room, ada):
        feed = Hub.here().feeds[members_room.stream_id]
        assert feed.public
        members_room.visibility = Room.Visibility.MEMBERS
        await members_room.asave()
        await soon(lambda: not feed.public)


async def test_what_was_rung_once_changes_nothing_when_it_is_rung_again(room, ada, grace, elsewhere):
    """Held back and given out late, doubled, in another room, or after a backup was restored."""
    async with Line(room) as guest:
        await guest.hear("welcome")
        hub, epoch = Hub.here(), room.stream.epoch
        post = await sync_to_async(say)(ada, room, WORDS)
        said = bell._encode(Ring("other", room.stream_id, epoch, 1, 0, await frames_of(room)))
        await sync_to_async(post.hide)(grace)
        # The ring of the post is held back until this process has looked at the record, as it does every second.
        await hub.watch.look()
        assert (await guest.hear("post.said"))["data"]["html"] is None
        await guest.hear("post.hidden")
        feed = hub.feeds[room.stream_id]
        for message in (said, said):
            hub.bell.take(message)
        assert (feed.head, feed.committed) == (2, 2) and not any(WORDS in frame.text for frame in feed.frames)
        # Rung in a time that a restored backup has undone.
        undone = bell._encode(Ring("other", room.stream_id, "another epoch", 3, 9, [feed.frames[-1].text]))
        hub.bell.take(undone)
        assert (feed.head, feed.committed, feed.committed_tally) == (2, 2, 0)
        assert await guest.wire.receive_nothing(0.1)


async def test_who_was_here_is_not_here_again_when_it_is_said_again(room, elsewhere):
    async with Line(room) as guest:
        await guest.hear("welcome")
        hub, stream = Hub.here(), room.stream_id
        first = bell._encode(Present("other", stream, typing=[{"handle": "bo"}]))
        second = bell._encode(Present("other", stream))
        for message in (first, second, first, second, first):
            hub.bell.take(message)
        assert hub.presence[stream].typing()["people"] == []


async def test_what_is_old_is_not_here_at_all(room, elsewhere, monkeypatch):
    async with Line(room) as guest:
        await guest.hear("welcome")
        hub, stream = Hub.here(), room.stream_id
        with monkeypatch.context() as earlier:
            now = mac.time_ns()
            earlier.setattr(mac, "time_ns", lambda: now - int((newest.STALE + 1) * 1e9))
            late = bell._encode(Present("gone", stream, typing=[{"handle": "bo"}]))
        hub.bell.take(late)
        assert hub.presence[stream].typing()["people"] == []


async def test_nobody_else_answers_the_probe(tmp_path, settings):
    """A number or a word in a process's own channel neither ends its line nor passes for the server's answer."""
    with Embedded(tmp_path) as server:
        settings.REDIS_URL = server.url
        async with Process() as here, Process() as there:
            mallory = redis.Redis.from_url(server.url)
            at = here.bell.ropes[0].answered_at
            for message in (b"1", b"-", b"\xff", b"9" * 5_000):
                assert mallory.publish(here.bell.ropes[0].own, message) == 1
            there.ring(7)
            await soon(lambda: here.streams() == {7})
            assert here.bell.connected and here.bell.ropes[0].answered_at == at


async def test_the_documented_user_may_do_what_the_forum_does_and_no_more(tmp_path, settings):
    lines = (ROOT / "docs/operations.md").read_text().splitlines()
    rules = [line.strip() for line in lines if re.match(r"    user (forum|default) ", line)]
    assert len(rules) == 2
    with Embedded(tmp_path) as server:
        operator = redis.Redis.from_url(server.url)
        for rule in sorted(rules, reverse=True):
            operator.execute_command("ACL", "SETUSER", *rule.split()[1:])
        settings.REDIS_URL = server.url.replace("://", "://forum:a-long-random-password@", 1)
        async with Process() as here, Process() as there:
            here.ring(7, 42)
            await soon(lambda: there.streams() == {7})
            await asyncio.to_thread(bell.announce, 8, "e", 1, 0)
            await soon(lambda: there.streams() == {7, 8})
            forum = redis.Redis.from_url(settings.REDIS_URL)
            for command in (
                ("SET", "a", "b"),
                ("FLUSHALL",),
                ("CONFIG", "GET", "*"),
                ("PUBLISH", "other", "x"),
                ("EVAL", "return 1", 0),
            ):
                with pytest.raises(redis.exceptions.NoPermissionError):
                    forum.execute_command(*command)
            with pytest.raises(redis.exceptions.AuthenticationError):
                redis.Redis.from_url(server.url).publish(belfry.channel(7), "x")
