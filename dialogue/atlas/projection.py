"""Equal Earth: areas keep their proportion, so that a country is as large on the map as it is.

The formula: B. Šavrič, T. Patterson, B. Jenny, "The Equal Earth map projection", International Journal of
Geographical Information Science 33(3), 2019.
"""

from math import asin, cos, radians, sin, sqrt

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
# Half the width of the world: x of 180 degrees on the equator.
HALF = 2.7066299836960748
# The middle of the map, chosen so that its edge runs through the Bering Strait and cuts no inhabited land.
MERIDIAN = 11.0


def _theta(latitude: float) -> float:
    return asin(sqrt(3) / 2 * sin(radians(latitude)))


def _spread(theta: float) -> float:
    """How much one radian of longitude is worth in x."""
    return 2 * sqrt(3) * cos(theta) / (3 * (9 * A4 * theta**8 + 7 * A3 * theta**6 + 3 * A2 * theta**2 + A1))


def y_of(latitude: float) -> float:
    theta = _theta(latitude)
    return A4 * theta**9 + A3 * theta**7 + A2 * theta**3 + A1 * theta


def x_of(longitude: float, latitude: float) -> float:
    turned = (longitude - MERIDIAN + 180) % 360 - 180
    return radians(turned) * _spread(_theta(latitude))


def latitude_of(y: float) -> float:
    """The inverse of y_of, by halving: forty steps are exact to a millimetre."""
    low, high = -90.0, 90.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if y_of(middle) < y else (low, middle)
    return low


def longitude_of(x: float, latitude: float) -> float | None:
    """None beyond the edge of the world."""
    turned = x / _spread(_theta(latitude)) * 57.29577951308232
    return None if abs(turned) > 180 else (turned + MERIDIAN + 180) % 360 - 180
