"""Places for requests, given to those who wait site by site and, within one, network by network, so that whoever asks for
thousands of pages waits for their own and nobody else does, however many networks of a site are theirs."""

import asyncio
from collections import Counter, OrderedDict, deque

# The networks of a site that wait, and who waits of each; both in the order of their next turn.
Networks = OrderedDict[str, deque[asyncio.Future]]


class Turns:
    """`places` at once, half of them for one site at most: somebody from elsewhere always finds one.

    A place that is free for a site is taken without waiting; one that is given back goes to the site whose last turn is
    longest ago, within it to the network, and of that to whoever came first (round robin)."""

    def __init__(self, places: int):
        self.free, self.share = places, max(1, places // 2)
        self.held: Counter[str] = Counter()
        self.waiting: OrderedDict[str, Networks] = OrderedDict()

    def open_to(self, site: str) -> bool:
        return self.free > 0 and self.held[site] < self.share

    async def take(self, site: str, network: str) -> None:
        """Wait for a place; to be given back once."""
        if self.open_to(site):
            return self._seat(site)
        turn = asyncio.get_running_loop().create_future()
        self.waiting.setdefault(site, OrderedDict()).setdefault(network, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            # Called up and gone in the same moment: the place is somebody else's.
            if turn.done() and not turn.cancelled():
                self.give_back(site)
            raise

    def give_back(self, site: str) -> None:
        self.free += 1
        self.held[site] -= 1
        if not self.held[site]:
            del self.held[site]
        # At most two sites hold half of all places, so this looks no further than at the third.
        while (called := next((site for site in self.waiting if self.open_to(site)), None)) is not None:
            if self._call_up(called):
                return

    def _seat(self, site: str) -> None:
        self.free -= 1
        self.held[site] += 1

    def _call_up(self, site: str) -> bool:
        """Give a place to the next of this site, if they are still there."""
        networks = self.waiting.pop(site)
        network, turns = networks.popitem(last=False)
        turn = turns.popleft()
        if turns:
            networks[network] = turns
        if networks:
            self.waiting[site] = networks
        if turn.done():
            return False
        self._seat(site)
        turn.set_result(None)
        return True
