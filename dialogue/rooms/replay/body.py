"""For whom somebody spoke, as far as the record tells."""

import hashlib
from collections.abc import Container
from dataclasses import dataclass

from accounts.models import Organisation
from accounts.models.user import Origin
from accounts.places import country_name
from accounts.sectors import Sector
from dialogue.rooms.replay.record import Contribution

# What public records call a speaker, and the sector it is here. Everyone else spoke for themselves.
SECTORS = {
    "government": Sector.GOVERNMENT,
    "parliament": Sector.PARLIAMENT,
    "authority": Sector.AUTHORITY,
    "society": Sector.SOCIETY,
    "intergovernmental": Sector.INTERNATIONAL,
}


@dataclass(frozen=True, slots=True)
class Body:
    name: str
    title: str
    sector: Sector
    country: str

    @property
    def slug(self) -> str:
        told = "\0".join((self.name, self.sector, self.country))
        return f"replay-{hashlib.sha256(told.encode()).hexdigest()[:16]}"

    def found(self, countries: Container[str]) -> Organisation:
        """The organisation, made where it is missing; a code that is no country (EU) is left out."""
        country = self.country if self.country in countries else ""
        return Organisation.objects.filter(slug=self.slug).first() or Organisation.objects.establish(
            slug=self.slug, name=self.name[:200], sector=self.sector, country=country, origin=Origin.REPLAY
        )


def body_of(said: Contribution) -> Body | None:
    """The body and the speaker's title in it; None for who spoke for themselves, as far as the record says.

    An affiliation is a title in a government ("Prime Minister, Samoa"), and a party in a parliament.
    """
    sector = SECTORS.get(said.kind)
    if sector is None:
        return None
    country = country_name(said.country, "en") if said.country else ""
    office, _comma, place = said.affiliation.rpartition(", ")
    general = ", ".join(filter(None, (str(sector.label), country)))
    if sector is Sector.GOVERNMENT:
        name, title = general, said.affiliation
    elif sector is Sector.INTERNATIONAL:
        name, title = place or country or general, office
    else:
        name, title = said.affiliation or general, ""
    return Body(name, (title or "Speaker")[:160], sector, said.country)
