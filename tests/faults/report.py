"""The table of faults and promises, as text and as JSON."""

import json
from pathlib import Path

from tests.faults.case import Outcome, Promise
from tests.faults.measures import NEVER


def figure(value: float, unit: str) -> str:
    return "never" if value == NEVER else f"{value:.2f} {unit}" if unit else f"{value:g}"


def row(fault: str, promise: Promise) -> str:
    sign = "≥" if promise.least else "≤"
    bound = f"{sign} {promise.bound:g} {promise.unit}".strip()
    word = "met" if promise.met else "MISSED"
    return f"{fault:52.52}  {promise.text:52.52}  {bound:>10}  {figure(promise.measured, promise.unit):>10}  {word}"


def lines(outcome: Outcome) -> list[str]:
    """What to print of one outcome: a row for each promise, then the verdict of the checker."""
    fault = outcome.case.fault
    if outcome.case.caught:
        checked = Promise("caught by the checker", 1, not outcome.violations, "", least=True)
    else:
        checked = Promise(f"every invariant held ({outcome.entries} entries)", 0, len(outcome.violations), "")
    found = [row(fault, promise) for promise in [*outcome.promises, checked]]
    found += [f"    {line}" for line in outcome.violations]
    return found + [f"    ({line})" for line in outcome.remarks]


def write(path: Path, outcomes: list[Outcome], left_out: dict[str, str]) -> None:
    facts = [
        {
            "case": outcome.case.name,
            "fault": outcome.case.fault,
            "seed": outcome.seed,
            "seconds": round(outcome.seconds, 1),
            "good": outcome.good,
            "violations": outcome.violations,
            "promises": [
                {
                    "text": promise.text, "bound": promise.bound, "unit": promise.unit, "met": bool(promise.met),
                    "measured": None if promise.measured == NEVER else round(float(promise.measured), 3),
                }
                for promise in outcome.promises
            ],
        }
        for outcome in outcomes
    ]  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"outcomes": facts, "left_out": left_out}, indent=1, ensure_ascii=False) + "\n")
