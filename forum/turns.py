"""Places for requests, given to those who wait site by site and, within one, network by network, so that whoever asks for
thousands of pages waits for their own and nobody else does, however many networks of a site are theirs."""

import asyncio
from collections import OrderedDict, deque

# The networks of a site that wait, and who waits of each; both in the order of their next turn.
Networks = OrderedDict[str, deque[asyncio.Future]]


class Turns:
    """`places` at once. A free place is taken without waiting; one that is given back goes to the site whose last turn is
    longest ago, within it to the network, and of that to whoever came first (round robin)."""

    def __init__(self, places: int):
        self.free = places
        self.waiting: OrderedDict[str, Networks] = OrderedDict()

    async def take(self, site: str, network: str) -> None:
        """Wait for a place; to be given back once."""
        if self.free:
            self.free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        self.waiting.setdefault(site, OrderedDict()).setdefault(network, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            # Called up and gone in the same moment: the place is somebody else's.
            if turn.done() and not turn.cancelled():
                self.give_back()
            raise

    def give_back(self) -> None:
        while self.waiting:
            site, networks = self.waiting.popitem(last=False)
            network, turns = networks.popitem(last=False)
            turn = turns.popleft()
            if turns:
                networks[network] = turns
            if networks:
                self.waiting[site] = networks
            if not turn.done():
                turn.set_result(None)
                return
        self.free += 1
