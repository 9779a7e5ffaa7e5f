"""How many processes and machines, what the shared parts carry, and which of them is the limit."""

from dataclasses import dataclass
from math import ceil

from tests.bench.growth.costs import Costs, Machine
from tests.bench.growth.fan import fan

# As the engine has them (dialogue/live): a heartbeat every 15 s, presence told anew every 10 s and at most every 5 s (reckoned as 1),
# an own probe every 5 s, acknowledgements once a second or every 100 events, a look at the heads every second.
HEARTBEAT, PRESENCE, PROBE, ACKNOWLEDGED = 15, 10, 5, 100
# Memory of a process before its first socket, GiB.
PROCESS = 0.15
SIZES = [50_000, 30_000, 20_000, 15_000, 10_000, 7_500, 5_000, 3_000, 2_000, 1_000, 500, 200, 100]


@dataclass(frozen=True)
class World:
    """`rooms` with `readers` each, in each of them `posts` a second. One room, or many small ones."""

    rooms: int
    readers: int
    posts: float

    @property
    def everybody(self) -> int:
        return self.rooms * self.readers

    @property
    def said(self) -> float:
        return self.rooms * self.posts


@dataclass(frozen=True)
class Plan:
    sockets: int  # of one process
    processes: int
    groups: int  # of processes that share the rings of the same rooms
    p50: float
    p99: float
    share: float  # of one core, per process
    heard: float  # rings a second that reach one process
    redis: float  # messages a second that Redis hands out, all together
    busiest: float  # the same, for the Redis (or shard) of one group
    heads: float  # rows of heads read a second
    returning: float  # seconds until all sockets of a process are back after a restart
    machines: dict[str, int]  # by what they are needed for

    @property
    def limit(self) -> str:
        return max(self.machines, key=lambda name: self.machines[name])


def followed(world: World, processes: int, sockets: int, groups: int) -> float:
    """Rooms one process follows: its sockets meet at random in the rooms of its group."""
    rooms = world.rooms / groups
    return rooms * (1 - (1 - 1 / rooms) ** sockets) if rooms > 1 else min(1.0, rooms * processes)


def plan(world: World, costs: Costs, machine: Machine, goal: float, groups: int = 1) -> Plan | None:
    """The largest processes that meet the goal (seconds, p99 from commit to sent); None when none do."""
    for sockets in SIZES:
        found = _with(min(sockets, world.everybody), world, costs, machine, groups)
        if found and found.p99 <= goal and found.share <= machine.use:
            return found
    return None


def best(world: World, costs: Costs, machine: Machine, goal: float) -> Plan | None:
    """With as few groups as do; one room cannot be divided."""
    groups = 1
    while groups <= world.rooms:
        found = plan(world, costs, machine, goal, groups)
        if found and found.busiest <= costs.redis:
            return found
        groups *= 2
    return None


def _with(sockets: int, world: World, costs: Costs, machine: Machine, groups: int) -> Plan | None:
    processes = max(groups, ceil(world.everybody / sockets))
    rooms = followed(world, processes, sockets, groups)
    members = processes / groups
    # Every process of a group hears every ring of its rooms: posts, who is here, and the probes.
    present = members * rooms * (1 if world.rooms == 1 else 1 / PRESENCE)
    rung = world.said / groups + present + members / PROBE
    # Every ring is sent once by somebody; what one hears, all of its group hear.
    hears = (rung + (world.said / groups + present) / members) * costs.ring / 1e6
    acks = max(min(world.posts, 1.0), world.posts / ACKNOWLEDGED)
    asks = sockets * (acks + 1 / HEARTBEAT) * costs.command / 1e6
    passing = sockets * (1 / HEARTBEAT + (1 if world.rooms == 1 else 1 / PRESENCE)) * costs.delivery / 1e6
    writes = world.said / processes * costs.post / 1e6
    other = hears + asks + passing + writes
    if other >= 1:
        return None
    told = fan(ceil(rooms), ceil(sockets / rooms), world.posts * rooms, costs, free=1 - other)
    bits = (sockets * world.posts * costs.frame + sockets * passing_bytes(world)) * 8
    needs = {
        "processors": ceil(processes / machine.cores),
        "memory": ceil((processes * PROCESS + world.everybody * costs.socket / 2**20) / (machine.memory * machine.use)),
        "network": ceil(bits * processes / 1e9 / (machine.network * machine.use)),
    }
    return Plan(
        sockets, processes, groups, told.p50, told.p99, other + told.busy, rung, rung * processes, rung * members,
        processes * rooms, sockets * costs.handshake / 1e6, needs,
    )  # fmt: skip


def passing_bytes(world: World) -> float:
    """Bytes a second of heartbeats and presence to one reader, about 100 and 400 each."""
    return 100 / HEARTBEAT + 400 * (1 if world.rooms == 1 else 1 / PRESENCE)
