"""The grid of the map: rows of dots, every second one moved by half a step."""

from dialogue.atlas.projection import HALF, latitude_of, longitude_of, x_of, y_of

COLUMNS = 150
STEP = 2 * HALF / COLUMNS
# In units of the drawing: a step is 8 wide and a row 7 high, nearly the triangles of a honeycomb, in whole numbers.
ACROSS, DOWN = 8, 7
ROW = STEP * DOWN / ACROSS
NORTH, SOUTH = 83.7, -56.0
ROWS = int((y_of(NORTH) - y_of(SOUTH)) / ROW) + 1

# (row, half steps from the left edge); the second has the parity of the first.
Cell = tuple[int, int]


def latitude(row: float) -> float:
    return latitude_of(y_of(NORTH) - (row + 0.5) * ROW)


def place_of(row: float, half: float) -> tuple[float | None, float]:
    """The longitude (None: beyond the edge) and the latitude of a place on the grid."""
    there = latitude(row)
    return longitude_of((half + 1) * STEP / 2 - HALF, there), there


def on_grid(longitude: float, latitude: float) -> tuple[float, float]:
    """(row, half steps) of a place on Earth, with fractions."""
    return (y_of(NORTH) - y_of(latitude)) / ROW - 0.5, (x_of(longitude, latitude) + HALF) * 2 / STEP - 1


def distance(cell: Cell, place: tuple[float, float]) -> float:
    """In steps."""
    return (((cell[1] - place[1]) / 2) ** 2 + ((cell[0] - place[0]) * DOWN / ACROSS) ** 2) ** 0.5


def cells() -> list[Cell]:
    return [(row, half) for row in range(ROWS) for half in range(row % 2, 2 * COLUMNS, 2)]
