"""The bell: tells the other processes that a stream has moved. It may be lost, late, repeated or out of order;
that adds delay and changes nothing, because every process also looks at the heads itself, every second. Nor does what a
stranger puts there: messages are authenticated, and a ring counts only where it follows what the record has said already.
"""

import asyncio
import logging
import random
import secrets
from collections.abc import Callable, Sequence
from time import monotonic

import msgspec
import redis
from django.conf import settings

from dialogue.live import mac, metrics, newest, rope
from dialogue.live.belfry import TIMEOUT, channel, places, shard_of
from dialogue.live.frames import Frame
from dialogue.live.handbell import Handbell
from dialogue.live.rope import Rope

log = logging.getLogger(__name__)

# Frames that a ring may carry along, in characters.
CARRIED = 8 * 1024
# Seconds until the bell is hung anew: at first, and at most.
SHORTEST, LONGEST = 0.1, 5.0
# Seconds between two lines in the log about messages that are not taken.
QUIET = 60.0


class Ring(msgspec.Struct, omit_defaults=True, tag_field="ring", tag="stream"):
    """`stream`, in its `epoch`, stands at `head` and `tally`; `frames` are the last events before `head`, ready to show, when
    they are small and everybody may read them."""

    sender: str
    stream: int
    epoch: str
    head: int
    tally: int = 0
    frames: list[str] = []


class Present(msgspec.Struct, omit_defaults=True, tag_field="ring", tag="present"):
    """Who sits in `stream` in the sender's process: cells of people by their pseudonym, so that each is counted once; how many
    others, by cell; people about to speak. Who only reads is named to nobody, here neither."""

    sender: str
    stream: int
    people: dict[str, str] = {}
    cells: dict[str, int] = {}
    typing: list[dict] = []


def carried(ring: Ring) -> list[Frame]:
    """The frames a ring brought; the last one is number `head`."""
    first = ring.head - len(ring.frames) + 1
    return [Frame.read(first + place, text) for place, text in enumerate(ring.frames)]


_decode = msgspec.json.Decoder(Ring | Present).decode
_encoder = msgspec.json.Encoder()


def _encode(ring: Ring | Present) -> bytes:
    return mac.signed(_encoder.encode(ring))


# The hub of this process, once somebody listens here. One-way: the hub registers itself.
_announced: list[Callable[[int, str, int, int, list[Frame]], None]] = []
_handbell = Handbell()
PROCESS = secrets.token_hex(6)


def listened() -> bool:
    """Whether somebody follows streams in this process."""
    return bool(_announced)


def announce(stream_id: int, epoch: str, head: int, tally: int, frames: Sequence[Frame] = ()) -> None:
    """Tell everyone, from any thread, that a transaction on this stream has committed; `frames` are its events where they are
    at hand, ready to show. Never raises, never waits long."""
    if _announced:
        for tell in list(_announced):
            tell(stream_id, epoch, head, tally, list(frames))
    elif settings.REDIS_URL:
        _handbell.ring(settings.REDIS_URL, stream_id, _encode(Ring(PROCESS, stream_id, epoch, head, tally)))


class Bell:
    """This process's ropes. `heard(ring)` is called for what others ring; `missed()` whenever rings may have been lost."""

    def __init__(self, heard: Callable[[Ring | Present], None], missed: Callable[[], None]):
        self.heard, self.missed = heard, missed
        self.sender = f"{PROCESS}-{secrets.token_hex(3)}"
        self.ropes: dict[int, Rope] = {}
        self.connected = False
        # Set before the task is cancelled: a server that fails on the way out would hide the cancellation.
        self.ended = False
        self.pause = SHORTEST
        self.told = False
        self.newest = newest.Newest()
        self.refused_at = -QUIET

    @property
    def probe_age(self) -> float | None:
        """Seconds since our own ring was last heard, on the rope where that is longest; None while not connected."""
        return max(rope.silence for rope in self.ropes.values()) if self.connected else None

    def ring(self, ring: Ring | Present) -> None:
        if self.connected:
            metrics.rang()
            shard = shard_of(ring.stream)
            self.ropes[shard].pull(channel(shard), _encode(ring))

    async def run(self) -> None:
        """Hold the ropes for as long as the process lives; without REDIS_URL there is nothing to hold."""
        while settings.REDIS_URL and not self.ended:
            try:
                await self.hold()
            except Exception as error:
                self.tell(reason_of(error))
            finally:
                self.connected = False
            if self.ended:
                return
            await asyncio.sleep(self.pause * random.uniform(0.5, 1.5))  # noqa: S311  spreads returns, guards nothing
            self.pause = min(self.pause * 2, LONGEST)

    async def hold(self) -> None:
        found = [Rope(place, self.sender, self.take) for place in await places(settings.REDIS_URL)]
        self.ropes = {shard: rope for rope in found for shard in rope.place.shards}
        async with asyncio.TaskGroup() as tasks:
            for each in found:
                tasks.create_task(each.hold())
            tasks.create_task(self.begin(found))

    async def begin(self, ropes: list[Rope]) -> None:
        """Only when our own ring has come back on every rope, are the others sure to be heard from here on."""
        async with asyncio.timeout(2 * TIMEOUT):
            for each in ropes:
                await each.answered.wait()
        self.connected = True
        self.missed()
        await asyncio.sleep(rope.PROBE_EVERY)
        self.pause = SHORTEST
        if self.told:
            log.warning("The bell rings again")
        self.told = False

    def tell(self, reason: BaseException) -> None:
        """Say it once, until the bell has rung for a while again."""
        if not self.told:
            ours = None if isinstance(reason, redis.RedisError | OSError) else reason
            log.warning("The bell is silent (%s); looking at the record every second meanwhile", reason, exc_info=ours)
        self.told = True

    def take(self, message: bytes) -> None:
        known = mac.verified(message)
        if known is None:
            return self.refuse("forged")
        signed_at, body = known
        try:
            ring = _decode(body)
        except msgspec.MsgspecError:
            # Of a process of another version.
            return self.refuse("unknown")
        if ring.sender == self.sender:
            return None
        if isinstance(ring, Present) and not self.newest.takes((ring.sender, ring.stream), signed_at):
            return self.refuse("stale")
        return self.heard(ring)

    def refuse(self, reason: str) -> None:
        """Count it, and say so once a minute: whoever sends many must not fill the log."""
        metrics.turned_away(reason)
        if monotonic() - self.refused_at >= QUIET:
            self.refused_at = monotonic()
            log.warning("Redis carried a message that is not taken (%s); see Redis in docs/operations.md", reason)


def reason_of(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
