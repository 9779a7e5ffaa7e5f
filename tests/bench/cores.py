"""Which core the server has for itself, and which everything else shares. With one core, or on a system that pins nothing, all share."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_all = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
ALONE = len(_all) > 1
SERVER, LOAD = (_all[0], _all[1]) if ALONE else (None, None)


@contextmanager
def on(core: int | None) -> Iterator[None]:
    """Children started in here stay on this core."""
    if core is None:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def step_aside() -> None:
    """Leave the server's core; what we start from here on follows."""
    if ALONE:
        os.sched_setaffinity(0, {LOAD})


def take_the_server_core() -> None:
    """For a child, before it becomes the server."""
    if ALONE:
        os.sched_setaffinity(0, {SERVER})


def allow_files() -> int:
    """Raise the limit of open files as far as the system lets us, for our children too; what it is now."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most
