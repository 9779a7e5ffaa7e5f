"""Opening a room of 1,000,000 posts against one of 100: the queries and the time of every way in."""

from tests.bench.databases import Databases, Size, on_each
from tests.bench.inside import tried
from tests.bench.rows import Row

MEASURE = "opening a room"
SMALL, HUGE, QUICK = 100, 1_000_000, 50_000
QUERIES, MILLISECONDS = 12, 40.0
FILLED = 120.0


def opening(quick: bool) -> list[Row]:

    def rows_of(databases: Databases, kind: str) -> list[Row]:
        rows = []
        for posts in (SMALL, QUICK if quick else HUGE):
            rows += of(kind, posts, tried("opening", databases.fresh(kind, Size(people=200)), posts))
        return rows

    return on_each(MEASURE, rows_of)


def of(kind: str, posts: int, seen: dict) -> list[Row]:
    name, filled = f"{kind}, {posts:,} posts", seen.pop("filled s")
    rows = [Row(MEASURE, name, "filled by the database", "s", (filled,), f"< {FILLED:.0f} s", filled < FILLED)]
    for what, figures in seen.items():
        queries, ms = figures["queries"], figures["ms"]
        few, soon = (f"≤ {QUERIES}", queries <= QUERIES), (f"≤ {MILLISECONDS:.0f} ms", ms <= MILLISECONDS)
        bounded = what.startswith("page")
        rows.append(Row(MEASURE, name, f"{what}, queries", "", (queries,), *(few if bounded else ())))
        rows.append(Row(MEASURE, name, what, "ms", (ms,), *(soon if bounded else ())))
    return rows
