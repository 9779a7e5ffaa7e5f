"""Waiting for a place, and being there to the end."""

import asyncio
import logging
from collections.abc import Awaitable

log = logging.getLogger(__name__)

# What goes on after its visitor has gone; kept from being forgotten in the middle.
_going_on: set[asyncio.Future] = set()


async def place_for(taking: Awaitable[None], receive):
    """Wait for `taking`, a place of Turns. Whoever hangs up meanwhile leaves at once: None. Else what the request receives by,
    with what came during the wait."""
    place, heard = asyncio.ensure_future(taking), []
    comes = asyncio.ensure_future(receive())
    try:
        while not place.done():
            await asyncio.wait({place, comes}, return_when=asyncio.FIRST_COMPLETED)
            if place.done():
                break
            heard.append(comes.result())
            if heard[-1]["type"] == "http.disconnect":
                return None
            comes = asyncio.ensure_future(receive())
    except asyncio.CancelledError:
        comes.cancel()
        raise
    finally:
        place.cancel()
    place.result()
    return _again(heard, comes, receive)


def _again(heard: list[dict], comes: asyncio.Future, receive):
    parts, pending = iter(heard), [comes]

    async def hear():
        if event := next(parts, None):
            return event
        return await (pending.pop() if pending else receive())

    return hear


async def to_the_end(work: Awaitable[None]) -> None:
    """Do it, also when whoever waits for it is stopped: daphne stops an application some seconds after its visitor has gone, and
    Django, stopped in the middle, would keep the request's connection to the database for ever."""
    task = asyncio.ensure_future(work)
    _going_on.add(task)
    task.add_done_callback(_going_on.discard)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        task.add_done_callback(_told)
        raise


def _told(task: asyncio.Future) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.error("A request whose visitor had gone failed", exc_info=error)
