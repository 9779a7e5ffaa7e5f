"""A prober's question to the whole application, as a server would hand it over; answers as (status, headers, body)."""

from typing import NamedTuple
from urllib.parse import unquote

from asgiref.testing import ApplicationCommunicator

from forum.asgi import application


class Told(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


async def ask(path: str, method: str = "GET", headers: dict[str, str] | None = None, scheme: str = "http") -> Told:
    given = [
        (name.lower().encode(), value.encode()) for name, value in ({"Host": "10.0.0.7:8000"} | (headers or {})).items()
    ]
    scope = {"type": "http", "method": method, "path": unquote(path), "raw_path": path.encode(), "scheme": scheme}
    scope |= {"query_string": b"", "headers": given, "http_version": "1.1", "server": ("10.0.0.7", 8000)}
    line = ApplicationCommunicator(application, scope)
    await line.send_input({"type": "http.request", "body": b"", "more_body": False})
    start = await line.receive_output(5)
    body, more = b"", True
    while more:
        part = await line.receive_output(5)
        body, more = body + part.get("body", b""), part.get("more_body", False)
    await line.wait(5)
    return Told(start["status"], {name.decode().lower(): value.decode() for name, value in start["headers"]}, body)
