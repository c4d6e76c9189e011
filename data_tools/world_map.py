"""Draw the world for the map of Parties, once, from public-domain data.

The boundaries are those of Natural Earth 4.1 (naturalearthdata.com, public domain) at
1:110,000,000, as the npm package `world-atlas` 2.0.2 carries them in TopoJSON; places of small
States come from its 1:10,000,000 file. Get the package, unpack it, and run from the repository:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python data_tools/world_map.py package src/customhouse/web/map/world.json

The projection is Equal Earth, which keeps areas in proportion. Antarctica is left out. Areas of
Natural Earth without a code of ISO 3166, and Crimea, are kept without a State: the map takes no
side on them and colours them as nobody's.
"""

import csv
import json
import math
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from babel.core import get_global

PACKS = Path(__file__).parents[1] / "src/customhouse/packs"
WIDTH = 1600
ROUGHER_THAN = 0.45
"""Square units: a corner whose triangle is smaller is not seen and is left out."""

Point = tuple[float, float]

_A = (1.340264, -0.081106, 0.000893, 0.003796)
_NORTH, _SOUTH = 84.0, -57.0
_LEFT_OUT = {"Antarctica", "Fr. S. Antarctic Lands"}
_CRIMEA = (32.0, 37.0, 44.0, 46.5)


def main(package: Path, target: Path) -> None:
    """Read both files of the package and write the map."""
    codes = _codes()
    coarse = _Topology(json.loads((package / "countries-110m.json").read_text()))
    areas: list[dict[str, str]] = []
    for name, number, polygons in coarse.countries():
        if name in _LEFT_OUT:
            continue
        iso3 = codes.get(number, "")
        contested = [p for p in polygons if name == "Russia" and _is_crimea(p)]
        kept = [p for p in polygons if p not in contested]
        areas.append({"iso3": iso3, "d": _path(coarse, kept)})
        if contested:
            areas.append({"iso3": "", "d": _path(coarse, contested)})
    areas.sort(key=lambda area: area["iso3"])
    drawn = {area["iso3"] for area in areas}
    fine = _Topology(json.loads((package / "countries-10m.json").read_text()))
    dots = []
    for _, number, polygons in fine.countries():
        iso3 = codes.get(number, "")
        if iso3 in _states() - drawn:
            x, y = _project(_middle(max((p[0] for p in polygons if p), key=_area)))
            dots.append({"iso3": iso3, "x": round(x), "y": round(y)})
            drawn.add(iso3)
    world = {
        "width": WIDTH,
        "height": round(_project((0.0, _SOUTH))[1]),
        "areas": areas,
        "dots": sorted(dots, key=lambda dot: str(dot["iso3"])),
    }
    target.write_text(json.dumps(world, indent=0, separators=(",", ":")) + "\n")
    print(f"{len(areas)} areas, {len(dots)} dots, not drawn: {sorted(_states() - drawn)}")


def _codes() -> dict[str, str]:
    """ISO 3166 alpha-3 of a numeric code, for the countries of the packs."""
    by_iso2 = {row["iso2"]: row["iso3"] for row in _rows(PACKS / "common/countries.csv")}
    return {
        number: by_iso2[names[0]]
        for number, names in get_global("territory_aliases").items()
        if number.isdecimal() and names[0] in by_iso2
    }


def _states() -> set[str]:
    return {
        row["iso3"]
        for convention in ("basel", "rotterdam", "stockholm")
        for row in _rows(PACKS / convention / "parties.csv")
    }


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


