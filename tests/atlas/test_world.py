"""On the map nobody is too small to be seen."""

import json
from collections import Counter
from math import cos, radians
from pathlib import Path

import pytest

from accounts.places import country_codes
from dialogue.atlas import projection, world
from dialogue.atlas.earth import Earth
from dialogue.atlas.grid import COLUMNS, ROWS, distance, on_grid, place_of
from dialogue.atlas.survey import survey

SOURCE = Path(__file__).resolve().parents[2].parent / "shared/data/countries"
# How many steps a crowded island may be pushed from where it lies.
PUSHED = 1.6


def dots() -> dict[str, list[tuple[int, int]]]:
    return {
        code: [(row, half + 2 * number) for row, half, count in runs for number in range(count)]
        for code, runs in world.runs().items()
    }


@pytest.fixture(scope="module")
def earth() -> Earth:
    if not SOURCE.exists():
        pytest.skip(f"the geometry is not here: {SOURCE}")
    return Earth(SOURCE)


def test_every_country_one_may_come_from_has_at_least_one_dot():
    assert set(dots()) == set(country_codes())
    assert all(dots().values())


def test_no_two_countries_share_a_dot_and_all_lie_on_the_grid():
    every = Counter(cell for cells in dots().values() for cell in cells)
    assert set(every.values()) == {1}
    assert all(0 <= row < ROWS and 0 <= half < 2 * COLUMNS and half % 2 == row % 2 for row, half in every)


def test_the_whole_world_is_drawn_dot_by_dot_and_stays_small():
    drawn = 0
    for line in world.path().split("M")[1:]:
        drawn += int(float(line.split("h")[1])) // 8 + 1
    assert drawn == sum(map(len, dots().values()))
    assert len(world.path()) < 5000


def test_large_countries_are_as_large_as_they_are():
    """Equal Earth: Brazil is four times Greenland, which other maps draw larger, and two and a half times India."""
    brazil = len(dots()["BR"])
    assert brazil / len(dots()["GL"]) > 3.5 and 2.3 < brazil / len(dots()["IN"]) < 2.9


def test_one_dot_can_stand_for_a_country():
    assert world.middle("TV") in dots()["TV"] and world.middle("RU") in dots()["RU"]
    assert world.middle("??") is None and world.spot("??") == "" and world.path(["??"]) == ""


@pytest.mark.parametrize("place", [(2.35, 48.86), (-58.4, -34.6), (178.4, -18.1), (-169.0, 65.0)])
def test_there_and_back_is_the_same_place(place):
    row, half = on_grid(*place)
    longitude, latitude = place_of(row, half)
    assert (longitude, latitude) == pytest.approx(place, abs=1e-6)
    assert abs(projection.x_of(-180 + projection.MERIDIAN, 0)) == pytest.approx(projection.HALF)


def test_every_member_and_observer_of_the_united_nations_is_there(earth):
    known = json.loads((SOURCE / "countries.json").read_text())
    states = {c["iso2"] for c in known if c["un_member"] or c["un_observer"]}
    assert len(states) == 195 and states <= set(dots())


def test_each_dot_lies_in_its_country_or_beside_it(earth):
    """In the box around one of its lands, or less than a step from it; a crowded island a little further."""
    for code, cells in dots().items():
        for cell in cells:
            longitude, latitude = place_of(*cell)
            lines = 1.2, 1.2 / cos(radians(latitude))
            inside = any(
                west - lines[1] < longitude < east + lines[1] and south - lines[0] < latitude < north + lines[0]
                for west, east, south, north in earth.box(code)
            )
            assert inside or distance(cell, on_grid(*earth.points[code])) < PUSHED, (code, longitude, latitude)


@pytest.mark.whole
def test_the_file_is_what_the_script_makes(earth):
    assert world.packed(survey(earth)) == json.loads(world.DOTS.read_text())
