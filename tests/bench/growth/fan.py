"""One process hands the events of one room to its sockets, simulated event by event.

While it is busy with one round, the next events gather and share a send: under load rounds grow longer than the pause
between posts, and yet the room keeps up.
"""

import random
from dataclasses import dataclass

from tests.bench.growth.costs import Costs

# Seconds in which news wait for each other (dialogue/live).
JOIN = 0.005
SECONDS = 60
# Places among the sockets at which latency is looked at: the first tenth, …, the last socket.
PLACES = [place / 10 for place in range(1, 11)]


@dataclass(frozen=True)
class Fan:
    p50: float  # seconds from commit to sent
    p99: float
    busy: float  # of the core
    joined: float  # events in one send


def fan(rooms: int, sockets: int, posts: float, costs: Costs, free: float = 1.0, seed: int = 1) -> Fan:
    """`sockets` in each of `rooms`; `posts` a second arrive at random, in all rooms together.

    `free` is the part of the core that other work leaves. Only events of one room can share a send.
    """
    chance = random.Random(seed)
    arrivals, now = [], 0.0
    while (now := now + chance.expovariate(posts)) < SECONDS:
        arrivals.append((now, chance.randrange(rooms)))
    latencies: list[float] = []
    done, began, spent, sends, taken = 0.0, -JOIN, 0.0, 0, 0
    while taken < len(arrivals):
        wait = began + JOIN if rooms == 1 else 0.0
        began = max(done, arrivals[taken][0], wait)
        news: dict[int, list[float]] = {}
        while taken < len(arrivals) and arrivals[taken][0] <= began:
            at, room = arrivals[taken]
            news.setdefault(room, []).append(at)
            taken += 1
        done = began
        for events in news.values():
            work = sockets * (costs.delivery + (len(events) - 1) * costs.event) / 1e6
            latencies += [done + work / free * place - at for at in events for place in PLACES]
            done, spent, sends = done + work / free, spent + work, sends + 1
    latencies.sort()
    if not latencies:
        return Fan(0.0, 0.0, 0.0, 0.0)
    return Fan(
        latencies[len(latencies) // 2],
        latencies[int(len(latencies) * 0.99)],
        spent / max(done, SECONDS),
        taken / sends,
    )
