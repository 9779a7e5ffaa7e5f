"""What is checked before anything of ours runs."""

import asyncio


class FrontDoor:
    """Tells http from websocket. A websocket opens only for a page of ours: its origin, to the letter, is one of `origins`.

    At most `at_once` requests are inside at the same time: each takes a thread and a connection to the database, and more
    of them would only wait for each other there.
    """

    def __init__(self, http, websocket, origins: set[str], at_once: int):
        self.http, self.websocket, self.origins = http, websocket, origins
        self.room = asyncio.Semaphore(at_once)

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            return await self.lifespan(receive, send)
        # daphne takes this from a header that anybody can send; we are always mounted at the root.
        scope = {**scope, "root_path": ""}
        if scope["type"] == "http":
            return await self.request(scope, receive, send)
        given = [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
        if len(given) == 1 and given[0] in self.origins:
            return await self.websocket(scope, receive, send)
        await receive()
        await send({"type": "websocket.close"})

    async def request(self, scope, receive, send):
        inside = True

        async def answer(event):
            nonlocal inside
            # The work is done when the answer begins; an answer that goes on for minutes (server-sent events) holds no place.
            if inside:
                inside = False
                self.room.release()
            await send(event)

        await self.room.acquire()
        try:
            await self.http(scope, receive, answer)
        finally:
            if inside:
                self.room.release()

    async def lifespan(self, receive, send):
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
