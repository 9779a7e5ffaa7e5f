"""Strangers are let in, and commands carried out, many at a time: whatever one of them sends, nobody else loses their answer."""

import asyncio
import json
from uuid import uuid4

import msgspec
import pytest
from asgiref.sync import sync_to_async

from accounts import session_store, sessions
from accounts.session_store import is_session_key
from dialogue.live.commands import Command, decode
from dialogue.live.entrance import Admission, Ask, Entrance
from dialogue.live.refusals import Refusal
from dialogue.rooms import entrance
from dialogue.rooms.commands import DECODER
from tests.live.lines import Line, session_of
from tests.security.asgi import answered
from tests.security.hostile import HOSTILE


def honest(people: list[str]) -> list[Ask]:
    return [Ask(people[number % len(people)], "rain") for number in range(30)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("engine")
class TestEntrance:
    HOSTILE = [Ask(value, place) for value in HOSTILE.values() if value for place in ("rain", value, "")]

    async def come(self, people: list[str]) -> list:
        """Thirty honest people and all hostile ones at the same moment; what became of the thirty."""
        door = Entrance(entrance.admit)
        first = asyncio.ensure_future(door.admission(Ask("", "rain")))
        await asyncio.sleep(0)
        crowd = [ask for pair in zip(honest(people), self.HOSTILE[:30], strict=False) for ask in pair]
        crowd += honest(people)[len(self.HOSTILE[:30]) :] + self.HOSTILE[30:]
        found = await asyncio.gather(first, *map(door.admission, crowd), return_exceptions=True)
        assert all(isinstance(each, Admission | Refusal) for each in found)
        return [outcome for ask, outcome in zip(crowd, found[1:], strict=True) if ask not in self.HOSTILE]

    async def test_thirty_honest_people_in_the_same_batch_all_get_in(self, room, ada, bo):
        people = ["", await sync_to_async(session_of)(ada), await sync_to_async(session_of)(bo)]
        outcomes = await self.come(people)
        assert [each.person.name for each in outcomes] == ["", ada.name, bo.name] * 10

    async def test_so_they_do_when_a_key_of_no_shape_reaches_the_database(self, room, ada, bo, monkeypatch):
        """Not only this way of spoiling a batch is meant: whoever is let in by the halves is let in whatever spoils it."""
        monkeypatch.setattr(sessions, "is_session_key", bool)
        people = ["", await sync_to_async(session_of)(ada), await sync_to_async(session_of)(bo)]
        outcomes = await self.come(people)
        assert [each.person.name for each in outcomes] == ["", ada.name, bo.name] * 10

    async def test_what_has_not_the_shape_of_a_key_is_looked_up_by_nobody(self, room, ada, django_assert_num_queries):
        key = await sync_to_async(session_of)(ada)
        for odd in (*HOSTILE.values(), key.upper(), key + "a", key[:-1], "ä" * 32, key + "\n"):
            assert not is_session_key(odd)
            store = session_store.SessionStore(odd)
            assert store.session_key is None
        assert is_session_key(key)
        found = await sync_to_async(entrance.people_of)([key, "a\x00b", "", key.upper()])
        assert [bool(found[each].user.pk) for each in (key, "a\x00b", "", key.upper())] == [True, False, False, False]

    async def test_a_socket_and_a_page_read_the_same_cookie(self, room, ada):
        key = await sync_to_async(session_of)(ada)
        for cookie in (
            f"sessionid={key}",
            f'sessionid="{key}"',
            f"x=1; a b; sessionid={key}; y",
            f"sessionid=no; sessionid={key}",
        ):
            async with Line(room, cookie=cookie) as line:
                welcome = await line.hear("welcome")
            status, page = await answered("/rooms/rain/", headers=[(b"cookie", cookie.encode())])
            assert status == 200 and (welcome["data"]["you"] == ada.handle) == ("Ada Mensah" in page)
        with pytest.raises(AssertionError):
            async with Line(room, cookie='sessionid="aaaaaaaaaa\\000"') as line:
                assert line.opened


def hostile_commands() -> list[tuple[str, str, str]]:
    """(command, field, JSON): each command with each of its fields taken by each hostile value, as text and as number."""
    good = {"key": str(uuid4()), "post": 1, "seq": 1, "text": "Words.", "kind": "agree", "parent": None, "thread": None}
    found = []
    for command in commands_of(Command):
        names = [field.encode_name for field in msgspec.structs.fields(command)]
        whole = {name: good[name] for name in names if name in good}
        for name in names:
            for value in (*HOSTILE.values(), -1, 2**63, 10**30, 1e308, None, [], {}, True):
                # JSON writes half a surrogate pair as an escape.
                words = json.dumps({"do": command.__struct_config__.tag, **whole, name: value, "key": str(uuid4())})
                found.append((command.__name__, name, words))
    return found


def commands_of(kind: type) -> list[type]:
    return [each for found in kind.__subclasses__() for each in (found, *commands_of(found))]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("engine")
async def test_no_field_of_a_command_breaks_the_socket_or_the_words_of_others(room, ada, bo, caplog):
    tried = hostile_commands()
    assert {name for name, _, _ in tried} >= {"Post", "Edit", "Withdraw", "React", "Read", "Ack", "Typing"}
    decoded = []
    for name, field, words in tried:
        try:
            decoded.append((name, field, decode(DECODER, words), words))
        except Refusal as refusal:
            assert refusal.code == "bad_frame", (name, field)
    async with Line(room, bo) as honest:
        for start in range(0, len(decoded), 20):
            async with Line(room, ada) as line:
                for _, _, _, words in decoded[start : start + 20]:
                    if len(words) < 30_000:
                        await line.raw(text=words)
                await line.send(do="react", key=(key := str(uuid4())), post=10**9, kind="agree")
                while (answer := await line.hear("ack", "error", "closed")).get("key", answer.get("ack")) != key:
                    assert "closed" not in answer
                    assert answer.get("error", {}).get("code") != "busy", answer
        assert await honest.say("And I am heard.") > 0
    assert "Traceback" not in caplog.text
