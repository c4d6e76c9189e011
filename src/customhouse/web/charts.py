"""Geometry of charts: numbers in, places and lengths out. `charts.html` draws them as SVG."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

S = TypeVar("S", bound=str)

MOST_STEPS = 5
_GAP = 0.2
"""The part of its slot that a column leaves free."""


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """The size of a drawing, and the room at its edges for the axes."""

    width: float = 720
    height: float = 260
    before: float = 44
    after: float = 12
    above: float = 12
    below: float = 30


class Tick(msgspec.Struct, frozen=True):
    """A mark of the axis: where it is and what it says."""

    at: float
    value: int


class Segment(msgspec.Struct, frozen=True):
    """A part of a column: a rectangle from its top corner."""

    series: str
    value: int
    x: float
    y: float
    width: float
    height: float


class Column(msgspec.Struct, frozen=True):
    """One column, its parts from the bottom up. `middle` is where its name belongs."""

    place: int
    middle: float
    total: int
    segments: tuple[Segment, ...]
    named: bool


class Columns(msgspec.Struct, frozen=True):
    """A chart of stacked columns. `axis` is where the line of the values stands."""

    frame: Frame
    ticks: tuple[Tick, ...]
    columns: tuple[Column, ...]
    axis: float
    mirrored: bool


class Bar(msgspec.Struct, frozen=True):
    """A lying bar on a track of `TRACK` units; the longest fills it."""

    value: int
    x: float
    length: float


TRACK = 1000
NAMES = 7
"""The most names along the lower axis."""


def nice_ticks(largest: int) -> tuple[int, ...]:
    """Values of an axis from 0 to at least `largest`, in whole steps of 1, 2 or 5 times ten.

    >>> nice_ticks(7)
    (0, 2, 4, 6, 8)
    """
    largest = max(largest, 1)
    scale = 1
    while True:
        for factor in (1, 2, 5):
            step = factor * scale
            if step * MOST_STEPS >= largest:
                return tuple(range(0, largest + step, step)) if largest % step else tuple(
                    range(0, largest + 1, step)
                )  # fmt: skip
        scale *= 10


def stacked_columns(
    values: Sequence[Mapping[S, int]],
    series: Sequence[S],
    *,
    frame: Frame = Frame(),  # noqa: B008
    mirrored: bool = False,
) -> Columns:
    """Columns of several series each, one beside the other.

    `mirrored` runs from right to left, for writing that does.
    """
    totals = [sum(one.get(name, 0) for name in series) for one in values]
    marks = nice_ticks(max(totals, default=0))
    floor = frame.height - frame.below
    unit = (floor - frame.above) / marks[-1]
    slot = (frame.width - frame.before - frame.after) / max(len(values), 1)
    every = -(-len(values) // NAMES) or 1
    columns = []
    for place, (one, total) in enumerate(zip(values, totals, strict=True)):
        left = frame.before + slot * (place + _GAP / 2)
        width = slot * (1 - _GAP)
        if mirrored:
            left = frame.width - left - width
        segments, top = [], floor
        for name in series:
            if count := one.get(name, 0):
                height = count * unit
                top -= height
                segments.append(Segment(name, count, left, top, width, height))
        middle = left + width / 2
        columns.append(Column(place, middle, total, tuple(segments), place % every == 0))
    return Columns(
        frame=frame,
        ticks=tuple(Tick(floor - mark * unit, mark) for mark in marks),
        columns=tuple(columns),
        axis=frame.width - frame.before if mirrored else frame.before,
        mirrored=mirrored,
    )


def bars(values: Sequence[int], *, mirrored: bool = False) -> tuple[Bar, ...]:
    """Lying bars in proportion to their values."""
    largest = max(values, default=0) or 1
    lengths = [value * TRACK / largest for value in values]
    return tuple(
        Bar(value, TRACK - length if mirrored else 0, length)
        for value, length in zip(values, lengths, strict=True)
    )
