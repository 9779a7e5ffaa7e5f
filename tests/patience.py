"""How long a test waits. For a fact: until there is no doubt that it never comes. For what is promised in seconds: so long, counted
from where the promise begins, and longer where this machine has more to do than it has processors. For what is promised in seconds
of the processor: so long, and longer where a known piece of work takes longer too."""

import asyncio
import json
import os
import re
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


# Seconds of the processor that `_known` takes where the bounds were set, on a machine that does nothing else.
KNOWN = 0.006


def _known() -> None:
    words = [f"{number * 7919 % 10007:x}" for number in range(2_000)]
    read = {word: json.loads(json.dumps([word])) for word in words}
    re.findall(r"(\w)\1", " ".join(sorted(read)))


def _processor(work, *given) -> float:
    began = time.thread_time()
    work(*given)
    return time.thread_time() - began


def processor_seconds(work, *given) -> float:
    """Seconds of the processor that `work(*given)` takes in this thread. Other programs fill its caches, so that every step takes up to
    three times as long: they are taken out of it by what a known piece of work takes before and after."""
    before, spent, after = _processor(_known), _processor(work, *given), _processor(_known)
    return spent / max(1.0, (before + after) / 2 / KNOWN)
