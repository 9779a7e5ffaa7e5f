"""The bell of processes in which nobody listens: the worker, commands, a web process before its first reader."""

import asyncio
from time import monotonic

import redis

from dialogue.live.belfry import PATIENCE, Place, channel, places, shard_of

# Seconds in which nothing is tried after a failure, so that a dead server does not slow every commit down.
REST = 5.0


class Handbell:
    def __init__(self) -> None:
        self.url = ""
        self.lines: dict[int, tuple[Place, redis.Redis]] = {}
        self.rests_until = 0.0

    def ring(self, url: str, stream_id: int, message: bytes) -> None:
        """Never raises; waits two seconds at the very most. To be called in a thread that runs no event loop."""
        if url != self.url:
            self.url, self.lines, self.rests_until = url, {}, 0.0
        if monotonic() < self.rests_until:
            return
        # What was found long ago may have moved or been restarted since; what was found just now has failed for good.
        for lines in (self.lines, {}):
            try:
                if not lines:
                    lines = self.lines = self._find()
                place, line = lines[shard_of(stream_id)]
                line.execute_command(place.publish, channel(shard_of(stream_id)), message)
                return
            except (redis.RedisError, OSError):
                continue
        self.lines, self.rests_until = {}, monotonic() + REST

    def _find(self) -> dict[int, tuple[Place, redis.Redis]]:
        found: dict[int, tuple[Place, redis.Redis]] = {}
        for place in asyncio.run(places(self.url)):
            line = redis.Redis.from_url(place.url, **PATIENCE)
            found |= dict.fromkeys(place.shards, (place, line))
        return found
