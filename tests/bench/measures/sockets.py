"""What a socket costs while nothing is said: memory, and handshakes a second; signed in where a contender knows people."""

import time

from tests.bench.contender import Contender
from tests.bench.lineup import lineup
from tests.bench.measures.deliveries import OURS, TUTORIAL
from tests.bench.rows import Row
from tests.bench.stage import stage
from tests.bench.turns import Figures, judged, ratio, trials

# The second thousands show what one more socket costs; the first pay for what all share.
FIRST, MORE = 1_000, 2_000
MEMORY, HANDSHAKES = ("idle socket", "KiB"), ("handshakes", "a second")


def sockets(quick: bool) -> list[Row]:
    def once(contender: Contender) -> Figures:
        with stage(contender, people=FIRST + MORE) as running, running.load(FIRST, hold=True) as first:
            first.next()
            time.sleep(1)
            before = running.memory()
            with running.load(MORE, first=FIRST, hold=True) as more:
                opened = more.next()
                time.sleep(1)
                return {MEMORY: (running.memory() - before) / MORE, HANDSHAKES: opened["per_second"]}

    rows = judged(trials("sockets", lineup(quick), 1 if quick else 3, once), OURS, *MEMORY, most=40)
    return rows + ratio(rows, (OURS, *HANDSHAKES), (TUTORIAL, *HANDSHAKES), least=1)
