"""A thousand readers who missed 500 events: how many queries and seconds until all have them, in one process.

Queries are counted where they are made, at the connections of the reading threads; the looks of the watch, one a second, included.
"""

from tests.bench.databases import Databases, Size, on_each
from tests.bench.inside import tried
from tests.bench.rows import Row

MEASURE = "catching up"
HOW = {"restart": "right after a restart", "warm": "with the events at hand"}


def catching_up(quick: bool) -> list[Row]:

    def rows_of(databases: Databases, kind: str) -> list[Row]:
        rows = []
        for how, what in HOW.items():
            size = Size(people=200, posts=600)
            seen = [tried("catching_up", databases.fresh(kind, size), how) for _ in range(1 if quick else 3)]
            for figure, unit in (("queries", ""), ("seconds", "s")):
                rows.append(Row(MEASURE, "ours", f"{kind}, {what}, {figure}", unit, tuple(s[figure] for s in seen)))
        return rows

    return on_each(MEASURE, rows_of)
