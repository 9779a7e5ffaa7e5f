"""What PostgreSQL is not asked again (tests/workers.py) has nothing to do with it."""

from pathlib import Path

import pytest

from tests.workers import ALIKE

HERE = Path(__file__).resolve().parent
FILES = [HERE / folder / f"test_{name}.py" for folder, names in ALIKE.items() for name in sorted(names)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_what_says_the_same_on_every_database_names_none(file):
    words = file.read_text()
    assert not [word for word in ("postgresql", "vendor", "IntegrityError", "select_for_update") if word in words]
