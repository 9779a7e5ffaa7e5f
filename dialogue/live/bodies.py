"""Bodies of requests under way: how many bytes a process takes at once, of everybody together and of one network.

Each is kept until whoever answers it is done with it, also when its sender has gone; so what is counted is what is held.
"""

from collections import Counter

from dialogue.limits.networks import networks_of

MIB = 1024 * 1024
# Announced or come, all together...
ALL = 64 * MIB
# ... and of one network: a hundred of the longest posts, and a document.
OF_A_NETWORK = 13 * MIB
# So much of each network is taken even when it is too much in all: whoever fills the forum with documents keeps nobody else
# from speaking.
SPARED = 256 * 1024

# In the scope of a request that is not taken: why.
UNTAKEN = "untaken"
TOO_LARGE, TOO_MUCH_AT_ONCE, NO_ROOM = "too large", "too much at once", "no room"


def sender(address: str) -> str:
    """Who sends, as coarse as bodies need it: one IPv4 address or IPv6 /48; "" for this machine, which is all its visitors."""
    return (networks_of(address) or [""])[-1]


class Bodies:
    """`take` before so many bytes may come, `give_back` when nobody holds them any more."""

    def __init__(self) -> None:
        self.all, self.held = 0, Counter[str]()

    def take(self, network: str, size: int) -> bool:
        """Whether so many more may come from there."""
        held = self.held[network] + size
        if (network and held > OF_A_NETWORK) or (self.all + size > ALL and held > SPARED):
            return False
        self.all, self.held[network] = self.all + size, held
        return True

    def give_back(self, network: str, size: int) -> None:
        self.all -= size
        self.held[network] -= size
        if not self.held[network]:
            del self.held[network]