class _Topology:
    """Arcs that neighbours share, each made plainer once, so that borders still meet."""

    def __init__(self, topology: dict[str, Any]):
        (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
        self.geometries = topology["objects"]["countries"]["geometries"]
        self.arcs: list[list[Point]] = []
        for arc in topology["arcs"]:
            x = y = 0
            points = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                points.append((x * sx + tx, y * sy + ty))
            self.arcs.append(points)
        self._ends = {point for arc in self.arcs for point in (arc[0], arc[-1])}

    def countries(self) -> Iterator[tuple[str, str, list[list[list[Point]]]]]:
        """Name, numeric code and polygons; a polygon is rings of longitude and latitude."""
        for one in self.geometries:
            groups = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
            polygons = [
                [part for ring in polygon for part in _within_the_map(self._ring(ring))]
                for polygon in groups
            ]
            yield one["properties"]["name"], one.get("id", ""), polygons

    def _ring(self, places: list[int]) -> list[Point]:
        points: list[Point] = []
        for place in places:
            arc = self.arcs[place] if place >= 0 else self.arcs[~place][::-1]
            points += arc if not points else arc[1:]
        return points

    def plainer(self, ring: list[Point]) -> list[Point]:
        """The ring, projected, without corners that are not seen; ends of arcs stay."""
        kept = [(_project(point), point in self._ends) for point in ring[:-1]]
        while len(kept) > 4:
            sizes = [
                math.inf if fixed else _triangle(kept[i - 1][0], at, kept[(i + 1) % len(kept)][0])
                for i, (at, fixed) in enumerate(kept)
            ]
            smallest = min(sizes)
            if smallest >= ROUGHER_THAN:
                break
            del kept[sizes.index(smallest)]
        return [at for at, _ in kept]


def _within_the_map(ring: list[Point]) -> list[list[Point]]:
    """The ring, cut where it crosses 180 degrees of longitude."""
    turns = 0.0
    unrolled = [ring[0]]
    for (before, _), (x, y) in pairwise(ring):
        if abs(x - before) > 180:
            turns += 360 if x < before else -360
        unrolled.append((x + turns, y))
    if turns:
        return []
    parts = []
    for shift in (-360, 0, 360):
        moved = [(x + shift, y) for x, y in unrolled]
        part = _cut(_cut(moved, -180, 1), 180, -1)
        if part:
            parts.append(part)
    return parts


def _cut(ring: list[Point], edge: float, side: int) -> list[Point]:
    """The part of a closed ring on one side of a meridian, closed again."""
    kept: list[Point] = []
    for a, b in pairwise(ring):
        inside, will_be = (a[0] - edge) * side >= 0, (b[0] - edge) * side >= 0
        if inside:
            kept.append(a)
        if inside != will_be:
            kept.append((edge, a[1] + (b[1] - a[1]) * (edge - a[0]) / (b[0] - a[0])))
    return [*kept, kept[0]] if kept else []


def _is_crimea(polygon: list[list[Point]]) -> bool:
    west, east, south, north = _CRIMEA
    return all(west <= x <= east and south <= y <= north for x, y in polygon[0])


def _path(topology: _Topology, polygons: list[list[list[Point]]]) -> str:
    parts = []
    for polygon in polygons:
        for ring in polygon:
            points = [(round(x), round(y)) for x, y in topology.plainer(ring)]
            steps, at = [], points[0]
            for point in points[1:]:
                if point != at:
                    steps.append((point[0] - at[0], point[1] - at[1]))
                    at = point
            if len(steps) >= 2:
                said = "".join(f"{' ' if dx >= 0 else ''}{dx}{_signed(dy)}" for dx, dy in steps)
                parts.append(f"M{points[0][0]} {points[0][1]}l{said.strip()}z")
    return "".join(parts)


def _signed(number: int) -> str:
    return str(number) if number < 0 else f" {number}"


def _project(point: Point) -> Point:
    """Equal Earth: Savric, Patterson and Jenny (2018), scaled to the width of the map."""
    a1, a2, a3, a4 = _A
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(point[1])))
    slope = a1 + 3 * a2 * t**2 + t**6 * (7 * a3 + 9 * a4 * t**2)
    x = 2 * math.sqrt(3) * math.radians(point[0]) * math.cos(t) / (3 * slope)
    scale = WIDTH / 2 / (2 * math.sqrt(3) * math.pi / (3 * a1))
    return WIDTH / 2 + scale * x, scale * (_height(_NORTH) - _height(point[1]))


def _height(latitude: float) -> float:
    a1, a2, a3, a4 = _A
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    return t * (a1 + a2 * t**2 + t**6 * (a3 + a4 * t**2))


def _triangle(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def _area(ring: list[Point]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def _middle(ring: list[Point]) -> Point:
    xs, ys = zip(*ring, strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
