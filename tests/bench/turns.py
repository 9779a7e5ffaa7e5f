"""Several runs of several contenders in turn, each on a fresh server; rows, ratios, and what could not be run."""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable

from tests.bench.contender import Contender
from tests.bench.load import LoadFailed
from tests.bench.rows import Row
from tests.bench.stage import NotStarted

# One run of one contender: figures by (what, unit).
Figures = dict[tuple[str, str], float]


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def trials(measure: str, contenders: Iterable[Contender], runs: int, once: Callable[[Contender], Figures]) -> list[Row]:
    """In turn, so that a machine that grows slower grows slower for all."""
    contenders = list(contenders)
    absent = {contender.name: reason for contender in contenders if (reason := contender.missing())}
    found: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for run in range(runs):
        for contender in contenders:
            if contender.name in absent:
                continue
            say(f"{measure}: {contender.name}, run {run + 1} of {runs}")
            try:
                for (what, unit), value in once(contender).items():
                    found[contender.name, what, unit].append(value)
            except (LoadFailed, NotStarted) as reason:
                absent[contender.name] = f"failed: {reason}"
    rows = [Row(measure, name, what, unit, tuple(values)) for (name, what, unit), values in found.items()]
    return rows + [Row(measure, name, reason, "", ()) for name, reason in absent.items()]


def find(rows: list[Row], contender: str, what: str, unit: str) -> Row | None:
    """The row of this figure, if it was measured."""
    for row in rows:
        if (row.contender, row.what, row.unit) == (contender, what, unit) and row.values:
            return row
    return None


def ratio(
    rows: list[Row], ours: tuple[str, str, str], other: tuple[str, str, str], least: float = 0, most: float = 0
) -> list[Row]:
    """Our median by another's, with a goal; nothing when one of them was not measured."""
    mine, theirs = find(rows, *ours), find(rows, *other)
    if not mine or not theirs or not theirs.median:
        return []
    share = mine.median / theirs.median
    goal = f"at least {least:g}" if least else f"at most {most:g}"
    met = share >= least if least else share <= most
    return [Row(mine.measure, f"{mine.contender} ÷ {theirs.contender}", mine.what, "×", (share,), goal, met)]


def judged(rows: list[Row], contender: str, what: str, unit: str, least: float = 0, most: float = 0) -> list[Row]:
    """The rows, with a goal for one of them."""
    goal = f"at least {least:g}" if least else f"at most {most:g}"
    chosen = find(rows, contender, what, unit)
    if not chosen:
        return rows
    met = chosen.median >= least if least else chosen.median <= most
    with_goal = Row(chosen.measure, contender, what, unit, chosen.values, goal, met)
    return [with_goal if row is chosen else row for row in rows]


def faults(report: dict) -> Figures:
    """Deliveries that did not come, or came twice, and posts that were refused: no figure stands beside these unseen."""
    return {
        (name, "in the run"): report[name]
        for name in ("lost", "doubled", "refused", "given_up", "closed")
        if report[name]
    }
