"""The land of Natural Earth (public domain), read from TopoJSON: which country lies at which place."""

import json
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

Place = tuple[float, float]

# Codes that the source gives by name only.
NAMED = {"Kosovo": "XK", "Somaliland": "SO", "N. Cyprus": "CY"}
# Where territories lie that the source draws as a part of another country, or not at all: longitude, latitude.
TERRITORIES: dict[str, Place] = {
    "BQ": (-68.27, 12.18), "CC": (96.87, -12.17), "CX": (105.67, -10.49), "GF": (-53.1, 3.9), "GI": (-5.35, 36.14),
    "GP": (-61.55, 16.2), "MQ": (-61.0, 14.65), "RE": (55.53, -21.12), "SJ": (16.0, 78.3), "TK": (-171.85, -9.17),
    "TV": (179.2, -8.52), "YT": (45.15, -12.83),
}  # fmt: skip

# What the source draws as a part of which country.
PARTS = {"FR": ("GF", "GP", "MQ", "RE", "YT"), "NL": ("BQ",), "NO": ("SJ",)}


class Earth:
    def __init__(self, folder: Path):
        topology = json.loads((folder / "world-countries-50m.topo.json").read_text())
        known = json.loads((folder / "countries.json").read_text())
        self.arcs = _unpacked(topology)
        self.points: dict[str, Place] = {c["iso2"]: (c["lon"], c["lat"]) for c in known if c["lat"] is not None}
        self.points |= TERRITORIES
        codes = {country["m49"]: country["iso2"] for country in known}
        # {country: the rings of each of its polygons}
        self.polygons: dict[str, list[list[list[Place]]]] = {}
        for shape in topology["objects"]["countries"]["geometries"]:
            code = NAMED.get(shape["properties"]["name"]) or codes.get(shape.get("id", ""))
            parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
            if not code:
                continue
            for part in parts:
                rings = [self._ring(numbers) for numbers in part]
                self.polygons.setdefault(_owner(code, rings[0]), []).append(rings)
        for code in self.polygons.keys() - self.points.keys():
            ring = max((polygon[0] for polygon in self.polygons[code]), key=len)
            self.points[code] = (sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring))

    def _ring(self, numbers: list[int]) -> list[Place]:
        ring: list[Place] = []
        for number in numbers:
            ring += self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
        return ring

    def along(self, latitude: float) -> "Line":
        """What one meets going round the Earth at this latitude."""
        crossings = {code: sorted(_crossings(polygons, latitude)) for code, polygons in self.polygons.items()}
        return Line({code: found for code, found in crossings.items() if found})

    def box(self, code: str) -> list[tuple[float, float, float, float]]:
        """The least and the most longitude and latitude of each of its polygons."""
        boxes = []
        for rings in self.polygons.get(code, ()):
            xs, ys = zip(*rings[0], strict=True)
            boxes.append((min(xs), max(xs), min(ys), max(ys)))
        return boxes


class Line:
    def __init__(self, crossings: dict[str, list[float]]):
        self.crossings = crossings

    def at(self, longitude: float) -> str | None:
        """The country there; inside is where an odd number of its borders lies to the west."""
        for code, found in self.crossings.items():
            if bisect_right(found, longitude) % 2:
                return code
        return None


def _unpacked(topology: dict) -> list[list[Place]]:
    """The arcs in degrees: the file has whole numbers, each the difference to the one before."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        xs, ys = accumulate(point[0] for point in arc), accumulate(point[1] for point in arc)
        arcs.append([(x * sx + tx, y * sy + ty) for x, y in zip(xs, ys, strict=True)])
    return arcs


def _crossings(polygons: list[list[list[Place]]], latitude: float) -> Iterator[float]:
    for rings in polygons:
        for ring in rings:
            for (x, y), (u, v) in zip(ring, ring[1:] + ring[:1], strict=True):
                if (y > latitude) != (v > latitude):
                    yield x + (latitude - y) * (u - x) / (v - y)


def _owner(code: str, ring: list[Place]) -> str:
    """The territory that this ring of another country is, if it is one."""
    xs, ys = zip(*ring, strict=True)
    for territory in PARTS.get(code, ()):
        longitude, latitude = TERRITORIES[territory]
        reach = 6 if territory == "SJ" else 0.6
        if min(xs) - reach < longitude < max(xs) + reach and min(ys) - reach < latitude < max(ys) + reach:
            return territory
    return code
