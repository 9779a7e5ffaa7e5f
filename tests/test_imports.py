"""The arrows of the house: what may import what, function-local imports included. docs/decisions.md says why."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOF = ("forum", "dialogue.urls", "dialogue.routing", "dialogue.views", "dialogue.styleguide", "dialogue.apps")
GROUND = {"accounts", "dialogue.limits", "dialogue.live", "dialogue.text", "dialogue.atlas"}
# Each place may import itself and these.
ALLOWED = {
    # Folding a text knows nobody, and counting neither.
    "accounts": {"dialogue.limits", "dialogue.text"},
    "dialogue.limits": set(),
    "dialogue.text": set(),
    "dialogue.atlas": {"accounts"},
    "dialogue.live": {"dialogue.limits"},
    "dialogue.rooms": GROUND,
}
SIDE_BY_SIDE = ("dialogue.hosting", "dialogue.moderation", "dialogue.languages", "dialogue.initiatives")
for name in SIDE_BY_SIDE:
    ALLOWED[name] = GROUND | {"dialogue.rooms"}
ALLOWED["dialogue.consensus"] = GROUND | {"dialogue.rooms", *SIDE_BY_SIDE}
ALLOWED["dialogue.roadmap"] = ALLOWED["dialogue.consensus"] | {"dialogue.consensus"}


def modules():
    for top in ("accounts", "dialogue", "forum"):
        for path in sorted((ROOT / top).rglob("*.py")):
            if "migrations" not in path.parts:
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                yield name.removesuffix(".__init__"), path


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] in ("accounts", "dialogue", "forum", "tests")}


def place(name: str) -> str | None:
    """The app a module belongs to; None for the roof, which sees everything."""
    if name.startswith(ROOF) or name == "dialogue":
        return None
    return name.split(".")[0] if name.startswith("accounts") else ".".join(name.split(".")[:2])


@pytest.mark.parametrize("name,path", list(modules()), ids=lambda value: value if isinstance(value, str) else "")
def test_no_import_goes_against_the_arrows(name, path):
    home = place(name)
    if home is None:
        return
    for other in imported(path):
        if other in ("accounts", "dialogue") or place(other) == home:
            continue
        assert place(other) in ALLOWED[home], f"{name} imports {other}: {home} may import {sorted(ALLOWED[home])} only"


@pytest.mark.parametrize("app", ["accounts", "dialogue/rooms", "dialogue/live"])
def test_inside_an_app_rules_know_no_doors(app):
    """events ← models ← forms ← views, consumers, admin: models never import what stands at the door."""
    for path in (ROOT / app).rglob("models/*.py"):
        for other in imported(path):
            assert not any(part in other.split(".") for part in ("views", "forms", "consumers", "admin")), (path, other)


def test_the_rule_would_catch_a_wrong_import(tmp_path):
    wrong = tmp_path / "wrong.py"
    wrong.write_text("def f():\n    from dialogue.rooms.models import Room\n")
    assert any(place(other) == "dialogue.rooms" for other in imported(wrong))


def test_files_stay_small():
    sizes = {path: len(path.read_text().splitlines()) for _, path in modules()}
    assert not {str(path): size for path, size in sizes.items() if size > 300}
    assert sorted(sizes.values())[len(sizes) // 2] < 60
