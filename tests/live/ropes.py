"""For tests of the bell: processes that ring and hear, without their hubs."""

import asyncio

from dialogue.live.bell import Bell, Ring
from tests.patience import soon


class Process:
    """One process's bell, and what it heard."""

    def __init__(self):
        self.heard: list = []
        self.missed = 0
        self.bell = Bell(self.heard.append, self._missed)

    def _missed(self):
        self.missed += 1

    async def __aenter__(self):
        self.task = asyncio.create_task(self.bell.run())
        await soon(lambda: self.bell.connected)
        return self

    async def __aexit__(self, *error):
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    def ring(self, stream: int, head: int = 1) -> None:
        self.bell.ring(Ring(self.bell.sender, stream, "e", head))

    def streams(self) -> set[int]:
        return {ring.stream for ring in self.heard}
