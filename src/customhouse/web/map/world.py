"""The shapes of the map: areas and, for small States, dots."""

from functools import cache
from pathlib import Path

import msgspec


class Area(msgspec.Struct, frozen=True):
    """The outline of a country as an SVG path; no `iso3` where whose it is is contested."""

    iso3: str
    d: str


class Dot(msgspec.Struct, frozen=True):
    """The place of a State that is too small for an outline."""

    iso3: str
    x: int
    y: int


class World(msgspec.Struct, frozen=True):
    """The whole map in the units of its SVG."""

    width: int
    height: int
    areas: tuple[Area, ...]
    dots: tuple[Dot, ...]


@cache
def world() -> World:
    """The map that is shipped."""
    return msgspec.json.decode(Path(__file__).with_name("world.json").read_bytes(), type=World)
