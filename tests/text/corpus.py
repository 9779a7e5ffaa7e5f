"""The shared strings the forum must stand; they are not part of the project, so tests that want them may have to skip."""

import json
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def read(name: str):
    """The content of a file of the shared data: a list of objects for .jsonl, whatever it holds for .json."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"LEFT OUT: the shared data is not beside the project ({name})")
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text().splitlines()]
    return json.loads(path.read_text())


def every_string() -> list[str]:
    """Every text of the shared collection: naughty strings, emoji, graphemes, bidi controls, declarations, names."""
    found: set[str] = set(read("text/blns.json"))
    for category in read("text/blns-by-category.json"):
        found.update(category["strings"])
    for name in ("names", "udhr", "unicode-bidi-controls", "unicode-emoji", "unicode-graphemes"):
        for row in read(f"text/{name}.jsonl"):
            found.update(row[field] for field in ("string", "text", "heading", "name") if field in row)
    for letter, doubles in read("text/unicode-confusables-latin.json").items():
        found.update([letter, *doubles])
    return sorted(found)
