"""Rows as people read them, and as programs do."""

from dataclasses import asdict
from itertools import groupby

from tests.bench.growth.costs import costs_of
from tests.bench.rows import Row


def figure(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}".removesuffix(".00")


def verdict(row: Row) -> str:
    if row.met is None:
        return row.goal
    return f"{row.goal}: {'met' if row.met else 'MISSED'}"


def line(row: Row) -> tuple[str, ...]:
    if not row.values:
        return row.contender, row.what, "not run", "", "", ""
    spread = f"{figure(min(row.values))} to {figure(max(row.values))}" if len(row.values) > 1 else ""
    return row.contender, row.what, figure(row.median), row.unit, spread, verdict(row)


def in_order(rows: list[Row]) -> list[Row]:
    """Everybody's figure of one kind together; then the ratios, then what was not run."""
    kinds = list(dict.fromkeys((row.what, row.unit) for row in rows))
    return sorted(rows, key=lambda row: (not row.values, row.unit == "×", kinds.index((row.what, row.unit))))


def table(rows: list[Row]) -> str:
    """One block for each measure: contender, what, median, unit, range of the runs, goal."""
    blocks = []
    for measure, of_it in groupby(rows, key=lambda row: row.measure):
        cells = [line(row) for row in in_order(list(of_it))]
        # A reason is as long as it must be; it does not push the columns apart.
        short = [cell for cell in cells if cell[2] != "not run"]
        widths = [max((len(cell[n]) for cell in short), default=0) for n in range(6)]
        widths[0] = max(len(cell[0]) for cell in cells)
        blocks.append("\n".join([f"== {measure}", *("  ".join(_cell(cell, widths)).rstrip() for cell in cells)]))
    return "\n\n".join(blocks)


def _cell(cell: tuple[str, ...], widths: list[int]) -> list[str]:
    if cell[2] == "not run":
        return [cell[0].ljust(widths[0]), f"not run: {cell[1]}"]
    return [
        text.rjust(width) if n == 2 else text.ljust(width)
        for n, (text, width) in enumerate(zip(cell, widths, strict=True))
    ]


def as_json(rows: list[Row], about: dict) -> dict:
    return {
        **about,
        "costs": costs_of(rows),
        "rows": [asdict(row) | {"median": row.median if row.values else None} for row in rows],
    }
