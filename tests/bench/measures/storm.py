"""10,000 sockets lost at once: the server is killed and started again, and every socket comes back with its last number."""

from tests.bench.contender import Contender
from tests.bench.contenders.ours import Ours
from tests.bench.measures.deliveries import OURS
from tests.bench.rows import Row
from tests.bench.stage import stage
from tests.bench.turns import Figures, judged, trials


def storm(quick: bool) -> list[Row]:
    number = 2_000 if quick else 10_000
    what = f"all {number:,} live again"

    def once(contender: Contender) -> Figures:
        with stage(contender, people=number) as running:
            # Nobody waits for another at the door: as many handshakes at once as there are sockets, when they return.
            options = {"return": True, "hold": True, "sources": 4, "opening": number, "open_within": 150}
            with running.load(number, **options) as load:
                load.next()
                load.go_on()
                running.kill()
                running.start()
                back = load.next()
        return {
            (what, "s"): back["seconds"],
            ("handshakes that had to be tried again", ""): back["failed"],
            ("not back", "sockets"): number - back["live"],
        }

    rows = trials("storm", [Ours()], 1, once)
    return judged(judged(rows, OURS, what, "s", most=60), OURS, "not back", "sockets", most=0)
