"""Requests that want to become a socket: what is answered, and that it is never a 500."""

from dataclasses import dataclass, field

from tests.wire.line import handshake

ROOM = "/live/rooms/rain/"
# A server that closes without an answer is as good as one that says 400.
REFUSED = (400, "dropped")
# Waits for more, or lets the request lie: nobody is let in, and the server ends it some day.
IGNORED = ("silent",)


@dataclass(frozen=True)
class Try:
    """`path` and `changes` as in line.handshake; `ends` are the statuses that will do, "dropped" and "silent" among them."""

    name: str
    ends: tuple[int | str, ...]
    path: str = ROOM
    changes: dict = field(default_factory=dict)

    def request(self, host: str) -> bytes:
        return handshake(self.path, **self.changes).replace(b"{host}", host.encode())


def changed(name: str, ends: tuple[int | str, ...], **changes) -> Try:
    return Try(name, ends, changes=changes)


HEADERS = [
    changed("as a browser does it", (101,)),
    changed("version 12", (400, 426), sec_websocket_version="12"),
    changed("version 99", (400, 426), sec_websocket_version="99"),
    changed("version of words", (400, 426, "dropped"), sec_websocket_version="thirteen"),
    changed("no version", (400, 426), sec_websocket_version=None),
    changed("no key", REFUSED, sec_websocket_key=None),
    changed("a short key", REFUSED, sec_websocket_key="c2hvcnQ="),
    changed("a key that is no base64", REFUSED, sec_websocket_key="!!!!!!!!!!!!!!!!!!!!!!=="),
    changed("two keys", (*REFUSED, 403), extra=("Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",)),
    changed("no upgrade", (400, 404, 426), upgrade=None),
    changed("upgrade to something else", (400, 404, 426), upgrade="h2c"),
    changed("no connection", (400, 404, 426), connection=None),
    changed("a connection that only keeps alive", (400, 404, 426), connection="keep-alive"),
    changed("a connection of several words", (101,), connection="keep-alive, Upgrade"),
    changed("upgrade in capitals", (101,), upgrade="WebSocket"),
    changed("no host", (*REFUSED, 403), host=None),
    changed("another host", (403,), host="evil.example"),
    changed("another port", (403,), host="127.0.0.1:1"),
    changed("two hosts", (*REFUSED, 403), extra=("Host: evil.example",)),
    changed("POST", (400, 403, 404, 405, 426, "dropped"), request="POST {path} HTTP/1.1"),
    changed("HTTP/1.0", (101, 400, 404, 426, 505, "dropped"), request="GET {path} HTTP/1.0"),
    changed("HTTP/2.0 in words", (101, 400, 404, 426, 505, "dropped"), request="GET {path} HTTP/2.0"),
    changed("a protocol nobody offers", (101,), sec_websocket_protocol="chat, superchat"),
    changed("compression offered", (101,), sec_websocket_extensions="permessage-deflate; client_max_window_bits"),
    changed("nonsense as extension", (101, 400, "dropped"), sec_websocket_extensions=";;;,,,=" * 20),
    changed("a hundred headers", (101, 400, 431, "dropped"), extra=tuple(f"X-Number-{n}: {n}" for n in range(100))),
    changed("a header of 64 KiB", (400, 431, "dropped", *IGNORED), extra=("X-Long: " + "x" * 65_536,)),
    changed("ten thousand headers", (400, 431, "dropped", *IGNORED), extra=("X: x",) * 10_000),
    changed("a header without a colon", (*REFUSED, 101), extra=("Nonsense",)),
    changed("a header folded over two lines", (*REFUSED, 101), extra=("X-Fold: a", " b")),
    changed("a NUL in a header", (*REFUSED, 101), extra=("X-Nul: a\0b",)),
    changed("a body announced", (101, 400, "dropped", *IGNORED), content_length="5"),
]
COOKIES = [
    changed(name, (101,), cookie=cookie)
    for name, cookie in (
        ("an unknown session", "sessionid=nobody"),
        ("an empty session", "sessionid="),
        ("a session of 8 KiB", "sessionid=" + "x" * 8_000),
        ("a cookie of nonsense", ";;;=;=a;\x80\xff;\"'"),
        ("a reserved word as cookie", "expires=now; path=/; sessionid=$; secure"),
        ("quotes that do not end", 'sessionid="abc'),
        ("a thousand cookies", "; ".join(f"c{n}=x" for n in range(600))),
    )
]
PATHS = [
    Try(name, ends, path)
    for name, ends, path in (
        ("nowhere", (403, 404), "/live/nowhere/"),
        ("the root", (403, 404), "/"),
        ("no slash at the end", (403, 404), "/live/rooms/rain"),
        ("an encoded letter", (101,), "/live/rooms/r%61in/"),
        ("an encoded slash, which is a slash", (101,), "/live/rooms%2Frain/"),
        ("dots that climb", (400, 403, 404), "/live/rooms/../rooms/rain/"),
        ("encoded dots that climb", (400, 403, 404), "/live/rooms/%2e%2e/rooms/rain/"),
        ("an encoded NUL", (400, 403, 404), "/live/rooms/rain%00/"),
        ("a bad escape", (400, 403, 404), "/live/rooms/%zz/"),
        ("bytes that are no UTF-8", (400, 403, 404), "/live/rooms/%ff%fe/"),
        (
            "a name of 8 KiB, which is no room's",
            (101, 400, 403, 404, 414, 431, "dropped"),
            "/live/rooms/" + "a" * 8_000 + "/",
        ),
        ("a whole address", (101, 400, 403, 404), "http://127.0.0.1/live/rooms/rain/"),
        ("two slashes at the beginning", (101, 403, 404), "//evil.tld/live/rooms/rain/"),
        ("a fragment", (101, 400, 403, 404), "/live/rooms/rain/#here"),
    )
]
QUERIES = [
    Try(name, (101,), ROOM + "?" + query)
    for name, query in (
        ("a number of 5,000 digits", "after=" + "9" * 5_000),
        ("a number below zero", "after=-1&tally=-1"),
        ("no number", "after=abc&tally=1e9"),
        ("digits of other scripts", "after=%D9%A3"),
        ("a hundred fields", "&".join(f"f{n}=1" for n in range(100))),
        ("a bad escape", "after=%zz&language=%ff%fe"),
        ("an epoch of 5,000 letters", "epoch=" + "a" * 5_000),
        ("semicolons", ";;;;after=1;after=2"),
    )
]
QUERIES += [
    Try("a NUL", (403,), ROOM + "?language=%00&epoch=%00"),
    Try("a thousand fields", (403,), ROOM + "?" + "&".join(f"f{n}=1" for n in range(1_000))),
    Try("the same field a thousand times", (403,), ROOM + "?" + "&".join(["after=1"] * 900)),
]
TRIES = [*HEADERS, *COOKIES, *PATHS, *QUERIES]
