"""What is too large is not taken in, whatever it says of itself, and whoever sent it is told."""

from asyncio import Event
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.middleware.security import SecurityMiddleware

from dialogue.live.bodies import TOO_LARGE, TOO_MUCH_AT_ONCE, UNTAKEN
from forum.asgi import application
from forum.front_door import LARGEST, FrontDoor, stated
from forum.malformed import harmless
from tests.security.asgi import scope_of

HOST = urlsplit(settings.ORIGINS[0]).netloc.encode()


def asked(path: str, length: int | None) -> dict:
    headers = [(b"host", HOST)]
    headers += [(b"content-length", str(length).encode())] if length is not None else []
    about = {"type": "http", "method": "POST", "path": path, "raw_path": path.encode()}
    return about | {"headers": headers, "query_string": b""}


@pytest.mark.parametrize("stated", [True, False])
async def test_no_other_door_takes_more_whether_it_is_said_or_not(stated):
    reached = []

    async def inside(scope, receive, send):
        while (await receive())["more_body"]:
            pass
        reached.append(scope["method"])
        await send(
            {"type": "http.response.start", "status": 413 if scope.get(UNTAKEN) == TOO_LARGE else 200, "headers": []}
        )
        await send({"type": "http.response.body", "body": b""})

    for size, status in ((LARGEST, 200), (LARGEST + 1, 413)):
        front = FrontDoor(inside, None, settings.ORIGINS, 1)
        line = ApplicationCommunicator(front, asked("/", size if stated else None))
        for part in (size // 2, size - size // 2):
            await line.send_input({"type": "http.request", "body": b"x" * part, "more_body": True})
        await line.send_input({"type": "http.request", "body": b"", "more_body": False})
        assert (await line.receive_output())["status"] == status
        assert front.turns.free == 1
    assert reached == ["POST", "GET"]


async def test_whoever_asks_from_a_site_waits_with_its_others():
    front = FrontDoor(None, None, settings.ORIGINS, 0)
    for address in ("2001:db8:1:100::1", "2001:db8:1:200::1", "2001:db8:1:200::2", "203.0.113.9"):
        line = ApplicationCommunicator(front, asked("/", 0) | {"client": [address, 1]})
        assert await line.receive_nothing()
    waiting = {site: [len(turns) for turns in networks.values()] for site, networks in front.turns.waiting.items()}
    assert waiting == {"2001:db8:1::/48": [1, 2], "203.0.113.0/24": [1]}


@pytest.mark.django_db(transaction=True)
async def test_who_sends_too_much_is_told_so_in_their_language():
    line = ApplicationCommunicator(application, asked("/fr/people/me/", LARGEST + 1))
    assert (await line.receive_output(10))["status"] == 413
    page = (await line.receive_output(10))["body"].decode()
    assert 'lang="fr"' in page and "5 Mo" in page


@pytest.mark.django_db(transaction=True)
async def test_whose_body_was_not_taken_for_there_are_too_many_is_told_when_to_come_back():
    line = ApplicationCommunicator(application, asked("/fr/people/me/", 100) | {UNTAKEN: TOO_MUCH_AT_ONCE})
    begins = await line.receive_output(10)
    assert begins["status"] == 503 and (b"Retry-After", b"30") in begins["headers"]
    page = (await line.receive_output(10))["body"].decode()
    assert 'lang="fr"' in page and "<h1>" in page


@pytest.mark.parametrize("came", [b"https", b"http"])
def test_whoever_sends_nul_by_tls_is_refused_and_not_led_to_tls_for_ever(settings, came):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_PROXY_SSL_HEADER = True, ("HTTP_X_FORWARDED_PROTO", "https")
    given = [(b"cookie", rb'theme="a\000"'), (b"x-forwarded-proto", came)]
    left = ASGIRequest(harmless(scope_of("/fr/", headers=given), "testserver"), BytesIO())
    assert "cookie" not in left.headers
    led = SecurityMiddleware(lambda request: None).process_request(left)
    assert (led is None) == (came == b"https")


@pytest.mark.parametrize(
    ("origins", "hosts", "opens"),
    [
        (["ours"], [HOST], True), (["ours", "theirs"], [HOST], False), (["theirs", "ours"], [HOST], False), ([], [HOST], False),
        (["ours"], [HOST.upper()], True), (["ours"], [b"evil.example"], False), (["ours"], [], False),
        (["ours"], [HOST, b"evil.example"], False), (["ours"], [HOST.partition(b":")[0] + b":1"], False),
    ],
)  # fmt: skip
async def test_a_socket_opens_for_one_origin_and_at_one_host_and_both_are_ours(origins, hosts, opens):
    named = {"ours": settings.ORIGINS[0].encode(), "theirs": b"https://evil.example"}
    headers = [*((b"host", host) for host in hosts), *((b"origin", named[each]) for each in origins)]
    opened = []

    async def websocket(scope, receive, send):
        opened.append(scope)
        await send({"type": "websocket.accept"})

    scope = {"type": "websocket", "path": "/", "raw_path": b"/", "query_string": b"", "headers": headers}
    line = ApplicationCommunicator(FrontDoor(None, websocket, settings.ORIGINS, 1), scope)
    await line.send_input({"type": "websocket.connect"})
    assert (await line.receive_output())["type"] == ("websocket.accept" if opens else "websocket.close")
    assert bool(opened) is opens


@pytest.mark.parametrize(
    ("hosts", "method"), [([HOST], "POST"), ([HOST, b"mallory.example"], "GET"), ([HOST, HOST], "GET"), ([], "GET")]
)
async def test_a_page_is_asked_for_at_one_host_and_that_is_ours(hosts, method):
    """Of two, what stands behind the door might take the other one."""
    heard = []

    async def inside(scope, receive, send):
        heard.append((scope["method"], [value for name, value in scope["headers"] if name == b"host"]))

    headers = [(b"host", host) for host in hosts]
    await FrontDoor(inside, None, settings.ORIGINS, 1)(asked("/", None) | {"headers": headers}, Event().wait, None)
    assert heard == [(method, [HOST])]


def test_a_length_of_more_digits_than_python_reads_is_more_than_anything_may_be():
    assert stated({"headers": [(b"content-length", b"9" * 5000)]}) > LARGEST
    assert stated({"headers": [(b"content-length", b"12")]}) == 12


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ([(b"host", b"solidaction")], "the host 'solidaction': it is not in ORIGINS"),
        ([(b"host", b"forum.example"), (b"x-real-ip", b"192.0.2.1")], "X-Forwarded-Proto is '', not https"),
        (
            [(b"host", b"forum.example"), (b"x-real-ip", b"::1"), (b"x-forwarded-proto", b"HTTPS")],
            "is 'HTTPS', not https",
        ),
        ([(b"host", b"forum.example"), (b"x-real-ip", b"::1"), (b"x-forwarded-proto", b"https")], ""),
        ([(b"host", b"forum.example"), (b"x-real-ip", b"::1"), (b"x-forwarded-proto", b"http")], ""),
        ([(b"host", b"forum.example")], ""),
    ],
)
async def test_an_operator_reads_once_what_the_proxy_hands_on_wrongly(headers, told, caplog):
    async def inside(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    front = FrontDoor(inside, None, ["https://forum.example"], 1)
    for _ in range(3):
        line = ApplicationCommunicator(front, asked("/", None) | {"headers": headers})
        await line.send_input({"type": "http.request", "body": b"", "more_body": False})
        await line.receive_output()
        await line.wait()
    lines = [record.getMessage() for record in caplog.records if record.name == "forum.proxy"]
    assert len(lines) == bool(told) and all(told in line and "docs/operations.md" in line for line in lines)
