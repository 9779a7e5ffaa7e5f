"""Lighthouse on its own terms: a phone on a slow line, home and a room, as a guest."""

import json
import os
from pathlib import Path

from tests.audit import node
from tests.audit.rows import Row, not_run
from tests.audit.states import ROOM

GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
RUNS = 3
# The addresses search engines are told of: without a language they have seven twins and are none of them. The room from its
# beginning: at its end it depends on what was said last which row the bar half covers, and that row counts as out of reach.
PAGES = {"home": "/en/", "room": f"/en{ROOM}#main"}


def rows(base: str, chromium: str, folder: Path) -> list[Row]:
    if why := node.missing():
        return [not_run("lighthouse", name, why) for name in PAGES]
    return [row for name, address in PAGES.items() for row in of_page(name, base + address, chromium, folder)]


def of_page(name: str, address: str, chromium: str, folder: Path) -> list[Row]:
    """The run in the middle of several, by its speed: one alone tells what else the machine did just then."""
    reports = []
    for number in range(RUNS):
        output = folder / f"lighthouse-{name}-{number}.json"
        done = node.run(
            "lighthouse", address, "--quiet", "--output=json", f"--output-path={output}",
            f"--only-categories={','.join(GOALS)}", "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
            env=os.environ | {"CHROME_PATH": chromium},
        )  # fmt: skip
        if done.returncode:
            lines = done.stderr.strip().splitlines() or ["no reason given"]
            return [not_run("lighthouse", name, f"failed: {lines[-1]}")]
        reports.append(json.loads(output.read_text()))
    reports.sort(key=lambda report: report["categories"]["performance"]["score"] or 0)
    return [of_category(name, reports[RUNS // 2], category, goal) for category, goal in GOALS.items()]


def of_category(name: str, report: dict, category: str, goal: int) -> Row:
    of_it = report["categories"][category]
    score = round(100 * (of_it["score"] or 0))
    keeps_below = []
    for part in of_it["auditRefs"]:
        audit = report["audits"][part["id"]]
        # Lighthouse lists many things that weigh nothing.
        if part["weight"] and audit["score"] is not None and audit["score"] < 1:
            keeps_below.append(f"{audit['title']}: {audit.get('displayValue') or round(100 * audit['score'])}")
    return Row("lighthouse", f"{name}, {category}", str(score), f"at least {goal}", score >= goal, keeps_below)
