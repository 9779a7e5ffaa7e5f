"""Whether a delivery costs the same as the work grows: more sockets in one room, and the same sockets in more rooms."""

from tests.bench.contenders.ours import Ours
from tests.bench.measures.deliveries import CPU, OURS, RATE
from tests.bench.rows import Row
from tests.bench.stage import stage
from tests.bench.turns import Figures, faults, ratio, trials

# A figure of the largest that is at least this share of that of the smallest counts as flat.
FLAT = 0.8


def _once(sockets: int, rooms: int, inflight: int, seconds: float) -> Figures:
    with stage(Ours(), people=sockets, rooms=rooms) as running:
        options = {"sources": 4, "inflight": inflight, "seconds": seconds}
        report = running.end_of(sockets, rooms, **options)
    what = f"{sockets:,} sockets, {rooms:,} rooms"
    figures = {(what, RATE): report["deliveries_per_second"], (what, CPU): report.get("server_us", 0)}
    return figures | {(what, "posts/s"): report["posts_per_second"]} | faults(report)


def _over(measure: str, sizes: list[tuple[int, int]], inflight: int, seconds: float) -> list[Row]:
    rows: list[Row] = []
    for sockets, rooms in sizes:
        rows += trials(measure, [Ours()], 1, lambda _, s=sockets, r=rooms: _once(s, r, inflight, seconds))
    first, last = (f"{sockets:,} sockets, {rooms:,} rooms" for sockets, rooms in (sizes[0], sizes[-1]))
    return rows + ratio(rows, (OURS, last, RATE), (OURS, first, RATE), least=FLAT)


def growth(quick: bool) -> list[Row]:
    """One room, eight posts in flight."""
    sizes = (100, 1_000) if quick else (100, 1_000, 5_000, 10_000)
    return _over("growth", [(size, 1) for size in sizes], 8, 3)


def rooms(quick: bool) -> list[Row]:
    """The same sockets spread over more rooms. Each room is one numbered record: what a post costs is paid for fewer readers."""
    sockets, sizes = (1_000, (1, 10)) if quick else (10_000, (1, 10, 100, 1_000))
    return _over("rooms", [(sockets, size) for size in sizes], 32, 4)
