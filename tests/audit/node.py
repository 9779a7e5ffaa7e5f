"""The programs on Node: html-validate and lighthouse, installed once from node/package-lock.json."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

PLACE = Path(__file__).resolve().parent / "node"
HINT = "Node 20.19 or newer and npm (Debian: sudo apt install nodejs npm)"


@cache
def missing() -> str:
    """Why they cannot run, or nothing; installs them where they are not yet."""
    if not shutil.which("node") or not shutil.which("npm"):
        return f"needs {HINT}"
    lock, mark = PLACE / "package-lock.json", PLACE / "node_modules" / ".installed"
    if mark.exists() and mark.read_bytes() == lock.read_bytes():
        return ""
    command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--no-progress"]
    done = subprocess.run(command, cwd=PLACE, capture_output=True, text=True)
    if done.returncode:
        return f"npm ci failed: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}"
    mark.write_bytes(lock.read_bytes())
    return ""


def run(program: str, *arguments: str, **options) -> subprocess.CompletedProcess:
    command = [str(PLACE / "node_modules" / ".bin" / program), *arguments]
    return subprocess.run(command, capture_output=True, text=True, **options)
