"""Who is missing: of every state, which sectors may speak here, which have spoken, and which are absent.

A mandate counts while it is in force and its holder may take part; posts count where everybody can read them.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Mandate, Organisation
from accounts.models.powers import may_act_q
from accounts.places import REGIONS, STATES, alphabetical, region_name
from accounts.sectors import QUADRILOGUE
from accounts.states import state_name
from dialogue.atlas import world
from dialogue.rooms.country import Country
from dialogue.rooms.geography import Geography
from dialogue.rooms.models import Room, Theme


class Absence:
    """In all public rooms, or in those of one theme and among the mandates that cover it."""

    box = world.BOX

    def __init__(self, theme: Theme | None = None):
        rooms = Room.objects.filter(visibility=Room.Visibility.PUBLIC).only("stream_id", "places")
        self.theme = theme
        self.geography = Geography(rooms.filter(theme=theme) if theme else rooms)
        self.mandates: dict[str, Counter] = {}
        for country, sector, themes in mandates_now().values_list(
            "organisation__country", "organisation__sector", "themes"
        ):
            if theme is None or not themes or theme.slug in themes:
                self.mandates.setdefault(country, Counter())[sector] += 1
        self.bodies: dict[str, Counter] = {}
        found = Organisation.objects.active().order_by().values_list("country", "sector").annotate(Count("pk"))
        for country, sector, number in found:
            self.bodies.setdefault(country, Counter())[sector] = number

    def country(self, code: str) -> Country:
        return Country(
            code,
            state_name(code),
            mandates=self.mandates.get(code, Counter()),
            bodies=self.bodies.get(code, Counter()),
            posts=self.geography.said.get(code, Counter()),
            here=self.geography.here[code],
        )

    @cached_property
    def states(self) -> list[Country]:
        return self._named(STATES)

    @cached_property
    def elsewhere(self) -> list[Country]:
        """Other places somebody speaks from; they are told, and not counted among the states."""
        return self._named((self.mandates.keys() | self.geography.said.keys()) - {"", *STATES})

    def _named(self, codes: Iterable[str]) -> list[Country]:
        return sorted(map(self.country, codes), key=lambda country: alphabetical(country.name))

    @property
    def spoken(self) -> int:
        return sum(not country.silent for country in self.states)

    @property
    def mandated(self) -> int:
        return sum(country.mandated for country in self.states)

    def regions(self, only: str = "", silent: bool = False) -> list[dict]:
        """The states of each region (of `only` one) in which somebody speaks or may, and those that are missing. With
        `silent`, none that somebody has spoken from."""
        rows = []
        for code in [only] if only else REGIONS:
            states = [country for country in self.states if country.region == code]
            rows.append(
                {
                    "code": code,
                    "name": region_name(code, get_language() or "en"),
                    "countries": [c for c in states if not c.missing and (c.silent or not silent)],
                    "missing": [country for country in states if country.missing],
                    "all": len(states),
                    "spoken": sum(not country.silent for country in states),
                    "mandated": sum(country.mandated for country in states),
                }
            )
        return rows

    @property
    def gaps(self) -> list[dict]:
        """Each of the four sectors that neither may speak nor has spoken somewhere, with the regions."""
        rows = []
        for sector in QUADRILOGUE:
            voiced = {c.region for c in [*self.states, *self.elsewhere] if c.mandates[sector] or c.posts[sector]}
            names = [region_name(code, get_language() or "en") for code in REGIONS if code not in voiced]
            if names:
                everywhere = len(names) == len(REGIONS)
                unplaced = self.geography.nowhere.sectors[sector] or self.mandates.get("", Counter())[sector]
                row = {"sector": sector.value, "label": sector.label, "regions": names}
                rows.append(row | {"everywhere": everywhere, "nowhere": bool(everywhere and unplaced)})
        return sorted(rows, key=lambda row: not row["everywhere"])

    @property
    def world(self) -> str:
        return world.path()

    @property
    def layers(self) -> list[dict]:
        """What lies over the world on the map: where somebody may speak, and where somebody has spoken."""
        places = [*self.states, *self.elsewhere]
        may = [country.code for country in places if country.silent and country.mandated]
        said = [country.code for country in places if not country.silent]
        return [
            {"kind": "said-1", "path": world.path(sorted(may)), "label": _("can post, but has not yet")},
            {"kind": "said-3", "path": world.path(sorted(said)), "label": _("has posted")},
        ]


def mandates_now():
    """The mandates in force whose holder may take part."""
    now = timezone.now()
    return Mandate.objects.active(now).filter(may_act_q("person__", now))
