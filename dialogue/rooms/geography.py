"""Where the voices come from: counted as they spoke (Room.places), so that no page counts posts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, QuerySet
from django.utils.translation import get_language

from accounts.places import REGIONS, alphabetical, country_name, region_name, region_of
from accounts.sectors import QUADRILOGUE, Sector
from dialogue.atlas import world
from dialogue.live.here import present
from dialogue.rooms.models import Post, Room

# People are counted anew for each page; in rooms with more posts than this only posts are told.
PEOPLE_UP_TO = 20_000
# From how many posts on a country is drawn in which of the three blues; the key under the map says so.
STEPS = ((1, 9), (10, 99), (100, None))

# Whose silence is named; an international organisation speaks from no region.
HEARD = (*QUADRILOGUE, Sector.CITIZEN)


@dataclass
class Place:
    """A country or a region, and what was said from there."""

    code: str
    name: str
    sectors: Counter
    here: int = 0
    share: int = 0
    people: int = 0

    @property
    def posts(self) -> int:
        return self.sectors.total()

    @property
    def heard(self) -> list[dict]:
        """The sectors that spoke, in their usual order."""
        return [{"sector": s.value, "label": s.label, "posts": self.sectors[s]} for s in Sector if self.sectors[s]]


class Geography:
    """Of one room, or of several together."""

    def __init__(self, rooms: Iterable[Room]):
        self.said: dict[str, Counter] = {}
        self.here: Counter = Counter()
        for room in rooms:
            self.here.update(present(room.stream_id)["countries"])
            for key, posts in room.places.items():
                country, _, sector = key.partition(" ")
                self.said.setdefault(country, Counter())[sector] += posts
        self.peopled = False
        self.language = get_language() or "en"
        # Said by people who keep their country to themselves, or by bodies of the whole world.
        self.nowhere = Place("", "", self.said.pop("", Counter()))

    @property
    def posts(self) -> int:
        return sum(counts.total() for counts in self.said.values())

    @cached_property
    def countries(self) -> list[Place]:
        """Those that have spoken or from which somebody is here now; the most posts first."""
        found = [
            Place(code, country_name(code, self.language), self.said.get(code, Counter()), self.here[code])
            for code in self.said.keys() | (+self.here).keys()
        ]
        return self._shared(sorted(found, key=lambda place: (-place.posts, -place.here, alphabetical(place.name))))

    @cached_property
    def spoken(self) -> int:
        return len(self.said)

    @cached_property
    def regions(self) -> list[Place]:
        """All five, the silent ones too."""
        found = {code: Place(code, region_name(code, self.language), Counter()) for code in REGIONS}
        for country in self.countries:
            if region := found.get(region_of(country.code)):
                region.sectors.update(country.sectors)
                region.here += country.here
        return self._shared(sorted(found.values(), key=lambda place: (-place.posts, alphabetical(place.name))))

    def _shared(self, places: list[Place]) -> list[Place]:
        for place in places:
            place.share = round(100 * place.posts / self.posts) if self.posts else 0
        return places

    def count_people(self, posts: QuerySet[Post]) -> None:
        """How many people spoke from each country, among `posts`; nothing where that would be too many to count."""
        self.peopled = self.posts + self.nowhere.posts <= PEOPLE_UP_TO
        if self.peopled:
            people = posts.order_by().values_list("country").annotate(people=Count("author", distinct=True))
            found = dict(people)
            for country in self.countries:
                country.people = found.get(country.code, 0)

    @property
    def gaps(self) -> list[dict]:
        """Who has not been heard: each sector that is silent somewhere, with the regions; one silent everywhere first."""
        rows = []
        for sector in HEARD:
            silent = [region for region in self.regions if not region.sectors[sector]]
            if silent:
                everywhere = len(silent) == len(REGIONS)
                rows.append(
                    {
                        "sector": sector.value,
                        "label": sector.label,
                        "regions": silent,
                        "silent": everywhere and not self.nowhere.sectors[sector],
                        "nowhere": everywhere and self.nowhere.sectors[sector] > 0,
                    }
                )
        return sorted(rows, key=lambda row: not row["silent"])

    @property
    def sectors(self) -> list[Sector]:
        """The columns of the table of sectors by region."""
        return [*HEARD, Sector.INTERNATIONAL]

    @property
    def layers(self) -> list[dict]:
        """What lies over the world on the map: the countries of each step, then a spot for those who are here now."""
        drawn = []
        for number, (least, most) in enumerate(STEPS, start=1):
            codes = [c.code for c in self.countries if c.posts >= least and (most is None or c.posts <= most)]
            drawn.append({"kind": f"said-{number}", "path": world.path(sorted(codes)), "least": least, "most": most})
        return drawn

    @property
    def spots(self) -> str:
        return "".join(world.spot(code) for code in sorted(+self.here))
