"""What is checked before anything of ours runs."""

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from dialogue.limits.networks import network, site
from dialogue.live.bodies import TOO_LARGE, UNTAKEN
from forum.malformed import harmless, is_malformed, plain
from forum.proxy import Doubts
from forum.turns import Turns
from forum.waiting import place_for, to_the_end

# The largest body; a post of 10,000 characters is at most 40 kB.
LARGEST = 256 * 1024


async def nothing_larger(scope) -> int:
    return 0


class FrontDoor:
    """Tells http from websocket. A websocket opens only for a page of ours: its origin, to the letter, is one of `origins`.
    Both are asked for at the host, port included, of one of them: what is made of it, such as links in a feed, is true.
    What is malformed goes no further.

    At most `at_once` requests are inside at the same time: each takes a thread and a connection to the database, and more
    of them would only wait for each other there. The others wait for their turn (Turns). A body is at most
    `LARGEST`, or more where `larger` says so for this request; what is larger is not read, and
    refused by `forum.middleware`, like what the server has not taken.
    """

    def __init__(
        self, http, websocket, origins: list[str], at_once: int, larger: Callable[..., Awaitable[int]] = nothing_larger
    ):
        self.http, self.websocket, self.origins, self.larger = http, websocket, origins, larger
        self.host = urlsplit(origins[0]).netloc.lower()
        self.hosts = frozenset(urlsplit(origin).netloc.lower().encode() for origin in origins)
        self.turns, self.doubts = Turns(at_once), Doubts(origins[0].startswith("https://"))

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            return await self.lifespan(receive, send)
        # daphne takes this from a header that anybody can send; we are always mounted at the root.
        scope = {**scope, "root_path": ""}
        if scope["type"] == "http":
            return await self.request(scope, receive, send)
        given = [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
        ours = len(given) == 1 and given[0] in self.origins and not self.elsewhere(scope)
        if ours and not is_malformed(scope):
            return await self.websocket(plain(scope), receive, send)
        await receive()
        await send({"type": "websocket.close"})

    async def request(self, scope, receive, send):
        address = (scope.get("client") or [""])[0]
        of = site(address)
        taking = self.turns.take(of, network(address))
        if self.turns.open_to(of):
            await taking
        else:
            receive = await place_for(taking, receive)
        if receive:
            await to_the_end(self.inside(scope, receive, send, of))

    async def inside(self, scope, receive, send, site: str):
        inside = True

        async def answer(event):
            nonlocal inside
            # The work is done when the answer begins; an answer that goes on for minutes (server-sent events) holds no place.
            if inside:
                inside = False
                self.turns.give_back(site)
            await send(event)

        malformed, scope, elsewhere = is_malformed(scope), plain(scope), self.elsewhere(scope)
        self.doubts.look(scope["headers"], elsewhere)
        try:
            if malformed or elsewhere:
                return await self.refuse(harmless(scope, self.host), answer)
            if UNTAKEN in scope:
                return await self.refuse(scope, answer)
            limit = max(LARGEST, await self.larger(scope))
            if stated(scope) > limit:
                raise TooLarge
            await self.http(scope, Measured(receive, limit), answer)
        except TooLarge:
            # The forum says so itself, to whoever it knows, in their language; of what was sent it sees nothing.
            await self.refuse(scope | {UNTAKEN: TOO_LARGE}, answer)
        finally:
            if inside:
                self.turns.give_back(site)

    def elsewhere(self, scope) -> bool:
        given = [value.lower() for name, value in scope["headers"] if name == b"host"]
        return len(given) != 1 or given[0] not in self.hosts

    async def refuse(self, scope, answer):
        await self.http(scope | {"method": "GET", "headers": bodiless(scope)}, nothing(), answer)

    async def lifespan(self, receive, send):
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return


class TooLarge(Exception):
    """More came than may come."""


class Measured:
    """What comes in, counted: a body may be longer than its header says, or have no length at all."""

    def __init__(self, receive, limit: int):
        self.receive, self.left = receive, limit

    async def __call__(self):
        event = await self.receive()
        self.left -= len(event.get("body", b""))
        if self.left < 0:
            raise TooLarge
        return event


def stated(scope) -> int:
    """The length the header says, 0 where it says none."""
    said = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    # Python reads no more than 4,300 digits; fewer are more than anything here is long.
    return int(said[:20]) if said.isdigit() else 0


def bodiless(scope) -> list[tuple[bytes, bytes]]:
    return [header for header in scope["headers"] if not header[0].startswith((b"content-", b"transfer-"))]


def nothing():
    """An empty body, and silence after it."""
    parts = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive():
        return next(parts, None) or await asyncio.Event().wait()

    return receive
