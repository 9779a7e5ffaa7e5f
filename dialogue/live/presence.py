"""Who is here, as far as it may be told, and who is about to speak.

Reading in silence leaves no trace: whoever has not spoken in this room lately counts as a reader, without sector and country,
and no figure is told that counts fewer than five (`crowd`). Never stored. Every process counts its own seats and tells the
others; what has not been told again is forgotten.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import blake2b
from time import monotonic, time

from django.conf import settings

from dialogue.limits.networks import networks_of
from dialogue.live.bell import Present
from dialogue.live.crowd import EMPTY, READER, published
from dialogue.live.frames import Frame, passing
from dialogue.live.kinds import KINDS
from dialogue.live.seat import Person

TYPING_LASTS = 6.0
# Whoever has said nothing here for this long is a reader again.
SPOKEN_LASTS = 3600.0
# A process that has not told its counts for this long is gone.
OTHERS_LAST = 25.0
NAMED = 5
# Readers without an account behind one network (a school, an office) who are counted; one of them can open any number of lines.
# Where no network is known, as behind a proxy that does not tell, every line counts.
GUESTS_EACH = 20
# Up to so many people of one process, each is counted once over all processes. In a fuller room somebody with tabs in two
# processes changes nothing, and what every process tells every other stays small.
ONE_BY_ONE = 50


@dataclass
class Presence:
    # How many lines each person has here, by handle; and guests, by network.
    lines: Counter[str] = field(default_factory=Counter)
    guests: Counter[str] = field(default_factory=Counter)
    # When somebody last spoke here, and the cell they are counted in since: what their own words tell everybody.
    spoken: dict[str, tuple[float, str]] = field(default_factory=dict)
    heard_to: int = 0
    typists: dict[int, tuple[float, dict]] = field(default_factory=dict)
    others: dict[str, tuple[float, Present]] = field(default_factory=dict)
    shown: dict[str, dict] = field(default_factory=lambda: {"presence": EMPTY, "typing": {"people": [], "more": 0}})
    # What pages show: made on the loop, replaced whole, so that their threads never see it half changed.
    snapshot: dict = field(default_factory=lambda: EMPTY)
    told: tuple[float, tuple, list] = (0.0, ({}, {}), [])

    def enter(self, person: Person, address: str = "", step: int = 1) -> None:
        if person.id is None:
            counter, name = self.guests, _network(address)
        else:
            counter, name = self.lines, person.handle
        counter[name] += step
        if not counter[name]:
            del counter[name]

    def leave(self, person: Person, address: str = "") -> None:
        self.enter(person, address, -1)
        self.typists.pop(person.id or 0, None)

    def listen(self, frames: Sequence[Frame]) -> None:
        """Take from what was said here since the last listening who has spoken. Not one by one as it happens: hot rooms pay."""
        now = monotonic()
        new = [frame for frame in frames if frame.seq > self.heard_to]
        self.heard_to = new[-1].seq if new else self.heard_to
        for frame in new:
            if speaker := KINDS[frame.kind].speaker:
                handle, cell = speaker(frame.text)
                self.spoken[handle] = (now, cell)
        self.spoken = {handle: last for handle, last in self.spoken.items() if now - last[0] < SPOKEN_LASTS}

    def types(self, person: Person, where: int | None) -> None:
        """`person` is writing, in thread `where` or a new one. Whether they may speak there was asked before (`typing`)."""
        facts = {"handle": person.handle, "name": person.name, "sector": person.sector, "thread": where}
        self.typists[person.id or 0] = (monotonic(), facts)

    def stopped(self, person: Person) -> None:
        self.typists.pop(person.id or 0, None)

    def typing_here(self) -> list[dict]:
        now = monotonic()
        self.typists = {key: value for key, value in self.typists.items() if now - value[0] < TYPING_LASTS}
        return [facts for _, facts in self.typists.values()]

    def told_by(self, present: Present) -> None:
        self.others[present.sender] = (monotonic(), present)

    def _others(self) -> list[Present]:
        now = monotonic()
        self.others = {key: value for key, value in self.others.items() if now - value[0] < OTHERS_LAST}
        return [present for _, present in self.others.values()]

    def _cell(self, handle: str) -> str:
        return self.spoken[handle][1] if handle in self.spoken else READER

    def here(self, stream_id: int) -> tuple[dict[str, str], Counter[str]]:
        """Those in this process: {pseudonym: cell} of people, while they are few; {cell: how many} of all the others."""
        cells = Counter(
            {READER: sum(min(lines, GUESTS_EACH) if name else lines for name, lines in self.guests.items())}
        )
        if len(self.lines) <= ONE_BY_ONE:
            return {pseudonym(stream_id, handle): self._cell(handle) for handle in self.lines}, cells
        cells.update(map(self._cell, self.lines))
        return {}, cells

    def counts(self, stream_id: int) -> dict:
        """{"total", "sectors": {sector: n}, "countries": {code: n}} of all processes, as it may be told (`published`)."""
        people, cells = self.here(stream_id)
        for present in self._others():
            cells.update(present.cells)
            for name, cell in present.people.items():
                people[name] = people.get(name) or cell
        cells.update(people.values())
        return published(cells)

    def typing(self) -> dict:
        """{"people": at most five, "more": how many others}."""
        people = self.typing_here() + [facts for present in self._others() for facts in present.typing]
        return {"people": people[:NAMED], "more": max(0, len(people) - NAMED)}

    def news(self, stream_id: int, step: bool) -> list[str]:
        """The passing facts that have changed since they were last asked for; who is here only at a `step`."""
        found = []
        facts = {"typing": self.typing()}
        if step:
            self.snapshot = facts["presence"] = self.counts(stream_id)
        for kind, fact in facts.items():
            if fact != self.shown[kind]:
                self.shown[kind] = fact
                found.append(passing(kind, fact))
        return found

    def to_tell(self, sender: str, stream_id: int, step: bool) -> Present | None:
        """What the other processes must hear: who types, at once; who is here, at a `step`, and at every other one anyway
        while somebody is."""
        at, before, typing_before = self.told
        typing = self.typing_here()
        if not step and typing == typing_before:
            return None
        people, cells = self.here(stream_id)
        facts = people, dict(+cells)
        same = (facts, typing) == (before, typing_before)
        if same and (monotonic() - at < OTHERS_LAST / 3 or not any(facts)):
            return None
        self.told = (monotonic(), facts, typing)
        return Present(sender, stream_id, *facts, typing)


@lru_cache(4096)
def _network(address: str) -> str:
    return next(iter(networks_of(address)), "")


@cache
def _key() -> bytes:
    return blake2b(settings.SECRET_KEY.encode(), person=b"presence").digest()


def pseudonym(stream_id: int, handle: str) -> str:
    """The same for one person in every process, so that they are counted once; another in every room and every hour, and
    nobody's for whoever listens to Redis without our key."""
    return blake2b(f"{stream_id} {handle} {time() // 3600}".encode(), key=_key(), digest_size=6).hexdigest()
