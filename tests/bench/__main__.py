"""`make bench`: every measure in turn, a table with goals, and run/bench.json. `--quick`, `--only name,name`, `--list`."""

import argparse
import json
import os
import sys
import traceback
from pathlib import Path

from forum.server import ROOT
from tests.bench import cores
from tests.bench.machine import about
from tests.bench.program import MEASURES
from tests.bench.rows import Row
from tests.bench.table import as_json, table


def chosen(text: str) -> list[str]:
    names = [name for name in text.split(",") if name]
    if unknown := [name for name in names if name not in MEASURES]:
        raise argparse.ArgumentTypeError(f"there is no {', '.join(unknown)}; there are {', '.join(MEASURES)}")
    return names


def measured(name: str, quick: bool) -> list[Row]:
    """The rows of one measure; one that fails says why and stops nobody."""
    try:
        return MEASURES[name](quick)
    except Exception as reason:
        traceback.print_exc()
        return [Row(name, "", f"failed: {reason}", "", ())]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer contenders, one run, smaller: some four minutes")
    parser.add_argument("--only", type=chosen, default=list(MEASURES), help=", ".join(MEASURES))
    parser.add_argument("--json", type=Path, default=Path(os.environ.get("RUN_DIR") or ROOT / "run") / "bench.json")
    asked = parser.parse_args()
    cores.allow_files()
    where = about()
    # The load and we ourselves stay away from the server's core.
    with cores.on(cores.LOAD):
        rows = []
        for name in asked.only or MEASURES:
            rows += measured(name, asked.quick)
            asked.json.parent.mkdir(parents=True, exist_ok=True)
            asked.json.write_text(json.dumps(as_json(rows, where), indent=2, ensure_ascii=False) + "\n")
    print("\n".join(f"{name}: {value}" for name, value in where.items() if name != "versions"))
    print(" ".join(f"{name} {number}" for name, number in where["versions"].items()))
    print(f"\n{table(rows)}\n\nWritten to {asked.json}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
