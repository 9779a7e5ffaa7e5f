"""Whatever is put into an address, a header, a cookie, a field or a command: an answer, never a broken page, and nobody else
loses theirs. Generated over what the forum reads, so that whatever it reads later is tried too."""

import asyncio
import inspect
import json
import re
import sys
from pathlib import Path
from urllib.parse import unquote
from uuid import uuid4

import msgspec
import pytest
from asgiref.sync import sync_to_async
from django import forms
from django.conf import settings
from django.urls import Resolver404, resolve

from accounts import session_store, sessions
from accounts.models import Organisation
from accounts.session_store import is_session_key
from dialogue.live.commands import Command, decode
from dialogue.live.entrance import Admission, Ask, Entrance
from dialogue.live.refusals import Refusal
from dialogue.rooms import entrance
from dialogue.rooms.commands import DECODER
from forum.malformed import is_malformed
from tests.live.lines import Line, session_of
from tests.people import give_factor, say
from tests.security.asgi import answered, ask, quoted, scope_of
from tests.security.routes import Address, addresses

ROOT = Path(__file__).resolve().parent.parent.parent
# What ends at the front door, and what a page may see.
UNREADABLE = {"NUL": "a\x00b", "surrogate": "a\ud800b", "nonchar": "a\uffffb", "far nonchar": "\U0010fffe"}
ODD = {
    "2^63": str(2**63), "10^30": str(10**30), "negative": "-1", "marks": "a" + "\u0301" * 199,
    "bidi": "\u202e\u2066a\u2069", "nothing": "", "long": "x" * 100_000,
}  # fmt: skip
HOSTILE = UNREADABLE | ODD
EVERY = list(addresses())
HEADERS = (
    "accept", "accept-encoding", "accept-language", "cache-control", "content-type", "content-length", "if-none-match",
    "if-modified-since", "last-event-id", "origin", "range", "referer", "save-data", "user-agent", "authorization",
    "x-forwarded-proto", "x-real-ip", "x-requested-with", "host",
)  # fmt: skip
COOKIES = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, "messages")


def sources(*tops: str) -> str:
    return "".join(path.read_text() for top in tops for path in sorted((ROOT / top).rglob("*.py")))


def read_by(source: str) -> set[str]:
    """The query parameters that this reads by name."""
    found = re.findall(r'GET(?:\.get|\.getlist)?[(\[]"(\w+)"', source)
    found += re.findall(r'position_of\(request, "(\w+)"\)', source)
    listed = re.findall(r"(?:GET\.get\(name|\(request, name\))[^\n]* for name in [(\[]([^)\]]*)", source)
    return {*found, *(name for each in listed for name in re.findall(r'"(\w+)"', each))}


def fields_of(form: type) -> set[str]:
    return set(getattr(form, "base_fields", ())) | {name for each in form.__subclasses__() for name in fields_of(each)}


def query_names(address: Address) -> set[str]:
    """What the view at this address may read: named in its module or in what that takes from elsewhere, or fields of a form."""
    if address.path.startswith("/admin/"):
        # A search of the administration is ours where we say in which fields it looks.
        ours = address.path.startswith(("/admin/accounts/", "/admin/rooms/"))
        return {"q", "o", "p", "id__exact"} if ours and not address.parameters else set()
    module = sys.modules[address.module]
    source = inspect.getsource(module)
    for each in vars(module).values():
        if (inspect.ismodule(each) and each.__name__.startswith(("accounts", "dialogue", "forum"))) or (
            inspect.isfunction(each) and "request" in inspect.signature(each).parameters
        ):
            source += inspect.getsource(each)
    known = [
        each for each in vars(module).values() if isinstance(each, type) and each.__name__ + "(request.GET" in source
    ]
    return read_by(source) | {name for form in known for name in fields_of(form)}


def reaches_a_view(path: str) -> bool:
    try:
        return bool(resolve(unquote(path)))
    except Resolver404:
        return False


