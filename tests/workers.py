"""The environment of the suite, before the settings read it, which is before any conftest: so it is loaded with `-p`. Where it
runs in several processes side by side (pytest -n), each has a run folder of its own: database, keys, caches and socket files."""

import os
from pathlib import Path

os.environ.setdefault("SOLIDACTION_MODE", "test")
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    run = Path(os.environ.get("RUN_DIR") or Path(__file__).resolve().parent.parent / "run")
    os.environ["RUN_DIR"] = str(run / worker)
    Path(os.environ["RUN_DIR"]).mkdir(parents=True, exist_ok=True)
