"""What `make audit` found the last time it was written down; the page "Accessibility" says it in words."""

import json
from functools import cache
from pathlib import Path

FOUND = Path(__file__).resolve().parent / "accessibility.json"


@cache
def found() -> dict:
    """Date, version of axe, names of the views, numbers of states and rules, and violations, by what was looked at."""
    return json.loads(FOUND.read_text(encoding="utf-8"))
