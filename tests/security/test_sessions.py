"""Nothing is done by a session that has ended, and every door of the network says by which session somebody comes."""

import ast
import asyncio
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse

from accounts import sessions
from accounts.sessions import ENDED, SessionFact
from dialogue.live import stay
from dialogue.live.closing import BUSY, NOT_HERE, SIGNED_OUT
from dialogue.live.commands import Command
from dialogue.live.entrance import Entrance
from dialogue.live.hub import Hub
from dialogue.live.refusals import Busy
from dialogue.live.stay import Stay
from dialogue.rooms import commands as room_commands
from dialogue.rooms.models import Participant
from tests.live.lines import Line
from tests.patience import promised, soon
from tests.people import say
from tests.security.lines import SOON, Lines

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


def tag_of(thing) -> str | None:
    """What a command of a room is called, if this is one."""
    known = isinstance(thing, type) and issubclass(thing, Command) and thing.__module__ == room_commands.__name__
    return thing.__struct_config__.tag if known else None


async def test_nobody_acts_by_a_session_that_has_ended(room, ada, monkeypatch):
    """Posting, answering, editing, taking back, reacting, and how far somebody has read."""
    monkeypatch.setattr(Stay, "reconsider", lambda stay: None)
    post = await sync_to_async(say)(ada, room, "Mine.")
    commands = [
        {"do": "post", "text": "A thread."}, {"do": "post", "text": "An answer.", "parent": post.seq},
        {"do": "edit", "post": post.seq, "text": "Other words."}, {"do": "react", "post": post.seq, "kind": "agree"},
        {"do": "withdraw", "post": post.seq}, {"do": "read", "seq": post.seq},
    ]  # fmt: skip
    assert {command["do"] for command in commands} == {
        tag_of(one) for one in vars(room_commands).values() if tag_of(one)
    }
    async with Lines(room, ada) as lines:
        await Session.objects.filter(pk=lines.socket.session_key).adelete()
        for command in commands:
            key = {} if command["do"] == "read" else {"key": str(uuid4())}
            await lines.socket.send(**command, **key)
            if key:
                assert (await lines.socket.hear("ack", "error"))["error"]["code"] == "sign_in", command
        # What needs no answer has been done before what is asked after it.
        assert await lines.refusal(None) == "sign_in"
    assert not await Participant.objects.filter(room=room, person=ada, read_seq__gt=0).aexists()
    assert await room.posts.acount() == 1


def erase_past_django(key: str) -> None:
    """As a statement by hand does, or another tool."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session WHERE session_key = %s", [key])


async def closed(lines: Lines) -> list[int | None]:
    """With what both lines were closed, once one of them is; and after a look at the record nothing else is under way."""
    await soon(lambda: any(seat.closed for seat in lines.seats), promised(SOON))
    return [seat.closed for seat in lines.seats]


@pytest.mark.parametrize("where,command,code,ends", [
    ("room", {"do": "post", "text": "Still here.", "key": str(uuid4())}, "sign_in", SIGNED_OUT),
    ("room", {"do": "react", "post": 1, "kind": "agree", "key": str(uuid4())}, "sign_in", SIGNED_OUT),
    ("members_room", {"do": "post", "text": "Still here.", "key": str(uuid4())}, "not_found", NOT_HERE),
])  # fmt: skip
async def test_a_line_whose_session_is_gone_ends_with_the_first_refusal(
    room, members_room, ada, where, command, code, ends
):
    await sync_to_async(members_room.admit)(ada)
    here = {"room": room, "members_room": members_room}[where]
    await sync_to_async(say)(ada, here, "Words.")
    async with Lines(here, ada) as lines:
        await sync_to_async(erase_past_django)(lines.socket.session_key)
        await Hub.here().watch.look()
        assert [seat.closed for seat in lines.seats] == [None, None], "nobody has announced it"
        await lines.socket.send(**command)
        assert (await lines.socket.hear("error"))["error"]["code"] == code
        assert (await lines.socket.hear("closed"))["closed"] == ends


async def test_a_refusal_sends_nobody_away_who_may_stay(room, ada):
    async with Lines(room, ada) as lines:
        await lines.socket.send(do="post", key=str(uuid4()), text="To nobody.", parent=77)
        assert (await lines.socket.hear("error"))["error"]["code"] == "not_found"
        assert await lines.refusal(None) is None and [seat.closed for seat in lines.seats] == [None, None]


async def test_every_line_is_asked_anew_within_ten_minutes(room, ada, bo, monkeypatch):
    """Guests too. The clock of the loop is moved on; nobody waits."""
    loop = asyncio.get_running_loop()
    async with Lines(room, ada) as gone, Lines(room, bo) as stays, Line(room):
        stayed = [seat.reconsider.__self__ for seat in Hub.here().feeds[room.stream_id].seats]
        assert len(stayed) == 5 and all(0 <= stay.timer.when() - loop.time() <= 600 for stay in stayed)
        await sync_to_async(erase_past_django)(gone.socket.session_key)
        now = loop.time
        monkeypatch.setattr(loop, "time", lambda: now() + 600)
        assert await gone.end_or_are_seated_anew()
        assert await stays.end_or_are_seated_anew() is False
        again = [stay for stay in stayed if stay.seat and not stay.seat.closed]
        assert len(again) == 3 and all(500 < stay.timer.when() - loop.time() <= 600 for stay in again)


async def test_who_is_only_asked_anew_stays_while_the_database_is_away(room, ada, monkeypatch):
    loop, asked = asyncio.get_running_loop(), asyncio.Event()

    async def away(entrance, ask):
        asked.set()
        raise Busy

    async with Lines(room, ada) as lines:
        monkeypatch.setattr(Entrance, "admission", away)
        now = loop.time
        monkeypatch.setattr(loop, "time", lambda: now() + 600)
        async with asyncio.timeout(promised(SOON)):
            await asked.wait()
        assert [seat.closed for seat in lines.seats] == [None, None]
        lines.seats[0].reconsider()
        assert await closed(lines) == [BUSY, None], "whoever's rights may have changed goes"


def test_ten_thousand_lines_are_asked_one_by_one():
    """Some seventeen a second, also when all have come at once."""
    seconds = Counter()
    for _ in range(10_000):
        at = stay.pause(first=True)
        while at < 1800:
            seconds[int(at)] += 1
            at += stay.pause(first=False)
    assert 16 < sum(seconds.values()) / 1800 < 19 and max(seconds.values()) < 60


def trusts_itself(path: Path) -> bool:
    """Whether this module says that it acts without a session."""
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    values = (keyword.value for call in calls for keyword in call.keywords if keyword.arg == "session")
    return any(isinstance(value, ast.Constant) and value.value is None for value in values)


def test_only_what_no_network_reaches_acts_without_a_session():
    """The demonstration speaks for invented people, and a leaver's reactions are taken back by a job."""
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "dialogue").rglob("*.py") if trusts_itself(path)}
    assert modules == {"dialogue/rooms/demonstration/debate.py", "dialogue/rooms/models/reaction.py"}


