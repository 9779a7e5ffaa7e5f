"""`make faults`: the whole matrix once; RUNS=1000 goes on with new seeds; SEED=… CASE=… does one again.

Prints fault × promise × measured; the same as JSON goes to faults.json in the run folder. A run that fails keeps its logs
and prints the command that repeats it.
"""

import argparse
import os
import secrets
import shutil
import signal
import sys
import time
import traceback
from pathlib import Path

from tests.faults import report
from tests.faults.matrix import CASES, Databases
from tests.faults.servers import COMMANDS, usual
from tests.live.processes import ROOT

# Enough for every case; each run uses as many as it needs.
PEOPLE = 700


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument("--runs", type=int, default=0, help="how many runs, each with a new seed; 0: every case once")
    parser.add_argument("--seed", type=int, help="the seed of the first run")
    parser.add_argument("--case", action="append", choices=sorted(CASES), help="only this case")
    parser.add_argument("--server", choices=sorted(COMMANDS), default=usual())
    parser.add_argument("--clients", type=int, help="how many, instead of what each case says")
    parser.add_argument("--keep", action="store_true", help="go on after a failure")
    parser.add_argument("--brief", action="store_true", help="the short times of every merge instead of the long ones")
    parser.add_argument("--folder", type=Path, default=Path(os.environ.get("RUN_DIR") or ROOT / "run"))
    return parser.parse_args()


def again(case, seed: int, asked: argparse.Namespace) -> str:
    words = [f"make faults CASE={case.name} SEED={seed}", f"SERVER={asked.server}"]
    words += [f"CLIENTS={asked.clients}"] if asked.clients else []
    words += ["BRIEF=1"] if asked.brief else []
    return " ".join(words)


def main() -> int:
    asked = arguments()
    # Asked to stop, leave no database and no server behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    names = asked.case or list(CASES)
    first = asked.seed if asked.seed is not None else secrets.randbelow(1_000_000)
    changes = {"server": asked.server} | ({"clients": asked.clients} if asked.clients else {})
    outcomes, left_out, failed = [], {}, 0
    began = time.monotonic()
    with Databases(max(PEOPLE, (asked.clients or 0) // 2 + 100)) as databases:
        for number in range(asked.runs or len(names)):
            case, seed = CASES[names[number % len(names)]], first + number // len(names)
            if lack := databases.lacking(case):
                left_out[case.name] = lack
                continue
            folder = asked.folder / "faults" / f"{case.name}-{seed}"
            full = not asked.runs and not asked.brief
            try:
                outcome = databases.carry_out(case, seed, folder, full, **changes)
            except Exception as error:
                # Also a harness that fails has shown nothing: it counts, and can be repeated.
                if not isinstance(error, AssertionError):
                    traceback.print_exc()
                print(f"{case.fault}: {error}\n    again: {again(case, seed, asked)}", flush=True)
                failed += 1
                if not asked.keep:
                    break
                continue
            outcomes.append(outcome)
            print("\n".join(report.lines(outcome)), flush=True)
            report.write(asked.folder / "faults.json", outcomes, left_out)
            if outcome.good:
                shutil.rmtree(folder)
                continue
            failed += 1
            print(f"    again: {again(case, seed, asked)}\n    logs:  {folder}", flush=True)
            if not asked.keep and asked.runs:
                break
    for name, why in left_out.items():
        print(f"LEFT OUT  {name}: {why}")
    print(f"{len(outcomes)} runs in {time.monotonic() - began:.0f} s, {failed} not as promised.")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
