"""One country, and who speaks for it."""

from collections import Counter
from dataclasses import dataclass

from accounts.places import region_of
from accounts.sectors import QUADRILOGUE, Sector
from accounts.states import standing


@dataclass
class Country:
    """A state, or another place somebody speaks from, and who speaks for it; each count is by sector."""

    code: str
    name: str
    mandates: Counter
    bodies: Counter
    posts: Counter
    here: int = 0

    @property
    def region(self) -> str:
        return region_of(self.code)

    @property
    def standing(self) -> str:
        return standing(self.code)

    @property
    def said(self) -> int:
        return self.posts.total()

    @property
    def mandated(self) -> bool:
        return bool(self.mandates.total())

    @property
    def silent(self) -> bool:
        """Nobody has spoken, neither for a body nor as a citizen."""
        return not self.said

    @property
    def missing(self) -> bool:
        """Nobody has spoken, and nobody may speak for a body."""
        return self.silent and not self.mandated

    @property
    def cells(self) -> list[dict]:
        """For each of the four sectors and the citizens: whether it speaks, may speak, spoke once, or is absent."""
        return [
            {
                "sector": sector.value,
                "label": sector.label,
                "mandates": self.mandates[sector],
                "bodies": self.bodies[sector],
                "posts": self.posts[sector],
                "state": self._state(sector),
            }
            for sector in (*QUADRILOGUE, Sector.CITIZEN)
        ]

    def _state(self, sector: Sector) -> str:
        may = self.mandates[sector] or sector == Sector.CITIZEN
        if self.posts[sector]:
            return "speaks" if may else "spoke"
        return "may" if self.mandates[sector] else "absent"