FORMS = {
    "posts": {"text": "Hello."}, "revisions": {"text": "Other words."}, "withdrawal": {}, "reaction": {"kind": "agree"},
    "reading": {"seq": "1"},
}  # fmt: skip


def test_every_form_comes_by_a_session_that_is_read_again(client, room, ada, monkeypatch):
    """The session goes between the page's reading it and the transaction, as when somebody signs out in that moment."""
    post = say(ada, room, "Mine.")
    client.force_login(ada)
    opened, asked = sessions.opened, []

    def gone_meanwhile(keys):
        asked.append(set(keys))
        Session.objects.filter(pk__in=asked[-1]).delete()
        return opened(asked[-1])

    monkeypatch.setattr(sessions, "opened", gone_meanwhile)
    verbs = {tag_of(one) for one in vars(room_commands).values() if tag_of(one)}
    assert len(FORMS) == len(verbs), "each command has its form"
    for name, data in FORMS.items():
        key = client.session.session_key
        address = reverse(name, args=[room.slug] if name in ("posts", "reading") else [room.slug, post.seq])
        answer = client.post(address, data | {"key": str(uuid4())}, headers={"accept": "application/json"})
        assert asked.pop() == {key}, name
        assert answer.status_code == (200 if name == "reading" else 403), name
        client.force_login(ada)
    assert room.posts.get().text == "Mine." and not room.posts.get().counts
    assert not Participant.objects.filter(person=ada, read_seq__gt=0).exists()


def test_a_session_says_whose_it_is_until_when_and_since_when_they_are_known(client, ada, bo):
    client.force_login(ada)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": 1_700_000_000},
        {"method": "mfa", "at": 1_700_000_060},
    ]
    session["account_authentication_methods_user"] = str(ada.pk)
    session.save()
    key = session.session_key
    fact = sessions.opened([key, "unknown", "", None])[key]
    assert fact.of(ada) == SessionFact(
        True, Session.objects.get(pk=key).expire_date, datetime.fromtimestamp(1_700_000_060, UTC)
    )
    assert fact.of(bo) == fact.of(None) == ENDED
    session["account_authentication_methods_user"] = str(bo.pk)
    session.save()
    assert sessions.opened([key])[key].of(ada).authenticated_at is None
    ada.set_password("another one")
    assert fact.of(ada) == ENDED


def test_while_the_secret_key_is_replaced_nobody_is_signed_out(client, ada, settings):
    client.force_login(ada)
    key = client.session.session_key
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new one" * 9
    assert sessions.opened([key])[key].of(ada).exists
    settings.SECRET_KEY_FALLBACKS = []
    assert sessions.opened([key])[key].of(ada) == ENDED
