"""Durable posts a second: 200 people write at once in one room, on a database that waits for the disk at each commit.

Through the verbs, in one process: the writer, which lets a batch gather while the last one commits, against one
transaction for each post.
"""

from statistics import median

from tests.bench.databases import Databases, Size, on_each
from tests.bench.inside import tried
from tests.bench.rows import Row

MEASURE = "durable posts"
HOW = {"together": "ours, group commit", "alone": "one transaction per post"}
FIGURES = {"per second": "1/s", "p50 ms": "ms", "p99 ms": "ms", "cpu us": "us"}
TIMES, P99 = 20, 60.0
# Nobody may post more than 60 times a minute: so many people are enough for 12,000 posts a second for ten seconds.
PEOPLE = 2_000


def durable(quick: bool) -> list[Row]:
    warm, seconds, runs = (1, 3, 1) if quick else (2, 6, 3)
    return on_each(MEASURE, lambda databases, kind: on(databases, kind, warm, seconds, runs))


def on(databases: Databases, kind: str, warm: float, seconds: float, runs: int) -> list[Row]:
    seen: dict[str, list[dict]] = {how: [] for how in HOW}
    for _ in range(runs):
        for how in HOW:
            seen[how].append(tried("durable", databases.fresh(kind, Size(people=PEOPLE)), how, warm, seconds))
    rows = []
    for how, name in HOW.items():
        for figure, unit in FIGURES.items():
            values = tuple(run[figure] for run in seen[how])
            bound = figure == "p99 ms" and how == "together"
            goal = {"goal": f"≤ {P99:.0f} ms", "met": median(values) <= P99} if bound else {}
            rows.append(Row(MEASURE, name, f"{kind}, {figure}", unit, values, **goal))
    pairs = zip(seen["together"], seen["alone"], strict=True)
    ratios = tuple(ours["per second"] / theirs["per second"] for ours, theirs in pairs)
    met = median(ratios) >= TIMES
    return [*rows, Row(MEASURE, HOW["together"], f"{kind}, times one by one", "x", ratios, f"≥ {TIMES} x", met)]
