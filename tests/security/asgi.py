"""A request to the whole application, in this process, byte for byte as somebody may send it."""

import asyncio
from urllib.parse import quote_from_bytes, unquote, urlsplit

from django.conf import settings

from forum.asgi import application

HOST = urlsplit(settings.ORIGINS[0]).netloc.encode()
CSRF = "a" * 32


def quoted(text: str) -> str:
    """As it stands in an address; half a surrogate pair as the bytes some programs make of it."""
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


def form(fields: dict[str, str]) -> bytes:
    return "&".join(f"{quoted(name)}={quoted(value)}" for name, value in fields.items()).encode()


def scope_of(path: str, query: str = "", headers: list[tuple[bytes, bytes]] | None = None, method: str = "GET") -> dict:
    """What a server makes of a request for `path` and `query`, which are quoted already; `headers` replace the usual ones."""
    given = {b"host": HOST, b"referer": b"http://" + HOST + b"/"} | dict(headers or [])
    return {
        "type": "http", "http_version": "1.1", "method": method, "scheme": "http", "path": unquote(path),
        "raw_path": path.encode(), "query_string": query.encode(), "headers": list(given.items()),
        "client": ("203.0.113.9", 1), "server": ("127.0.0.1", 8000),
    }  # fmt: skip


async def answered(
    path: str, query: str = "", *, fields: dict[str, str] | None = None, session: str = "",
    headers: list[tuple[bytes, bytes]] | None = None,
) -> tuple[int, str]:  # fmt: skip
    """Status and page: of a POST when there are `fields`, else of a GET."""
    cookies = f"{settings.CSRF_COOKIE_NAME}={CSRF}" + (f"; {settings.SESSION_COOKIE_NAME}={session}" if session else "")
    given, body = [(b"cookie", cookies.encode())], b""
    if fields is not None:
        body = form({"csrfmiddlewaretoken": CSRF, **fields})
        given += [(b"content-type", b"application/x-www-form-urlencoded"), (b"content-length", b"%d" % len(body))]
    scope = scope_of(path, query, [*given, *(headers or [])], "GET" if fields is None else "POST")
    waiting: list[dict] = [{"type": "http.request", "body": body, "more_body": False}]
    begun, status, page = asyncio.Event(), 0, b""

    async def receive():
        if waiting:
            return waiting.pop()
        # Whoever has an answer, or the beginning of a stream, which would go on for minutes, hangs up.
        await begun.wait()
        return {"type": "http.disconnect"}

    async def send(event):
        nonlocal status, page
        status = event.get("status", status)
        page += event.get("body", b"")
        streams = (b"Content-Type", b"text/event-stream") in event.get("headers", ())
        if streams or not event.get("more_body", True):
            begun.set()

    await application(scope, receive, send)
    return status, page.decode("utf-8", "replace")


async def ask(path: str, query: str = "", **how) -> int:
    """The status alone."""
    return (await answered(path, query, **how))[0]
