"""Reactions a second: 200 people react again and again, to one post and to fifty; every count must equal a recount."""

from tests.bench.databases import Databases, Size, on_each
from tests.bench.inside import tried
from tests.bench.rows import Row

MEASURE = "reactions"
FIGURES = {"per second": "1/s", "p50 ms": "ms", "p99 ms": "ms", "cpu us": "us"}


def reactions(quick: bool) -> list[Row]:
    warm, seconds, runs = (1, 3, 1) if quick else (2, 6, 3)

    def rows_of(databases: Databases, kind: str) -> list[Row]:
        rows = []
        for posts in (1, 50):
            size = Size(people=200, posts=50)
            seen = [tried("reactions", databases.fresh(kind, size), posts, warm, seconds) for _ in range(runs)]
            for figure, unit in FIGURES.items():
                values = tuple(run[figure] for run in seen)
                rows.append(Row(MEASURE, "ours", f"{kind}, {posts} posts, {figure}", unit, values))
        return rows

    return on_each(MEASURE, rows_of)
