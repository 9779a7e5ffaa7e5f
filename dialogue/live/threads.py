"""Database work asked for by the event loop.

asgiref runs all of it in one thread per process, so that one slow query stalls every socket. These threads are ours:
one that writes (group commit needs no second), and a few that read, so that neither starves the other.
"""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, local
from typing import TypeVar

from django.db import close_old_connections, connections

Result = TypeVar("Result")

READERS = 3
_reading = ThreadPoolExecutor(READERS, "live-reading")
_here = local()
_writing = ThreadPoolExecutor(1, "live-writing", initializer=lambda: setattr(_here, "writing", True))


def _with_connection(work: Callable[..., Result], *args) -> Result:
    try:
        return work(*args)
    finally:
        # Connections persist; one that has failed is dropped here, and the next work opens another.
        with contextlib.suppress(Exception):
            close_old_connections()


async def reading(work: Callable[..., Result], *args) -> Result:
    """Run `work` in a reading thread."""
    return await asyncio.get_running_loop().run_in_executor(_reading, _with_connection, work, *args)


async def writing(work: Callable[..., Result], *args) -> Result:
    """Run `work` in the writing thread."""
    return await asyncio.get_running_loop().run_in_executor(_writing, _with_connection, work, *args)


def is_writing() -> bool:
    """Whether the caller runs in the writing thread."""
    return getattr(_here, "writing", False)


def close_connections() -> None:
    """Let go of every connection these threads hold, as a test database must be before it is dropped."""
    for pool, size in ((_reading, READERS), (_writing, 1)):
        # Nobody leaves before everybody has come: so each thread of the pool takes exactly one.
        together = Barrier(size)
        for future in [pool.submit(_close, together) for _ in range(size)]:
            future.result()


def _close(together: Barrier) -> None:
    together.wait(timeout=10)
    connections.close_all()
