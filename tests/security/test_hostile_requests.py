"""Whatever is put into the head of a request: an answer, never a broken page; and what nobody could read goes no further."""

import re

import pytest
from django.conf import settings

from forum.malformed import is_malformed
from tests.live.http_lines import MIB, Line, answering, serving, settled
from tests.security.asgi import answered, ask, quoted, scope_of
from tests.security.hostile import ODD, UNREADABLE, asked, sources

HEADERS = (
    "accept", "accept-encoding", "accept-language", "cache-control", "content-type", "content-length", "if-none-match",
    "if-modified-since", "last-event-id", "origin", "range", "referer", "save-data", "user-agent", "authorization",
    "x-forwarded-proto", "x-real-ip", "x-requested-with", "host",
)  # fmt: skip
COOKIES = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, "messages")


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


@pytest.mark.parametrize("value", [b"\xff", "é".encode(), b"/\xed\xa0\x80"])
async def test_what_the_server_reads_as_ascii_is_dropped_or_refused_when_it_is_none(value, caplog):
    """tests/wire/test_http_ceilings.py tries the whole server."""
    answers = {b"Daphne-Root-Path": b"HTTP/1.1 200", b"Upgrade: websocket\r\nSec-WebSocket-Protocol": b"HTTP/1.1 400"}
    for name, answer in answers.items():
        line = Line(serving(answering(1)), takes=MIB).says(
            b"GET / HTTP/1.1\r\nHost: here\r\n%s: %s\r\n\r\n" % (name, value)
        )
        await settled()
        assert bytes(line.wire.dataBuffer + b"".join(line.wire._tempDataBuffer)).startswith(answer)
    assert "Traceback" not in caplog.text
