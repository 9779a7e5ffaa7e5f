"""Places for requests, given to those who wait network by network, so that whoever asks for thousands of pages waits for
their own and nobody else does."""

import asyncio
from collections import OrderedDict, deque
from ipaddress import ip_address


def network_of(address: str) -> str:
    """Whom to count as one asker: an IPv4 address, or the first 64 bits of an IPv6 one, which one line has for itself.

    What is no address (a socket file, a test) counts as it is."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return address if known.version == 4 else known.exploded[:19]


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
