"""The forum as it is served, with the faults that a run asked for in the environment put into it first.

FAIL_AT=before_commit:7  ends the process by SIGKILL at the 7th arrival at that point (tests/faults/points.py)
SABOTAGE=swap            makes it serve falsely (tests/faults/sabotage.py)
SKEW=3600                lets its clock run that many seconds ahead
"""

import os
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.faults.settings")

from forum.asgi import application
from tests.faults import points, sabotage


def unhurried() -> None:
    """The people of a run are programs, and correct themselves more often than anybody may."""
    from dialogue.limits.buckets import MEMORY

    MEMORY.take = lambda *about: 0.0


def skew(seconds: float) -> None:
    """Shift the clock of the wall; the monotonic one is never wrong in this way."""
    from django.utils import timezone

    real_time, real_now = time.time, timezone.now
    time.time = lambda: real_time() + seconds
    timezone.now = lambda: real_now() + timezone.timedelta(seconds=seconds)


unhurried()
if plan := os.environ.get("FAIL_AT"):
    points.arm(plan)
if fault := os.environ.get("SABOTAGE"):
    sabotage.begin(fault)
if seconds := os.environ.get("SKEW"):
    skew(float(seconds))

__all__ = ["application"]
