"""Places for requests, given to those who wait network by network, so that whoever asks for thousands of pages waits for
their own and nobody else does."""

import asyncio
from collections import OrderedDict, deque


class Turns:
    """`places` at once. A free place is taken without waiting; one that is given back goes to the network whose last turn
    is longest ago, to whoever of it came first (round robin)."""

    def __init__(self, places: int):
        self.free = places
        # In the order of their next turn.
        self.waiting: OrderedDict[str, deque[asyncio.Future]] = OrderedDict()

    async def take(self, network: str) -> None:
        """Wait for a place; to be given back once."""
        if self.free:
            self.free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        self.waiting.setdefault(network, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            # Called up and gone in the same moment: the place is somebody else's.
            if turn.done() and not turn.cancelled():
                self.give_back()
            raise

    def give_back(self) -> None:
        while self.waiting:
            network, turns = self.waiting.popitem(last=False)
            turn = turns.popleft()
            if turns:
                self.waiting[network] = turns
            if not turn.done():
                turn.set_result(None)
                return
        self.free += 1
