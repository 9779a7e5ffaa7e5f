"""A visitor's line to a room in tests: Channels' communicator, frames one by one, with a session like a browser's."""

import asyncio
import json
import time
from importlib import import_module
from uuid import uuid4

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from accounts.reauthentication import OWNER
from forum.asgi import application
from tests.patience import PATIENCE


def session_of(user) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    # They have just signed in.
    session[OWNER] = str(user.pk)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time()}]
    session.create()
    return session.session_key


class Line:
    """`async with Line(room, ada) as line:` then say, hear, ask."""

    def __init__(
        self, room, user=None, query: str = "", origin: str | None = None, session_key: str = "", cookie: str = "",
        address: str = "",
    ):  # fmt: skip
        self.path = f"/live/rooms/{room.slug}/?{query}"
        self.session_key, self.user, self.origin = session_key, user, origin or settings.ORIGINS[0]
        self.cookie, self.address = cookie, address
        self.frames: list[dict] = []

    async def __aenter__(self) -> "Line":
        headers = [(b"origin", self.origin.encode()), (b"host", settings.ORIGINS[0].partition("://")[2].encode())]
        if self.cookie:
            headers.append((b"cookie", self.cookie.encode()))
        if self.user:
            self.session_key = self.session_key or await sync_to_async(session_of)(self.user)
        if self.session_key:
            headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={self.session_key}".encode()))
        self.wire = WebsocketCommunicator(application, self.path, headers)
        if self.address:
            self.wire.scope["client"] = [self.address, 1]
        self.opened, _ = await self.wire.connect(PATIENCE)
        if self.opened:
            # Seated only now: what happens from here on, this line must hear.
            first = await self.next()
            self.frames.insert(0, first)
        return self

    async def __aexit__(self, *error):
        await self.wire.disconnect(timeout=PATIENCE)

    async def send(self, **command) -> None:
        await self.wire.send_to(text_data=json.dumps(command))

    async def raw(self, **data) -> None:
        """A message as it may come from anybody: text="…" or bytes=b"…"."""
        await self.wire.send_input({"type": "websocket.receive", **data})

    async def next(self) -> dict:
        """The next frame, or {"closed": code}."""
        while not self.frames:
            output = await self.wire.receive_output(PATIENCE)
            if output["type"] == "websocket.close":
                return {"closed": output["code"]}
            self.frames = [json.loads(line) for line in output["text"].split("\n")]
        return self.frames.pop(0)

    async def hear(self, *kinds: str) -> dict:
        """The next frame of one of these kinds ("ack", "error" and "closed" are kinds too); others are passed over."""
        async with asyncio.timeout(PATIENCE):
            while True:
                frame = await self.next()
                if frame.get("kind") in kinds or set(frame) & set(kinds):
                    return frame

    async def say(self, text: str, **fields) -> int:
        """Post, and wait for the number it got."""
        key = str(uuid4())
        await self.send(do="post", key=key, text=text, **fields)
        answer = await self.hear("ack", "error")
        assert answer.get("ack") == key, answer
        return answer["seq"]
