"""How long a test waits. For a fact: until there is no doubt that it never comes. For what is promised in seconds: so long, counted
from where the promise begins, and longer where this machine has more to do than it has processors."""

import asyncio
import os
import time

# Seconds. A machine that does ten other things at once is slow and not wrong.
PATIENCE = 90.0
# Beyond this a promise would say nothing any more.
MOST = 10.0


def promised(seconds: float) -> float:
    """As many seconds of this machine as it is busy with now: where three wait for each processor, one takes as long as three."""
    with open("/proc/loadavg") as told:
        minute, _, _, now, *_ = told.read().replace("/", " ").split()
    return seconds * min(MOST, max(1.0, float(minute) / os.cpu_count(), float(now) / os.cpu_count()))


def becomes(true, seconds: float = PATIENCE) -> bool:
    """Whether it becomes so; it need not have begun."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def until(true, seconds: float = PATIENCE) -> None:
    assert becomes(true, seconds), "it did not become so"


async def soon(true, seconds: float = PATIENCE) -> None:
    """`until` for a test on the loop."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)
