"""Where the suite runs in several processes side by side (pytest -n), each has a run folder of its own: database, keys, caches
and socket files. Loaded with `-p` because the settings read the environment before any conftest is."""

import os
from pathlib import Path

if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    run = Path(os.environ.get("RUN_DIR") or Path(__file__).resolve().parent.parent / "run")
    os.environ["RUN_DIR"] = str(run / worker)
    Path(os.environ["RUN_DIR"]).mkdir(parents=True, exist_ok=True)
