"""The dots as they are kept and drawn."""

import json
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from pathlib import Path

from dialogue.atlas.grid import ACROSS, COLUMNS, DOWN, ROWS, Cell, distance

DOTS = Path(__file__).with_name("dots.json")
# Half a step of room around the outermost dots; to the west there is only the open Pacific, which is left out.
WEST = 6 * ACROSS
BOX = f"{WEST} 0 {(COLUMNS + 1) * ACROSS - WEST} {(ROWS + 1) * DOWN}"


def packed(dots: dict[str, list[Cell]]) -> dict[str, str]:
    """{country: "row half count, …"}: each run of neighbours in a row as one."""
    return {
        code: ",".join(f"{row} {half} {count}" for row, half, count in _runs(cells)) for code, cells in dots.items()
    }


def _runs(cells: Iterable[Cell]) -> Iterable[tuple[int, int, int]]:
    numbered = enumerate(sorted(cells))
    for _, group in groupby(numbered, key=lambda each: (each[1][0], each[1][1] - 2 * each[0])):
        run = [cell for _, cell in group]
        yield run[0][0], run[0][1], len(run)


def _run(text: str) -> tuple[int, int, int]:
    row, half, count = map(int, text.split())
    return row, half, count


@cache
def runs() -> dict[str, list[tuple[int, int, int]]]:
    """{country: (row, half steps, how many) of each run of its dots}"""
    kept = json.loads(DOTS.read_text())
    return {code: [_run(run) for run in text.split(",")] for code, text in kept.items()}


def path(countries: Iterable[str] | None = None) -> str:
    """The dots of these countries (of all) as the `d` of an SVG path.

    A run is one line, drawn as dots: round ends, dashes of no length, a gap of one step (static/css/components/map.css).
    The line goes on a little behind its last dot, so that no rounding loses it.
    """
    if countries is None:
        return _whole()
    return "".join(_line(*run) for code in countries for run in runs().get(code, ()))


@cache
def _whole() -> str:
    merged = (
        (row, half + 2 * number)
        for country in runs().values()
        for row, half, count in country
        for number in range(count)
    )
    return "".join(_line(*run) for run in _runs(merged))


@cache
def middle(country: str) -> Cell | None:
    """The dot in the midst of a country: a single one that stands for it."""
    cells = [(row, half + 2 * number) for row, half, count in runs().get(country, ()) for number in range(count)]
    if not cells:
        return None
    centre = sum(row for row, _ in cells) / len(cells), sum(half for _, half in cells) / len(cells)
    return min(cells, key=lambda cell: (distance(cell, centre), cell))


def spot(country: str) -> str:
    """The middle of a country as a path of one dot."""
    cell = middle(country)
    return _line(*cell, 1) if cell else ""


def _line(row: int, half: int, count: int) -> str:
    return f"M{half * ACROSS // 2 + ACROSS} {row * DOWN + DOWN}h{(count - 1) * ACROSS or ''}{'' if count > 1 else 0}.1"
