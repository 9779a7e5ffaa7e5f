"""`broadcast()` of the websockets package on asyncio: no sign-in, no Redis, nothing stored."""

import asyncio
import sys

from tests.bench.contender import Contender, Ground, python


class Broadcast(Contender):
    name = "websockets.broadcast"
    needs = ("websockets",)

    def command(self, ground: Ground) -> list[str]:
        return python("tests.bench.contenders.broadcast", ground.port)


async def main(port: int) -> None:
    from websockets.asyncio.server import broadcast, serve

    everyone = set()

    async def chat(line):
        everyone.add(line)
        try:
            async for text in line:
                broadcast(everyone, text)
        finally:
            everyone.remove(line)

    async with serve(chat, "127.0.0.1", port, compression=None, backlog=4096) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
