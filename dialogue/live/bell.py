"""The bell: tells the other processes that a stream has moved. It may be lost, late, repeated or out of order;
that adds delay and changes nothing, because every process also looks at the heads itself, every second.
"""

import asyncio
import contextlib
import logging
import random
import secrets
from collections.abc import Callable

import msgspec
import redis
import redis.asyncio
from django.conf import settings

from dialogue.live.frames import Frame

log = logging.getLogger(__name__)

CHANNEL = "solidaction:bell"
# A dead connection can look alive for minutes; our own ring, heard back or not, tells within two probes.
PROBE_EVERY = 5.0
TIMEOUT = 1.0
# Rings waiting for Redis; more are dropped, since the look at the heads makes up for them.
WAITING = 1_000
# Frames that a ring may carry along, in characters.
CARRIED = 8 * 1024


class Ring(msgspec.Struct, omit_defaults=True, tag_field="ring", tag="stream"):
    """`stream` stands at `head` and `tally`; `frames` are the last events before `head`, ready to show, when they are small."""

    sender: str
    stream: int
    head: int
    tally: int = 0
    frames: list[str] = []


class Present(msgspec.Struct, omit_defaults=True, tag_field="ring", tag="present"):
    """Who sits in `stream` in the sender's process: places by sector and by country, people about to speak."""

    sender: str
    stream: int
    sectors: dict[str, int] = {}
    countries: dict[str, int] = {}
    typing: list[dict] = []


def carried(ring: Ring) -> list[Frame]:
    """The frames a ring brought; the last one is number `head`."""
    first = ring.head - len(ring.frames) + 1
    return [Frame(first + place, text) for place, text in enumerate(ring.frames)]


class Probe(msgspec.Struct, tag_field="ring", tag="probe"):
    sender: str
    number: int


_decode = msgspec.json.Decoder(Ring | Present | Probe).decode
_encode = msgspec.json.Encoder().encode

# The hub of this process, once somebody listens here. One-way: the hub registers itself.
_announced: list[Callable[[int, int, int], None]] = []
PROCESS = secrets.token_hex(6)


def announce(stream_id: int, head: int, tally: int) -> None:
    """Tell everyone, from any thread, that a transaction on this stream has committed. Never raises, never waits long."""
    if _announced:
        for tell in list(_announced):
            tell(stream_id, head, tally)
    elif settings.REDIS_URL:
        with contextlib.suppress(redis.RedisError, OSError):
            client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT)
            with client:
                client.publish(CHANNEL, _encode(Ring(PROCESS, stream_id, head, tally)))


class Bell:
    """This process's rope. `heard(ring)` is called for what others ring; `missed()` whenever rings may have been lost."""

    def __init__(self, heard: Callable[[Ring | Present], None], missed: Callable[[], None]):
        self.heard, self.missed = heard, missed
        self.sender = f"{PROCESS}-{secrets.token_hex(3)}"
        self.waiting: asyncio.Queue[bytes] = asyncio.Queue(WAITING)
        self.connected = False

    def ring(self, ring: Ring | Present | Probe) -> None:
        with contextlib.suppress(asyncio.QueueFull):
            if self.connected:
                self.waiting.put_nowait(_encode(ring))

    async def run(self) -> None:
        """Hold the connection for as long as the process lives; without REDIS_URL there is nothing to hold."""
        if not settings.REDIS_URL:
            return
        pause = 0.1
        while True:
            try:
                await self.hold()
                pause = 0.1
            except (redis.RedisError, OSError, TimeoutError) as error:
                if self.connected or pause == 0.1:
                    log.warning("The bell is silent (%s); looking at the record every second meanwhile", error)
                pause = 0.1 if self.connected else min(pause * 2, 5.0)
            finally:
                self.connected = False
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311  spreads returns, guards nothing

    async def hold(self) -> None:
        # No socket timeout: redis-py's default of 5 s would end every quiet subscription. Our probe is the timeout.
        client = redis.asyncio.Redis.from_url(
            settings.REDIS_URL, socket_timeout=None, socket_connect_timeout=TIMEOUT, retry=None
        )
        async with client, client.pubsub() as subscription:
            async with asyncio.timeout(TIMEOUT):
                await subscription.subscribe(CHANNEL)
            self.waiting = asyncio.Queue(WAITING)
            self.connected, self.heard_back = True, 0
            self.missed()
            tasks = [asyncio.create_task(work) for work in (self.send(client), self.listen(subscription), self.probe())]
            try:
                done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def send(self, client: redis.asyncio.Redis) -> None:
        while True:
            message = await self.waiting.get()
            async with asyncio.timeout(TIMEOUT):
                await client.publish(CHANNEL, message)

    async def listen(self, subscription) -> None:
        async for message in subscription.listen():
            if message["type"] != "message":
                continue
            try:
                ring = _decode(message["data"])
            except msgspec.MsgspecError:
                log.warning("The bell carried something that is not a ring")
                continue
            if isinstance(ring, Probe):
                if ring.sender == self.sender:
                    self.heard_back = ring.number
            elif ring.sender != self.sender:
                self.heard(ring)

    async def probe(self) -> None:
        for number in range(1, 2**53):
            self.ring(Probe(self.sender, number))
            await asyncio.sleep(PROBE_EVERY)
            if self.heard_back != number:
                raise TimeoutError("our own ring did not come back")
