"""What is checked before anything of ours runs."""


class FrontDoor:
    """Tells http from websocket. A websocket opens only for a page of ours: its origin, to the letter, is one of `origins`."""

    def __init__(self, http, websocket, origins: set[str]):
        self.http, self.websocket, self.origins = http, websocket, origins

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            return await self.lifespan(receive, send)
        # daphne takes this from a header that anybody can send; we are always mounted at the root.
        scope = {**scope, "root_path": ""}
        if scope["type"] == "http":
            return await self.http(scope, receive, send)
        given = [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
        if len(given) == 1 and given[0] in self.origins:
            return await self.websocket(scope, receive, send)
        await receive()
        await send({"type": "websocket.close"})

    async def lifespan(self, receive, send):
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
