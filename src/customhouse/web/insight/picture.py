"""Where the strongest links of a network are drawn: all ends on a circle, links as chords."""

import math
from collections.abc import Sequence

import msgspec

from customhouse.coordination.network import Link

MOST = 40
"""Links that are drawn; the table has them all."""

SIZE = 640
_RADIUS = 250
_THINNEST = 1.5
_THICKEST = 9.0


class Dot(msgspec.Struct, frozen=True, kw_only=True):
    """An end of links. `label` is the number of a party or the code of a country."""

    end: int | str
    label: str
    x: float
    y: float
    label_x: float
    label_y: float

    @property
    def is_country(self) -> bool:
        """Whether it is drawn as a country."""
        return isinstance(self.end, str)


class Chord(msgspec.Struct, frozen=True, kw_only=True):
    """A link from dot to dot, the thicker the more cases it has."""

    link: Link
    a: Dot
    b: Dot
    width: float


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """The drawing, in the units of its SVG."""

    size: int
    dots: tuple[Dot, ...]
    chords: tuple[Chord, ...]


def picture(links: Sequence[Link]) -> Picture:
    """The drawing of the first links, which are those with the most cases.

    Ends are placed in the order in which links reach them, so that chords stay short.
    """
    strongest = links[:MOST]
    ends = _in_order(strongest)
    dots = {end: _dot(end, place, len(ends)) for place, end in enumerate(ends)}
    most = max((link.cases for link in strongest), default=1)
    return Picture(
        size=SIZE,
        dots=tuple(dots.values()),
        chords=tuple(
            Chord(
                link=link,
                a=dots[link.a],
                b=dots[link.b],
                width=round(_THINNEST + (_THICKEST - _THINNEST) * link.cases / most, 1),
            )
            for link in strongest
        ),
    )


def _in_order(links: Sequence[Link]) -> list[int | str]:
    around: dict[int | str, list[int | str]] = {}
    for link in links:
        around.setdefault(link.a, []).append(link.b)
        around.setdefault(link.b, []).append(link.a)
    placed: dict[int | str, None] = {}
    for start in sorted(around, key=lambda end: -len(around[end])):
        waiting = [start]
        while waiting:
            end = waiting.pop()
            if end not in placed:
                placed[end] = None
                waiting += reversed(around[end])
    return list(placed)


def _dot(end: int | str, place: int, count: int) -> Dot:
    angle = 2 * math.pi * place / count - math.pi / 2
    middle = SIZE / 2
    out = _RADIUS + 30
    return Dot(
        end=end,
        label=str(end),
        x=round(middle + _RADIUS * math.cos(angle), 1),
        y=round(middle + _RADIUS * math.sin(angle), 1),
        label_x=round(middle + out * math.cos(angle), 1),
        label_y=round(middle + out * math.sin(angle) + 5, 1),
    )
