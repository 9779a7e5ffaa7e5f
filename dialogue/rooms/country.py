"""One country, and who speaks for it."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.places import OBSERVERS, STATES, country_name, region_of
from accounts.sectors import QUADRILOGUE, Sector


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
        """In the United Nations: "member", "observer" or ""."""
        return "observer" if self.code in OBSERVERS else "member" if self.code in STATES else ""

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


def state_name(code: str) -> str:
    """The name of a country in the language of the page; the observer states by the name they bear in the United Nations."""
    observers = {"PS": _("State of Palestine"), "VA": _("Holy See")}
    return observers.get(code) or country_name(code, get_language() or "en")
