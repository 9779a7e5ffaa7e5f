"""Opening a room of 1,000,000 posts against one of 100: the queries and the time of every way in."""

from tests.bench.databases import Databases, Size
from tests.bench.inside import tried
from tests.bench.rows import Row

MEASURE = "opening a room"
SMALL, HUGE, QUICK = 100, 1_000_000, 50_000
QUERIES, MILLISECONDS = 12, 40.0
FILLED = 120.0


def opening(quick: bool) -> list[Row]:
    rows = []
    with Databases() as databases:
        for kind in ("sqlite", "postgres"):
            if why := databases.missing(kind):
                rows.append(Row(MEASURE, kind, why, "", ()))
                continue
            for posts in (SMALL, QUICK if quick else HUGE):
                rows += of(kind, posts, tried("opening", databases.fresh(kind, Size(people=200)), posts))
    return rows


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
