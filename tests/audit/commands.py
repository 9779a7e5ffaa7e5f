"""What other programs say: style, types, migrations, a production start, packages, and the tests that else look at a part."""

import os
import re
import secrets
import subprocess
import sys

from forum.server import ROOT
from tests.audit.rows import Row

PRODUCTION = {
    "SOLIDACTION_MODE": "production",
    "ORIGINS": "https://forum.example.org",
    "DATABASE_URL": "postgres://forum@localhost/forum",
    "EMAIL_FROM": "forum@example.org",
}
# Tests that look at a part only in the ordinary run (tests/whole.py).
USING_A_PART = {
    file for file in (ROOT / "tests").rglob("test_*.py") if re.search(r"tests\.whole|mark\.whole", file.read_text())
}
COMMANDS = {
    "style": ["-m", "ruff", "check", "."],
    "layout": ["-m", "ruff", "format", "--check", "."],
    "types": ["-m", "mypy", "forum", "accounts", "dialogue"],
    "migrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
    "production start": ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    "packages": ["-m", "pip", "check"],
    "every example": ["-m", "pytest", *sorted(map(str, USING_A_PART))],
}
MORE = {"production start": PRODUCTION, "every example": {"WHOLE": "1", "SOLIDACTION_MODE": "test"}}


def rows() -> list[Row]:
    return [row(what, command) for what, command in COMMANDS.items()]


def row(what: str, command: list[str]) -> Row:
    environment = os.environ | {"SECRET_KEY": secrets.token_urlsafe(64)} | MORE.get(what, {})
    done = subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True)
    said = (done.stdout + done.stderr).strip().splitlines()
    good = done.returncode == 0
    return Row("code", what, "in order" if good else f"{len(said)} lines", "in order", good, [] if good else said[-40:])
