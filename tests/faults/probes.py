"""Visitors who are not good pages: they come from far behind, never read, lie about what they have, or flood."""

import asyncio
import json
import os
import struct
import time
from uuid import uuid4

from tests.faults.sampling import memory_of
from tests.faults.wire import Wire, ask, cookies


class Probe:
    """One line of a visitor of the open room, and what came over it."""

    def __init__(self, world, person: dict | None = None, room: str = "open"):
        self.world, self.room = world, room
        self.headers = cookies(world.seeded["cookie"], person["session"]) if person else {}
        self.frames: list[dict] = []
        # Counted along: whoever missed thousands of events would look through all of them for each that comes.
        self.numbers: list[int] = []
        self.last = 0
        self.acknowledging = False

    async def open(self, web, query: str, room: int = 0) -> "Probe":
        path = f"/live/rooms/{self.room}/?{query}"
        self.wire = await Wire.open(web.port, path, self.headers, self.hear, room)
        return self

    def hear(self, text: str) -> None:
        frames = [json.loads(line) for line in text.split("\n")]
        self.frames += frames
        self.numbers += [frame["seq"] for frame in frames if "seq" in frame and "kind" in frame]
        self.last = max(self.last, *self.numbers[-len(frames) :], 0)
        # As a page does: gathered. An acknowledgement of each message would be more than a socket may send.
        if self.last and not self.acknowledging:
            self.acknowledging = True
            asyncio.get_running_loop().call_later(0.1, self.acknowledge)

    def acknowledge(self) -> None:
        self.acknowledging = False
        self.wire_say({"do": "ack", "seq": self.last})

    def wire_say(self, command: dict) -> None:
        if hasattr(self, "wire"):
            self.wire.say(command)

    async def asked(self, command: dict) -> dict:
        """The answer to a command, and what it did is here."""
        key = str(uuid4())
        # Words begin with their key, by which the checker knows them.
        words = {"text": f"{key} {command['text']}"} if "text" in command else {}
        self.wire.say({**command, **words, "key": key})
        mine = lambda: [frame for frame in self.frames if key in (frame.get("ack"), frame.get("key"))]  # noqa: E731
        await self.until(lambda: mine() and self.last >= mine()[0].get("seq", 0), 20)
        return mine()[0]

    async def until(self, true, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not true():
            if time.monotonic() > deadline:
                return False
            await asyncio.sleep(0.02)
        return True


async def resume(world, after: int, head: int) -> tuple[list[int], bool, float]:
    """(numbers, whether told to reload, seconds) for somebody who comes back with number `after`."""
    began = time.monotonic()
    probe = await Probe(world).open(world.webs[0], f"after={after}&epoch={world.rooms()['open']['epoch']}")
    told = lambda: any(frame.get("kind") == "reload" for frame in probe.frames)  # noqa: E731
    await probe.until(lambda: probe.last >= head or told(), 30)
    found = probe.numbers, told(), time.monotonic() - began
    probe.wire.cut()
    return found


async def unread(world, web, number: int, seconds: float, lie: bool) -> list[int | None]:
    """`number` sockets that never read; with `lie` they acknowledge what they cannot have. Their close codes at the end."""
    rooms = world.rooms()["open"]
    query = f"after={rooms['last']}&epoch={rooms['epoch']}"
    probes = []
    for _ in range(number):
        probe = await Probe(world).open(web, query, room=4096)
        probe.wire.transport.pause_reading()
        probes.append(probe)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        await asyncio.sleep(1.0)
        if lie:
            last = (await asyncio.to_thread(world.rooms))["open"]["last"]
            for probe in probes:
                # A little behind, as one who reads would be.
                probe.wire.say({"do": "ack", "seq": max(0, last - 30)})
    for probe in probes:
        if not probe.wire.transport.is_closing():
            probe.wire.transport.resume_reading()
    await asyncio.wait([probe.wire.ended for probe in probes], timeout=5)
    codes = [probe.wire.ended.result() if probe.wire.ended.done() else None for probe in probes]
    for probe in probes:
        probe.wire.cut()
    return codes


def masked(text: bytes) -> bytes:
    """A text frame of a client; the mask is random and does not matter."""
    mask = os.urandom(4)
    body = bytes(byte ^ mask[place % 4] for place, byte in enumerate(text))
    length = bytes([0x80 | len(text)]) if len(text) < 126 else bytes([0x80 | 126]) + struct.pack(">H", len(text))
    return b"\x81" + length + mask + body


async def flood(world, web, person: dict, number: int) -> tuple[float, int | None, int]:
    """(seconds until closed, code, growth of the process in bytes) after `number` frames at once in one socket."""
    probe = await Probe(world, person).open(web, "after=0")
    await probe.until(lambda: probe.frames, 5)
    before = most = memory_of(web.pid)["rss"]
    frames = b"".join(masked(b'{"do":"typing","thread":null,"stopped":false}') for _ in range(100)) * (number // 100)
    began = time.monotonic()
    probe.wire.transport.write(frames)
    took = float("inf")
    while time.monotonic() - began < 10:
        most = max(most, memory_of(web.pid)["rss"])
        if probe.wire.ended.done() or probe.wire.code:
            took = time.monotonic() - began
            break
        await asyncio.sleep(0.02)
    end = time.monotonic() + 2
    while time.monotonic() < end:
        most = max(most, memory_of(web.pid)["rss"])
        await asyncio.sleep(0.02)
    code = probe.wire.code
    probe.wire.cut()
    return took, code, most - before


async def crowd_of_sockets(world, number: int, seconds: float) -> int:
    """Open `number` sockets at once, hold them for some time, leave; how many were let in."""

    async def one(place: int):
        web = world.webs[place % len(world.webs)]
        try:
            return await Probe(world).open(web, "after=0&epoch=x")
        except OSError:
            return None

    probes = [probe for probe in await asyncio.gather(*(one(place) for place in range(number))) if probe]
    await asyncio.sleep(seconds)
    for probe in probes:
        probe.wire.cut()
    return len(probes)


async def welcomed(world, web, query: str) -> list[dict]:
    """The first frames of somebody who comes back."""
    probe = await Probe(world).open(web, query)
    await probe.until(lambda: probe.frames, 10)
    probe.wire.cut()
    return probe.frames


async def together(world, person: dict, command: dict, door: str, number: int) -> list[dict]:
    """The same command `number` times at once, half over sockets (one a process), half by the form; every answer."""
    rooms = world.rooms()["open"]
    query = f"after={rooms['last']}&epoch={rooms['epoch']}"
    probes = [await Probe(world, person).open(web, query) for web in world.webs]
    fields = {name: value for name, value in command.items() if name not in ("do", "post")}

    async def form(place: int) -> dict:
        for _ in range(10):
            try:
                port = world.webs[place % len(world.webs)].port
                status, answer = await ask(port, "POST", f"/rooms/open/{door}", probes[0].headers, fields)
                if status and status < 500:
                    return answer
            except OSError:
                pass
            await asyncio.sleep(0.5)
        return {"error": {"code": "no answer"}}

    forms = [asyncio.create_task(form(place)) for place in range(number // 2)]
    each = number // 2 // len(probes)
    for probe in probes:
        for _ in range(each):
            probe.wire.say(command)
    answers = lambda probe: [f for f in probe.frames if "ack" in f or "error" in f]  # noqa: E731
    for probe in probes:
        await probe.until(lambda probe=probe: len(answers(probe)) >= each, 20)
    found = [answer for probe in probes for answer in answers(probe)] + await asyncio.gather(*forms)
    for probe in probes:
        probe.wire.cut()
    return found
