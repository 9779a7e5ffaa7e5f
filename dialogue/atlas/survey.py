"""Gives each dot of the grid to a country, and each country at least one dot."""

from collections import Counter

from accounts.places import country_codes
from dialogue.atlas.earth import Earth
from dialogue.atlas.grid import ROWS, Cell, cells, distance, on_grid, place_of

# Each cell is sounded at nine places; it is land where most of them are.
SOUNDINGS = [(down, across) for down in (-0.33, 0, 0.33) for across in (-0.66, 0, 0.66)]
# A country that has no more dots than this gives none away.
KEPT = 2


def survey(earth: Earth) -> dict[str, list[Cell]]:
    """{country: its dots}, none twice."""
    owners = _land(earth)
    _every_country(owners, earth)
    found: dict[str, list[Cell]] = {code: [] for code in country_codes()}
    for cell, code in sorted(owners.items()):
        found[code].append(cell)
    return found


def _land(earth: Earth) -> dict[Cell, str]:
    known = set(country_codes())
    lines = {(row, down): earth.along(place_of(row + down, 0)[1]) for row in range(ROWS) for down, _ in SOUNDINGS}
    owners = {}
    for row, half in cells():
        sounded: Counter = Counter()
        for down, across in SOUNDINGS:
            longitude, _ = place_of(row + down, half + across)
            sounded[longitude is not None and lines[row, down].at(longitude)] += 1
        land = {code: number for code, number in sounded.items() if code in known}
        if sum(land.values()) > len(SOUNDINGS) / 2:
            owners[row, half] = max(land, key=lambda code: (land[code], code))
    return owners


def _every_country(owners: dict[Cell, str], earth: Earth) -> None:
    """Whoever is too small for a dot gets the nearest that lies in the sea or that a large neighbour can spare; the
    shortest ways first, so that crowded islands push each other as little as possible."""
    sizes = Counter(owners.values())
    missing = {code: on_grid(*earth.points[code]) for code in country_codes() if code not in sizes}
    ways = sorted(
        (distance(cell, place), code, cell)
        for code, place in missing.items()
        for cell in cells()
        if distance(cell, place) < 6
    )
    given: set[Cell] = set()
    for _, code, cell in ways:
        owner = owners.get(cell)
        if code in missing and cell not in given and (owner is None or sizes[owner] > KEPT):
            sizes.subtract([owner] if owner else [])
            owners[cell] = code
            given.add(cell)
            del missing[code]
