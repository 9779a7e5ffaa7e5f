"""The environment of the suite, before the settings read it, which is before any conftest: so it is loaded with `-p`. Where it
runs in several processes side by side (pytest -n), each has a run folder of its own: database, keys, caches and socket files."""

import os
from pathlib import Path

# Fixtures that open a database for a test; the mark `django_db` is one of them by another name.
OPENING = {"db", "transactional_db", "live_server", "django_db_serialized_rollback"}
# Two processes share the files: the long ones first, so that none is left to one of them at the end.
LONG = {
    "test_hostile_input", "test_hostile_documents", "test_rights", "test_open_lines", "test_serve", "test_canary", "test_model",
    "test_metrics", "test_impersonation", "test_desk",
}  # fmt: skip

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
    items.sort(key=lambda item: item.path.stem not in LONG)
    if config.getoption("--of-databases"):
        asking = [item for item in items if item.get_closest_marker("django_db") or OPENING & set(item.fixturenames)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(asking)])
        items[:] = asking