@pytest.fixture
def grace(grace):
    """Everything opens to her: what is only seen by few is tried too."""
    give_factor(grace)
    grace.is_superuser = grace.is_officer = True
    grace.save()
    return grace


@pytest.fixture
def examples(room, theme, ada, grace, mandate):
    """One of each thing that an address can name."""
    return {
        "slug": room.slug, "seq": str(say(ada, room, "Who pays?").seq), "pk": str(mandate.pk), "handle": ada.handle,
        "code": "GH", "kind": "mandate", "token": "x" * 43, "key": "accounts", "section": "rooms",
        "object_id": str(ada.pk), "content_type_id": "1", "app_label": "accounts", "url": "x",
    }  # fmt: skip


def example(address: Address, examples: dict[str, str]) -> dict[str, str]:
    own = dict(examples)
    if "organisation" in address.path or "speak-for" in address.path:
        own |= {"slug": "isles", "pk": str(Organisation.objects.get(slug="isles").pk)}
    if address.path.startswith("/themes/"):
        own["slug"] = "climate"
    return {name: own.get(name, "x") for name in address.parameters}


async def statuses(asked: list, limit: int = 400) -> dict:
    """{what was asked: status}; each is (name, coroutine). One after the other: what one breaks, the next must not feel."""
    return {name: await one for name, one in asked}


def broken(found: dict, refused_by_door: bool = False) -> dict:
    return {name: status for name, status in found.items() if (status != 400 if refused_by_door else status >= 500)}


async def asked(what: list) -> dict:
    """{name: status} of the (name, request) that came to no good: one after the other, so that all of them are tried."""
    return {name: status for name, request in what if (status := await request) >= 500}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("engine")
class TestAddresses:
    async def test_no_parameter_of_an_address_breaks_a_page(self, examples, grace):
        session, what = await sync_to_async(session_of)(grace), []
        assert len(EVERY) > 150
        for address in EVERY:
            own = await sync_to_async(example)(address, examples)
            for name in address.parameters:
                for kind, value in ODD.items():
                    path = address.at(**own | {name: quoted(value)})
                    if reaches_a_view(path) and not is_malformed(scope_of(path)):
                        what.append(((address.path, name, kind), ask(path, session=session)))
        assert len(what) > 100
        assert not await asked(what)

    async def test_no_query_parameter_breaks_a_page(self, examples, grace):
        session, what, names = await sync_to_async(session_of)(grace), [], set()
        for turn, address in enumerate(EVERY):
            path = address.at(**await sync_to_async(example)(address, examples))
            for place, name in enumerate(sorted(query_names(address))):
                names.add(name)
                value = alternating(turn + place)
                what.append(((address.path, name, value), ask(path, f"{name}={quoted(value)}", session=session)))
        # Whatever else the forum reads, it reads at some address.
        missing = read_by(sources("accounts", "dialogue", "forum")) - names
        assert not await asked(what)
        assert not missing

    async def test_no_field_of_a_form_breaks_a_page(self, examples, grace, client):
        names = {*re.findall(r'POST(?:\.get|\.getlist)?[(\[]"(\w+)"', sources("accounts", "dialogue", "forum"))}
        names |= fields_of(forms.BaseForm) - {"csrfmiddlewaretoken"}
        assert {"text", "words", "email", "person", "domains"} <= names
        what = []
        for turn, address in enumerate(EVERY):
            path = address.at(**await sync_to_async(example)(address, examples))
            for chosen in rounds(address):
                session = await sync_to_async(session_of)(grace)
                fields = {name: alternating(turn + place) for place, name in enumerate(sorted(names))} | chosen
                what.append(((address.path, str(chosen)), ask(path, fields=fields, session=session)))
        assert not await asked(what)


# What says which part of a form is meant: without it nothing else is looked at.
CHOSEN = {
    "way": ("note", "dns", "mailbox", "code"), "act": ("refuse", "suspend", "revoke"), "verb": ("refuse", "suspend", "revoke"),
    "action": ("change",),
}  # fmt: skip


