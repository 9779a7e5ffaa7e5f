"""What one of everything costs. Measured ones come from `make bench`; each says where its figure is from."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from pathlib import Path

from tests.bench.rows import Row


@dataclass(frozen=True)
class Costs:
    """CPU in microseconds of one core. The defaults are those of the prototypes and of assumptions named as such."""

    delivery: float = 7.8  # one send to one socket: prototype
    event: float = 0.5  # one more event in the same send: prototype
    command: float = 15.0  # one message from a reader, such as an acknowledgement: assumed
    ring: float = 200.0  # one ring heard or sent: prototype, redis-py
    post: float = 50.0  # one durable post in a batch, on the web process: prototype
    handshake: float = 1500.0  # one signed-in socket opened: prototype
    socket: float = 33.4  # KiB of memory of one idle socket: prototype
    frame: float = 650.0  # bytes of the frame of a 300-byte post: measured
    posts: float = 9_500.0  # durable posts a second that one PostgreSQL takes in groups: prototype
    alone: float = 944.0  # the same, each post in a transaction of its own, ten at once: prototype
    redis: float = 200_000.0  # messages a second that one Redis core hands out: assumed


@dataclass(frozen=True)
class Machine:
    """One web machine, filled to `use` of its processors, memory and network."""

    cores: int = 16
    memory: float = 64.0  # GiB
    network: float = 10.0  # Gbit/s
    use: float = 0.6


# Which figure of `make bench` is which cost: measure, contender, what, and how the one becomes the other. What a send and a
# ring cost by themselves is in no row of its own.
ROWS: dict[str, tuple[tuple[str, str, str], Callable[[float], float]]] = {
    "handshake": (("sockets", "ours", "handshakes"), lambda each_second: 1e6 / each_second),
    "socket": (("sockets", "ours", "idle socket"), float),
    "post": (("durable posts", "ours, group commit", "postgres, cpu us"), float),
    "posts": (("durable posts", "ours, group commit", "postgres, per second"), float),
    "alone": (("durable posts", "one transaction per post", "postgres, per second"), float),
}


def costs_of(rows: Iterable[Row]) -> dict[str, float]:
    """The costs that these rows tell, for the bench's file."""
    known = {(row.measure, row.contender, row.what): row.median for row in rows if row.values}
    return {name: turned(known[place]) for name, (place, turned) in ROWS.items() if place in known}


def read(path: Path, given: dict[str, float]) -> tuple[Costs, dict[str, str]]:
    """The costs, and where each is from: the command line, else "costs" in the bench's file, else the defaults."""
    measured = json.loads(path.read_text()).get("costs", {}) if path.is_file() else {}
    values, sources = {}, {}
    for name in (field.name for field in fields(Costs)):
        sources[name] = "default"
        for source, known in ((path.name, measured), ("given", given)):
            if known.get(name) is not None:
                values[name], sources[name] = float(known[name]), source
    return Costs(**values), sources
