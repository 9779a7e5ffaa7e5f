"""Bars as numbers for SVG. Every bar begins at zero, and every chart stands beside the table of its figures."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.sectors import Sector
from dialogue.rooms.models.post import PostQuerySet

# No chart reads more posts than this, however many there are.
READ = 5_000
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
# How long a bar lasts, and how many there are: from thirty days down to half an hour.
SPANS = ((DAY, 30), (HOUR, 24), (5 * MINUTE, 24), (MINUTE, 30))
# The drawing is this wide and high, in its own units.
WIDTH, HEIGHT, GAP = 600, 160, 3


def stacked(counts: Counter, most: int) -> list[dict]:
    """The parts of a lying bar, {sector, x, width} in percent of `most`."""
    parts, x = [], 0.0
    for sector in Sector:
        if width := 100 * counts[sector] / most if most else 0:
            parts.append({"sector": sector.value, "x": f"{x:.2f}", "width": f"{width:.2f}"})
            x += width
    return parts


def ceiling(most: int) -> int:
    """The number at the top of an upright chart: 1, 2, 5, 10, 20, 50 … so that the scale can be read."""
    unit = 1
    while True:
        for step in (1, 2, 5):
            if step * unit >= most:
                return step * unit
        unit *= 10


@dataclass
class Slot:
    """One bar: what was said from `begins` until the next one."""

    begins: datetime
    sectors: Counter

    @property
    def posts(self) -> int:
        return self.sectors.total()


class Activity:
    """How much each sector said over time: in the last thirty days, or in the last hours or minutes where the room is
    younger, or where more was said than may be read for a chart."""

    def __init__(self, posts: PostQuerySet, now: datetime | None = None):
        now = now or timezone.now()
        said = list(posts.values_list("at", "sector")[:READ])
        full = len(said) == READ
        oldest = said[-1][0] if said else now
        self.lasts, number = _span(now - oldest, full)
        last = _floor(now, self.lasts)
        begins = [last - self.lasts * back for back in reversed(range(number))]
        self.slots = {begin: Slot(begin, Counter()) for begin in begins}
        for at, sector in said:
            if slot := self.slots.get(_floor(at, self.lasts)):
                slot.sectors[sector] += 1
        self.top = ceiling(max(slot.posts for slot in self.slots.values()))
        # More was said than was read, and not even the shortest span reaches back beyond it.
        self.cut = full and oldest > begins[0]

    @property
    def posts(self) -> int:
        return sum(slot.posts for slot in self.slots.values())

    @property
    def by_days(self) -> bool:
        return self.lasts == DAY

    @property
    def figures(self) -> list[Slot]:
        """The bars with something in them, for the table; the latest first."""
        return [slot for slot in reversed(self.slots.values()) if slot.posts]

    @property
    def sectors(self) -> list[Sector]:
        return [sector for sector in Sector if any(slot.sectors[sector] for slot in self.slots.values())]

    @property
    def bars(self) -> list[dict]:
        """{sector, x, y, width, height} of every part of every bar."""
        wide = WIDTH / len(self.slots)
        parts = []
        for number, slot in enumerate(self.slots.values()):
            y = float(HEIGHT)
            for sector in self.sectors:
                if height := HEIGHT * slot.sectors[sector] / self.top:
                    y -= height
                    parts.append(_part(sector, number * wide, y, wide - GAP, height))
        return parts

    @property
    def ends(self) -> Sequence[datetime]:
        begins = list(self.slots)
        return begins[0], begins[-1]


def _part(sector: Sector, x: float, y: float, width: float, height: float) -> dict:
    numbers = {"x": x, "y": y, "width": width, "height": height}
    return {"sector": sector.value} | {name: f"{number:.2f}" for name, number in numbers.items()}


def _span(age: timedelta, full: bool) -> tuple[timedelta, int]:
    """The longest span that was read to its beginning; for a room of less than two days, its hours."""
    spans: Iterable = SPANS if age > 2 * DAY or full else SPANS[1:2]
    return next((span for span in spans if not full or span[0] * span[1] <= age), SPANS[-1])


def _floor(at: datetime, lasts: timedelta) -> datetime:
    return at - timedelta(seconds=at.timestamp() % lasts.total_seconds())
