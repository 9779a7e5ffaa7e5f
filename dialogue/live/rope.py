"""One rope of the bell: two connections to one server, one to ring and one to listen, and a probe that both are alive.

A rope is never mended. At the first trouble it raises, and the bell is hung anew.
"""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Callable
from time import monotonic

import redis
import redis.asyncio

from dialogue.live.belfry import PATIENCE, TIMEOUT, Place, channel

log = logging.getLogger(__name__)

# Seconds. A dead connection can look alive for minutes; our own ring, heard back or not, tells within two probes.
PROBE_EVERY = 5.0
# Rings waiting for the server; more are dropped, since the look at the heads makes up for them.
WAITING = 1_000
# Rings that share one round trip.
TOGETHER = 100
# Rings taken in before others have their turn on the loop.
TURN = 50


class Rope:
    """`heard(message)` is called for whatever the shards of `place` carry; `sender` names this process's own channel."""

    def __init__(self, place: Place, sender: str, heard: Callable[[bytes], None]):
        self.place, self.heard = place, heard
        # The braces of the shard's name put this channel into the shard's slot, at the same node. Others do not hear it.
        self.own = f"{channel(place.shards[0])}:{sender}"
        self.waiting: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue(WAITING)
        self.answered = asyncio.Event()
        self.answered_at = monotonic()
        self.expected = b""

    @property
    def silence(self) -> float:
        """Seconds since our own ring was last heard."""
        return monotonic() - self.answered_at

    def pull(self, name: str, message: bytes) -> None:
        with contextlib.suppress(asyncio.QueueFull):
            self.waiting.put_nowait((name, message))

    async def hold(self) -> None:
        # A subscription is quiet by nature: its read has no timeout, the probe is the timeout.
        options = PATIENCE | {"socket_timeout": None}
        async with redis.asyncio.Redis.from_url(self.place.url, **options) as client, client.pubsub() as line:
            async with asyncio.timeout(TIMEOUT):
                await self.subscribe(line)
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self.send(client))
                tasks.create_task(self.listen(line))
                tasks.create_task(self.probe())

    async def subscribe(self, line) -> None:
        names = [channel(shard) for shard in self.place.shards]
        if not self.place.sharded:
            return await line.subscribe(*names, self.own)
        # Each shard has its own slot, and one command may not span slots.
        for name in (*names, self.own):
            await line.ssubscribe(name)

    async def send(self, client: redis.asyncio.Redis) -> None:
        while True:
            batch = [await self.waiting.get()]
            while len(batch) < TOGETHER and not self.waiting.empty():
                batch.append(self.waiting.get_nowait())
            async with asyncio.timeout(TIMEOUT), client.pipeline(transaction=False) as pipeline:
                for name, message in batch:
                    pipeline.execute_command(self.place.publish, name, message)
                await pipeline.execute()

    async def listen(self, line) -> None:
        taken = 0
        async for message in line.listen():
            if message["type"] in ("unsubscribe", "sunsubscribe"):
                raise redis.ConnectionError("a shard has moved to another node")
            if message["type"] not in ("message", "smessage"):
                continue
            if message["channel"].decode() == self.own:
                if message["data"] == self.expected:
                    self.expected, self.answered_at = b"", monotonic()
                    self.answered.set()
            else:
                self.heard(message["data"])
            taken += 1
            if taken % TURN == 0:
                await asyncio.sleep(0)
        raise redis.ConnectionError("the subscription has ended")

    async def probe(self) -> None:
        while True:
            # By lot: nobody else can answer for the server.
            self.expected = secrets.token_bytes(16)
            self.pull(self.own, self.expected)
            await asyncio.sleep(PROBE_EVERY)
            if self.expected:
                raise TimeoutError("our own ring did not come back")
