"""A process that ends: everyone is sent to another one, a few at a time, and what they wrote is committed first."""

import asyncio
import random

from dialogue.live.closing import RESTART
from dialogue.live.hub import Hub, running

# Sockets sent away at once, and seconds between: the other processes let some five hundred in a second.
TOGETHER, BETWEEN = 100, 0.2
# Seconds this may take in all: ten thousand sockets need twenty.
LONGEST = 20.0


async def leave() -> None:
    """Close every socket of this process with 1012 in shuffled batches, then finish what is being written."""
    # Of the process, not of one hub: whoever asks later must not start another.
    Hub.leaving = True
    for hub in running():
        seats = [seat for feed in hub.feeds.values() for seat in feed.seats]
        random.shuffle(seats)
        batches = [seats[start : start + TOGETHER] for start in range(0, len(seats), TOGETHER)]
        pause = min(BETWEEN, LONGEST / max(1, len(batches)))
        for place, batch in enumerate(batches):
            if place:
                await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311  spreads returns, guards nothing
            for seat in batch:
                seat.close(RESTART)
        await hub.stop()
