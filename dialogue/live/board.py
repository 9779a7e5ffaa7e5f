"""The board where every process of this machine pins up its figures once a second, so that whoever is asked can tell
for all of them. One file each under RUN_DIR/metrics, held locked while its process lives.

prometheus_client's own way for many processes keeps the files of the dead, knows nothing of figures read at the moment
of asking, and adds everything up, so that nobody sees which process is stuck.

Machines and containers may share RUN_DIR (documents handed in need that), and count their processes each from 1: a sheet is of
a machine, which tells of its own processes only.
"""

import fcntl
import os
import platform
import threading
from collections.abc import Iterator
from pathlib import Path
from time import time
from typing import IO

from django.conf import settings
from prometheus_client import Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

from dialogue.live.metrics import NAME, REGISTRY

_posting = threading.Lock()
_held: list[IO[bytes]] = []


def folder() -> Path:
    return Path(settings.RUN_DIR) / "metrics"


def post() -> None:
    """Pin up this process's figures in place of its last ones; nothing where nobody may ask for them."""
    if not settings.METRICS_TOKEN:
        return
    with _posting:
        folder().mkdir(parents=True, exist_ok=True)
        sheet = folder() / f"{platform.node()}.{os.getpid()}.prom"
        aside = sheet.with_suffix(".new")
        # Kept open: the lock goes with the file, and the system lets go of it however the process ends.
        file = aside.open("wb")
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(generate_latest(REGISTRY))
        file.flush()
        aside.replace(sheet)
        for old in _held:
            old.close()
        _held[:] = [file]


def sheets() -> Iterator[tuple[str, str, float]]:
    """(process number, figures, their age in seconds) of every living process here; what the dead left anywhere is taken away."""
    for path in sorted(folder().glob("*.prom")):
        while True:
            try:
                file = path.open("rb")
            except FileNotFoundError:
                break
            with file:
                if not _free(file):
                    machine, _, process = path.stem.rpartition(".")
                    if machine == platform.node():
                        yield process, file.read().decode(), max(0.0, time() - os.fstat(file.fileno()).st_mtime)
                    break
                if _replaced(file, path):
                    continue
                path.unlink(missing_ok=True)
                break


def _free(file: IO[bytes]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _replaced(file: IO[bytes], path: Path) -> bool:
    """Whether a newer sheet hangs there: then this one was let go of because its process lives."""
    try:
        return path.stat().st_ino != os.fstat(file.fileno()).st_ino
    except FileNotFoundError:
        return True


class Board(Collector):
    """The figures of all processes, each sample with its process number."""

    def collect(self) -> Iterator[Metric]:
        families: dict[str, Metric] = {}
        ages = GaugeMetricFamily(f"{NAME}_figures_age_seconds", "Age of a process's figures.", labels=["process"])
        for process, figures, age in sheets():
            ages.add_metric([process], age)
            for family in text_string_to_metric_families(figures):
                merged = families.setdefault(family.name, Metric(family.name, family.documentation, family.type))
                for sample in family.samples:
                    merged.add_sample(sample.name, {**sample.labels, "process": process}, sample.value)
        yield ages
        yield from families.values()


def told() -> bytes:
    """Everything, in Prometheus' text format; this process's own figures as of now."""
    post()
    return generate_latest(Board())
