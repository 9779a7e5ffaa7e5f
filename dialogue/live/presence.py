"""Who is here: counts by sector and by country, never a list of silent readers; and who is about to speak.

Never stored. Every process counts its own seats and tells the others; what has not been told again is forgotten.
"""

from collections import Counter
from dataclasses import dataclass, field
from time import monotonic

from dialogue.live.bell import Present
from dialogue.live.frames import passing
from dialogue.live.seat import Person

TYPING_LASTS = 6.0
# A process that has not told its counts for this long is gone.
OTHERS_LAST = 25.0
NAMED = 5


@dataclass
class Presence:
    sectors: Counter = field(default_factory=Counter)
    countries: Counter = field(default_factory=Counter)
    typists: dict[int, tuple[float, dict]] = field(default_factory=dict)
    others: dict[str, tuple[float, Present]] = field(default_factory=dict)
    shown: dict[str, dict] = field(default_factory=lambda: {"typing": {"people": [], "more": 0}})
    # What pages show: made on the loop, replaced whole, so that their threads never see it half changed.
    snapshot: dict = field(default_factory=lambda: {"total": 0, "sectors": {}, "countries": {}})
    told: tuple[float, tuple] = (0.0, ())

    def enter(self, person: Person, step: int = 1) -> None:
        self.sectors[person.sector or "reader"] += step
        if person.country:
            self.countries[person.country] += step

    def leave(self, person: Person) -> None:
        self.enter(person, -1)
        self.typists.pop(person.id or 0, None)

    def types(self, person: Person, where: int | None) -> None:
        """`person` is writing, in thread `where` or a new one."""
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

    def counts(self) -> dict:
        """{"total", "sectors": {sector: n}, "countries": {code: n}}; readers who are not signed in are sector "reader"."""
        sectors, countries = Counter(self.sectors), Counter(self.countries)
        for present in self._others():
            sectors.update(present.sectors)
            countries.update(present.countries)
        return {"total": sum(sectors.values()), "sectors": dict(+sectors), "countries": dict(+countries)}

    def typing(self) -> dict:
        """{"people": at most five, "more": how many others}."""
        people = self.typing_here() + [facts for present in self._others() for facts in present.typing]
        return {"people": people[:NAMED], "more": max(0, len(people) - NAMED)}

    def news(self) -> list[str]:
        """The passing facts that have changed since they were last asked for."""
        found = []
        self.snapshot = self.counts()
        for kind, facts in (("presence", self.snapshot), ("typing", self.typing())):
            if facts != self.shown.get(kind):
                self.shown[kind] = facts
                found.append(passing(kind, facts))
        return found

    def to_tell(self, sender: str, stream_id: int) -> Present | None:
        """What the other processes must hear: at a change, and every ten seconds while somebody is here."""
        facts = (dict(+self.sectors), dict(+self.countries), self.typing_here())
        at, last = self.told
        if facts == last and (monotonic() - at < OTHERS_LAST / 2.5 or not facts[0]):
            return None
        self.told = (monotonic(), facts)
        return Present(sender, stream_id, *facts)
