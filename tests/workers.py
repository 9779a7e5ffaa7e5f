"""The environment of the suite, before the settings read it, which is before any conftest: so it is loaded with `-p`. Where it
runs in several processes side by side (pytest -n), each has a run folder of its own: database, keys, caches and socket files."""

import os
from pathlib import Path

# Fixtures that open a database for a test; the mark `django_db` is one of them by another name.
OPENING = {"db", "transactional_db", "live_server", "django_db_serialized_rollback"}

os.environ.setdefault("SOLIDACTION_MODE", "test")
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    run = Path(os.environ.get("RUN_DIR") or Path(__file__).resolve().parent.parent / "run")
    os.environ["RUN_DIR"] = str(run / worker)
    Path(os.environ["RUN_DIR"]).mkdir(parents=True, exist_ok=True)


def pytest_addoption(parser):
    parser.addoption(
        "--of-databases",
        action="store_true",
        help="only tests that ask a database: on another one the others say the same",
    )


def pytest_collection_modifyitems(config, items):
    if config.getoption("--of-databases"):
        asking = [item for item in items if item.get_closest_marker("django_db") or OPENING & set(item.fixturenames)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(asking)])
        items[:] = asking
