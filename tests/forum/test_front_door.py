"""What is too large is not taken in, whatever it says of itself, and whoever sent it is told."""

from urllib.parse import urlsplit

import pytest
from asgiref.testing import ApplicationCommunicator
from django.conf import settings

from forum.asgi import application
from forum.front_door import LARGEST, TOO_LARGE, FrontDoor

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
        await send({"type": "http.response.start", "status": 413 if scope.get(TOO_LARGE) else 200, "headers": []})
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


@pytest.mark.django_db(transaction=True)
async def test_who_sends_too_much_is_told_so_in_their_language():
    line = ApplicationCommunicator(application, asked("/fr/people/me/", LARGEST + 1))
    assert (await line.receive_output(10))["status"] == 413
    page = (await line.receive_output(10))["body"].decode()
    assert 'lang="fr"' in page and "5 Mo" in page
