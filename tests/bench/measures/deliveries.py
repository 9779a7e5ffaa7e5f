"""Deliveries a second to 1,000 sockets in one room, and the server's processor time for each: with one, eight and 32 posts in flight."""

from tests.bench.contender import Contender
from tests.bench.lineup import lineup
from tests.bench.rows import Row
from tests.bench.stage import stage
from tests.bench.turns import Figures, faults, judged, ratio, trials

SOCKETS = 1_000
RATE, CPU, CLIENT = "deliveries/s", "µs of CPU each", "% of its core, the client"
JOINED = "deliveries a message"
OURS, TUTORIAL, LIMIT, NODE = "ours", "tutorial, pub/sub", "C, one send each", "Socket.IO on Node"


def deliveries(quick: bool) -> list[Row]:
    """Closed loop: a post is answered when every socket has read it."""

    def once(contender: Contender) -> Figures:
        figures: Figures = {}
        for inflight in (8, 32) if quick else (1, 8, 32):
            seconds = (5 if contender.slow else 2) if quick else (10 if contender.slow else 4)
            with stage(contender, people=SOCKETS) as running:
                report = running.end_of(SOCKETS, inflight=inflight, seconds=seconds)
            what = f"{inflight} in flight"
            figures[what, RATE] = report["deliveries_per_second"]
            figures[what, CPU] = report.get("server_us", 0)
            figures[what, CLIENT] = report["client_cpu"] * 100
            # Several events that travel in one message cost one send: a server that joins them gains by it.
            figures[what, JOINED] = report["deliveries"] / max(report["messages"], 1)
            figures |= faults(report)
        return figures

    rows = trials("deliveries", lineup(quick), 1 if quick else 3, once)
    one, eight = "1 in flight", "8 in flight"
    rows = judged(rows, OURS, "32 in flight", RATE, least=300_000)
    rows += ratio(rows, (OURS, eight, RATE), (TUTORIAL, eight, RATE), least=25)
    rows += ratio(rows, (OURS, eight, RATE), (LIMIT, eight, RATE), least=0.5)
    rows += ratio(rows, (OURS, eight, RATE), (NODE, eight, RATE), least=1)
    rows += ratio(rows, (OURS, eight, CPU), (LIMIT, eight, CPU), most=2)
    # Where nothing can be joined, and a delivery bears its whole share of the post.
    rows += ratio(rows, (OURS, one, CPU), (LIMIT, one, CPU), most=2)
    return rows
