"""From just before the send of a post to the read of each socket: 10 posts a second to 1,000 sockets; 2 for those that cannot."""

from tests.bench.contender import Contender
from tests.bench.lineup import lineup
from tests.bench.measures.deliveries import LIMIT, OURS, SOCKETS, TUTORIAL
from tests.bench.rows import Row
from tests.bench.stage import stage
from tests.bench.turns import Figures, faults, ratio, trials

FAST, SLOW = "10 posts/s", "2 posts/s"


def latency(quick: bool) -> list[Row]:
    def once(contender: Contender) -> Figures:
        what, rate = (SLOW, 2) if contender.slow else (FAST, 10)
        with stage(contender, people=SOCKETS) as running:
            # Warm for as long as the first acknowledgements of everybody take to spread out.
            report = running.end_of(SOCKETS, rate=rate, warm=3, seconds=5 if quick else 10)
        seen = report["seen_ms"]
        figures = {(what, f"ms, {name}"): seen[name] for name in ("p50", "p99")}
        return figures | {(what, "µs of CPU each"): report.get("server_us", 0)} | faults(report)

    rows = trials("latency", lineup(quick), 1 if quick else 3, once)
    rows += ratio(rows, (OURS, FAST, "ms, p99"), (LIMIT, FAST, "ms, p99"), most=2)
    rows += ratio(rows, (OURS, FAST, "ms, p99"), (TUTORIAL, SLOW, "ms, p99"), most=0.1)
    return rows
