"""What may be told of a crowd without telling of anybody in it: small cells are suppressed, as in official statistics."""

from collections import Counter
from collections.abc import Mapping

# No figure is told that counts fewer people than this.
LEAST = 5
# The cell of people of whom nothing is told but that they are there. Other cells are "sector" or "sector country".
READER = ""
# As a table of sectors calls it.
READERS = "reader"
EMPTY: dict = {"total": 0, "sectors": {}, "countries": {}}


def published(cells: Mapping[str, int]) -> dict:
    """{"total", "sectors": {sector: n}, "countries": {code: n}} of {cell: people}: zero where it would be less than LEAST.

    Whoever is in no sector told counts as a reader. Also what is left when the cells told are taken from the total counts
    nobody, or LEAST at least.
    """
    total = sum(cells.values())
    if total < LEAST:
        return EMPTY
    sectors: Counter[str] = Counter()
    countries: Counter[str] = Counter()
    for cell, number in cells.items():
        sector, _, country = cell.partition(" ")
        sectors[sector] += number
        countries[country] += number
    told = _suppressed(sectors, total)
    if rest := total - sum(told.values()):
        told[READERS] = rest
    return {"total": total, "sectors": told, "countries": _suppressed(countries, total)}


def _suppressed(table: Counter[str], total: int) -> dict[str, int]:
    """The named cells that may be told; where the rest would be a small one, the smallest of them join it."""
    told = {name: number for name, number in table.items() if name and number >= LEAST}
    while told and 0 < total - sum(told.values()) < LEAST:
        del told[min(told, key=lambda name: (told[name], name))]
    return told
