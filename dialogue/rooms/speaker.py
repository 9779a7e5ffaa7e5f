"""Who speaks in a frame of the room."""

import msgspec

from accounts.sectors import Sector


class _Spoken(msgspec.Struct):
    author: str
    sector: str
    country: str


class _Said(msgspec.Struct):
    data: _Spoken


_said = msgspec.json.Decoder(_Said).decode
# Those of whom a country has few: sector and country together would be a name.
_MANY = (Sector.CITIZEN, Sector.SOCIETY)


def speaker_of(text: str) -> tuple[str, str]:
    """Who speaks in a frame, and the cell they are counted in while they are here (see `dialogue.live.crowd`)."""
    said = _said(text).data
    placed = said.country and said.sector in _MANY
    return said.author, f"{said.sector} {said.country}" if placed else said.sector
