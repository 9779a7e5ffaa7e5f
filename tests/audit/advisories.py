"""`python -m tests.audit.advisories`: whether a locked package has a published advisory; a part of `make lint`.

Ends with 1 when one has. Where no source of advisories answers, it says so and ends with 0: then nothing was checked.
"""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from forum.server import ROOT

# It holds all packages of the other locks.
LOCK = ROOT / "requirements" / "bench.txt"
# As pip-audit names them; the second is asked where the first does not answer.
SOURCES = ("pypi", "osv")
SECONDS = 10


@dataclass
class Found:
    """What one source says: advisories in words, packages it knows, and packages it does not."""

    advisories: list[str] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def read(report: str) -> Found | None:
    """pip-audit's report; None when there is none, since its source did not answer."""
    try:
        packages = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return None
    found = Found()
    for package in packages:
        if "skip_reason" in package:
            found.unknown.append(package["name"])
            continue
        found.checked.append(package["name"])
        for each in package["vulns"]:
            mended = ", ".join(each.get("fix_versions") or ()) or "no release yet"
            found.advisories.append(f"{package['name']} {package['version']}: {each['id']} (mended in: {mended})")
    return found


def ask(source: str, lock: Path = LOCK) -> Found | None:
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--require-hashes", "--disable-pip"]
    command += [
        "--format",
        "json",
        "--progress-spinner",
        "off",
        "--timeout",
        str(SECONDS),
        "--vulnerability-service",
        source,
    ]
    try:
        return read(subprocess.run(command, capture_output=True, text=True, timeout=12 * SECONDS).stdout)
    except subprocess.TimeoutExpired:
        return None


def judged(answers: list[Found | None]) -> tuple[int, list[str]]:
    """(exit code, lines to print) of what the sources said, in their order; the first that knows a package counts."""
    answer = next((found for found in answers if found and found.checked), None)
    if answer is None:
        return 0, ["ADVISORIES NOT CHECKED: no source of advisories answers here. Run `make lint` where one does."]
    lines = [f"ADVISORY {line}" for line in answer.advisories]
    if answer.unknown:
        lines.append(f"ADVISORIES NOT CHECKED for {len(answer.unknown)}: {', '.join(answer.unknown)}")
    return int(bool(answer.advisories)), [*lines, f"advisories: {len(answer.checked)} packages checked"]


def main() -> int:
    answers: list[Found | None] = []
    for source in SOURCES:
        answers.append(ask(source))
        if answers[-1] and answers[-1].checked:
            break
    code, lines = judged(answers)
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
