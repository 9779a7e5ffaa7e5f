"""1,000 clients that missed 500 events come at once: seconds until every one has all of them, handshakes included."""

from tests.bench.contender import Contender
from tests.bench.contenders.ours import Ours
from tests.bench.rows import Row
from tests.bench.stage import stage
from tests.bench.turns import Figures, trials

MISSED = 500


def catchup(quick: bool) -> list[Row]:
    number = 200 if quick else 1_000

    def once(contender: Contender) -> Figures:
        with (
            stage(contender, people=number, posts=MISSED) as running,
            running.load(number, after=0, until=MISSED, opening=number, hold=True) as load,
        ):
            opened, caught = load.next(), load.next()
        return {
            (f"all {number:,} live", "s"): opened["seconds"],
            (f"all {number:,} have {MISSED} events", "s"): caught["seconds"],
            ("missing", "events"): number * MISSED - caught["events"],
            ("skipped or repeated", "events"): caught["skipped"] + caught["repeated"],
        }

    return trials("catchup", [Ours()], 1 if quick else 3, once)
