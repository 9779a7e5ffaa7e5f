"""The replay of a real debate with 200 listeners, through the front door: `manage.py replay`, which checks what everyone saw."""

import json
import os
import subprocess
import sys
from pathlib import Path

from forum.server import ROOT
from tests.bench import cores
from tests.bench.contender import Contender
from tests.bench.contenders.ours import Ours
from tests.bench.measures.deliveries import OURS
from tests.bench.rows import Row
from tests.bench.stage import stage
from tests.bench.turns import Figures, judged, trials

DEBATE = ROOT.parent / "shared" / "data" / "debate" / "debate-multilingual.jsonl"
P99 = ("post to seen, p99", "ms")


def replay(quick: bool) -> list[Row]:
    """Another file: BENCH_DEBATE=…"""
    debate = Path(os.environ.get("BENCH_DEBATE") or DEBATE).resolve()
    if not debate.is_file():
        return [Row("replay", OURS, f"there is no debate at {debate}; name a file: BENCH_DEBATE=…", "", ())]

    def once(contender: Contender) -> Figures:
        with stage(contender) as running:
            ground, found = running.ground, running.ground.folder / "replay.json"
            place = ["--room", "replay", "--url", ground.origin, "--listeners", "200", "--json", str(found)]
            with cores.on(cores.LOAD):
                subprocess.run(
                    [sys.executable, "manage.py", "replay", str(debate), *place, *(["--limit", "200"] if quick else [])],
                    cwd=ROOT, env=os.environ | contender.environment(ground), stdout=subprocess.DEVNULL, check=True,
                )  # fmt: skip
            seen = json.loads(found.read_text())
        return {
            ("post to seen, p50", "ms"): seen["p50"],
            P99: seen["p99"],
            ("deliveries", "a second"): seen["deliveries"] / seen["seconds"],
            ("lost, doubled, out of order or different", "events"): sum(
                seen[name] for name in ("lost", "doubled", "out_of_order", "different")
            ),
        }

    return judged(trials("replay", [Ours()], 1, once), OURS, *P99, most=250)
