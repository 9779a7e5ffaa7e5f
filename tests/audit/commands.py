"""What other programs have to say: style, types, migrations, a production start, the packages."""

import os
import secrets
import subprocess
import sys

from forum.server import ROOT
from tests.audit.rows import Row

PRODUCTION = {"SOLIDACTION_MODE": "production", "ORIGINS": "https://forum.example.org"}
COMMANDS = {
    "style": ["-m", "ruff", "check", "."],
    "layout": ["-m", "ruff", "format", "--check", "."],
    "types": ["-m", "mypy", "forum", "accounts", "dialogue"],
    "migrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
    "production start": ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    "packages": ["-m", "pip", "check"],
}


def rows() -> list[Row]:
    return [row(what, command) for what, command in COMMANDS.items()]


def row(what: str, command: list[str]) -> Row:
    more = PRODUCTION | {"SECRET_KEY": secrets.token_urlsafe(64)} if what == "production start" else {}
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=os.environ | more, capture_output=True, text=True)
    said = (done.stdout + done.stderr).strip().splitlines()
    good = done.returncode == 0
    return Row("code", what, "in order" if good else f"{len(said)} lines", "in order", good, [] if good else said[-40:])