def alternating(turn: int) -> str:
    """A number too large or words that look like none, so that neighbours get one of each in a quarter of the time."""
    return (ODD["10^30"], ODD["bidi"] + ODD["marks"])[turn % 2]


def rounds(address: Address) -> list[dict[str, str]]:
    """What stands in some fields, instead of what is hostile, for each POST to this address."""
    module = sys.modules.get(address.module)
    source = inspect.getsource(module) if module and not address.path.startswith("/admin/") else ""
    return [{}, *({name: each} for name, values in CHOSEN.items() if f'POST.get("{name}"' in source for each in values)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("engine")
class TestDoor:
    """What nobody could read ends at the front door: refused, in our look, in the language of the address."""

    @pytest.mark.parametrize("value", UNREADABLE.values(), ids=UNREADABLE)
    def test_it_stands_nowhere_in_a_request(self, value):
        name = quoted(value)
        raw = value.encode("utf-8", "surrogatepass")
        for scope in (
            scope_of(f"/people/{name}/"), scope_of("/search/", f"q={name}"), scope_of("/search/", f"{name}=1"),
            *(scope_of("/", headers=[(header.encode(), raw)]) for header in HEADERS),
            *(scope_of("/", headers=[(b"cookie", cookie.encode() + b"=" + raw)]) for cookie in COOKIES),
        ):  # fmt: skip
            assert is_malformed(scope), scope
        readable = quoted("Ωραία λόγια 👩🏽‍🚀 𝒳 \ufffd \U000e0067")
        assert not is_malformed(scope_of("/search/", f"q={readable}"))

    def test_a_cookie_that_becomes_nul_when_it_is_unquoted(self):
        for octal in (rb'"aaaaaaaaaa\000"', rb'"\000"', rb'"a\"\000b"'):
            assert is_malformed(scope_of("/", headers=[(b"cookie", b"__Host-session=" + octal)]))
        assert not is_malformed(scope_of("/", headers=[(b"cookie", rb'theme="a\054b"')]))

    def test_a_number_larger_than_any_database_counts(self):
        for path in ("/mandates/9223372036854775808/", f"/mandates/{10**30}.json", f"/rooms/rain/posts/{'9' * 5000}/"):
            assert is_malformed(scope_of(path))
        assert not is_malformed(scope_of("/rooms/1234567890123456789-words/posts/9007199254740992/"))

    async def test_whoever_sends_it_is_told_in_their_language(self, room):
        for path, query, fields in (
            ("/fr/people/%00/", "", None), ("/fr/search/", "q=a%00", None), ("/fr/accounts/login/", "", {"login": "a\x00b"}),
            ("/fr/accounts/login/", "", {"lo\uffffgin": "a"}),
        ):  # fmt: skip
            status, page = await answered(path, query, fields=fields)
            assert status == 400 and 'lang="fr"' in page and "<h1>" in page, path

    async def test_a_host_that_is_not_to_the_letter_one_of_ours(self, room):
        for host in (b"evil.tld", b"127.0.0.1:1337", b"127.0.0.1", b"127.0.0.1:8000, evil.tld", b"user@127.0.0.1:8000"):
            status, page = await answered("/rooms/rain/", headers=[(b"host", host)])
            assert status == 400 and "1337" not in page and "evil" not in page
        assert await ask("/rooms/rain/") == 200

    @pytest.mark.parametrize("kind", ODD)
    async def test_no_header_or_cookie_breaks_a_page(self, room, kind):
        value = ODD[kind].encode()
        what = [((header, kind), ask("/rooms/rain/", headers=[(header.encode(), value)])) for header in HEADERS]
        what += [((each, kind), ask("/", headers=[(b"cookie", each.encode() + b"=" + value)])) for each in COOKIES]
        assert not await asked(what)

    async def test_every_header_the_forum_reads_is_among_those_tried(self):
        named = re.findall(r'headers(?:\.get\(|\[)"([A-Za-z-]+)"', sources("accounts", "dialogue", "forum"))
        assert {name.lower() for name in named} - {"x-copy", "x-reader", "cookie"} <= set(HEADERS)


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
