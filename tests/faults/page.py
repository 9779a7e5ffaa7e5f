"""One visitor's page, as docs/protocol.md asks of a good one, and what it sees, written down."""

import asyncio
import json
import random
import re
from functools import lru_cache
from hashlib import sha256
from time import monotonic

from tests.faults.journal import Journal
from tests.faults.wire import Wire, ask, cookies

# Seconds: two heartbeats missing; a tail that does not come; the shortest and longest wait before a return.
SILENCE, TAIL, SHORTEST, LONGEST = 35.0, 5.0, 0.5, 30.0
# A line that held this long was a good one: the next wait is short again.
STEADY = 10.0
MANY = 32
REST = {4029: 30.0}
KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@lru_cache(maxsize=4096)
def parsed(line: str) -> tuple[dict, str]:
    """A frame, and what a journal keeps of it: number, kind, post, whose words (their key) and their hash."""
    frame = json.loads(line)
    if "seq" not in frame or "kind" not in frame:
        return frame, ""
    data = frame["data"]
    html = data.get("html") or ""
    facts = {"seq": frame["seq"], "kind": frame["kind"], "post": data.get("post"), "person": data.get("person")}
    if html:
        found = KEY.search(html)
        facts |= {"words": found and found[0], "hash": sha256(html.encode()).hexdigest()[:16]}
    return frame, json.dumps(facts, separators=(",", ":"))[1:]


class Page:
    """`start` with what the server rendered: epoch and number. `live` keeps a line until `leave`."""

    def __init__(self, who: str, person: dict | None, room: str, ports: list[int], journal: Journal, cookie: str):
        self.who, self.person, self.room, self.ports, self.journal = who, person, room, ports, journal
        self.headers = cookies(cookie, person["session"]) if person else {}
        self.path = f"/rooms/{room}/"
        self.epoch, self.last, self.tally = "", 0, 0
        self.counts: dict[int, tuple[int, dict]] = {}
        self.wire: Wire | None = None
        self.line = self.attempt = self.acked = 0
        self.acked_at = self.heard_at = self.behind_since = 0.0
        self.ended = False
        # Called for every answer to a command, and when what was sent may not have arrived.
        self.answered = lambda frame: None
        self.lost = lambda: None

    @property
    def live(self) -> bool:
        return self.wire is not None and self.welcomed and not self.wire.ended.done()

    async def load(self) -> None:
        """The page anew: everything up to its number is in it."""
        while not self.ended:
            try:
                status, page = await ask(random.choice(self.ports), "GET", f"{self.path}posts.json", self.headers)
                if status == 200:
                    self.epoch, self.last, self.tally, self.counts = page["epoch"], page["head"], 0, {}
                    self.journal.note(self.who, "loaded", epoch=self.epoch, last=self.last)
                    return
                if status == 404:
                    self.leave()
            except (OSError, ValueError, KeyError):
                pass
            await self.pause()

    async def keep(self) -> None:
        """Hold a line to the room for as long as the page is open."""
        if not self.epoch:
            await self.load()
        while not self.ended:
            began = monotonic()
            code = await self.anywhere()
            self.wire, self.welcomed = None, False
            self.lost()
            if monotonic() - began > STEADY:
                self.attempt = 0
            if code == 4010:
                await self.load()
            elif 4500 <= code <= 4999:
                self.leave()
            elif not self.ended:
                await asyncio.sleep(REST.get(code, 0))
                await self.pause()

    async def anywhere(self) -> int:
        """A line to one process or another: what refuses to be connected to is passed over, as a balancer does."""
        for port in random.sample(self.ports, len(self.ports)):
            try:
                return await self.hold(port)
            except ConnectionRefusedError:
                continue
            except OSError:
                break
        return 1006

    async def hold(self, port: int) -> int:
        """One line, from opening to its end; the close code."""
        self.line += 1
        self.welcomed, self.acked, self.reloading = False, self.last, False
        query = f"after={self.last}&tally={self.tally}&epoch={self.epoch}"
        after = self.last
        self.journal.note(self.who, "trying", line=self.line, port=port)
        wire = await Wire.open(port, f"/live/rooms/{self.room}/?{query}", self.headers, self.hear)
        self.journal.note(
            self.who, "opened", line=self.line, port=port, after=after, epoch=self.epoch, room=self.room,
            signed=bool(self.person),
        )  # fmt: skip
        self.wire, self.heard_at, self.behind_since = wire, monotonic(), 0.0
        try:
            while not wire.ended.done():
                await asyncio.wait([wire.ended], timeout=1.0)
                self.look()
            code = wire.ended.result()
        finally:
            wire.cut()
        self.journal.note(self.who, "closed", line=self.line, code=code)
        return 4010 if self.reloading else code

    def look(self) -> None:
        """Every second: acknowledge, and leave a line that is silent or has lost its tail."""
        now = monotonic()
        self.acknowledge()
        if now - self.heard_at > SILENCE or (self.behind_since and now - self.behind_since > TAIL):
            self.wire.cut()

    def acknowledge(self) -> None:
        if self.wire and self.last > self.acked and self.wire.say({"do": "ack", "seq": self.last}):
            self.acked, self.acked_at = self.last, monotonic()

    def hear(self, text: str) -> None:
        self.heard_at = monotonic()
        for line in text.split("\n"):
            frame, facts = parsed(line)
            if facts:
                self.take(frame, facts)
            elif "ack" in frame or "error" in frame:
                self.answered(frame)
            else:
                self.pass_by(frame)
        if self.last - self.acked >= MANY:
            self.acknowledge()

    def take(self, frame: dict, facts: str) -> None:
        self.journal.raw(f'"who":"{self.who}","what":"heard","line":{self.line},{facts}')
        seq = frame["seq"]
        if seq == self.last + 1:
            self.last, self.behind_since = seq, 0.0
        elif seq > self.last + 1 and self.wire:
            self.wire.cut()

    def pass_by(self, frame: dict) -> None:
        data = frame.get("data", {})
        match frame.get("kind"):
            case "welcome":
                self.welcomed = True
                self.epoch = data["epoch"]
                self.journal.note(self.who, "welcome", line=self.line, head=data["head"], you=data["you"])
            case "reload":
                self.reloading = True
                self.journal.note(self.who, "reload", line=self.line)
            case "tally":
                self.tally = max(self.tally, data["tally"])
                for row in data["posts"]:
                    if row["tally"] >= self.counts.get(row["post"], (0, {}))[0]:
                        self.counts[row["post"]] = (row["tally"], row["counts"])
            case "heartbeat":
                if data["head"] > self.last and not self.behind_since:
                    self.behind_since = monotonic()
                if self.wire:
                    self.wire.say({"do": "ack", "seq": self.last})

    async def pause(self) -> None:
        ceiling = min(LONGEST, 2 ** min(self.attempt, 10))
        self.attempt += 1
        await asyncio.sleep(SHORTEST + random.random() * (ceiling - SHORTEST))

    def leave(self) -> None:
        self.ended = True
        if self.wire:
            self.wire.cut()
