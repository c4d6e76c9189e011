"""What a rule about structures says of one molecule and one listed entry."""

from collections.abc import Iterable
from typing import Literal

import msgspec

Ruling = Literal["in", "review", "out"]

_STRENGTH: dict[Ruling, int] = {"out": 0, "review": 1, "in": 2}


class Verdict(msgspec.Struct, frozen=True):
    """One ruling on one entry, why, and the row or rule of the pack that says so.

    `in` is a member of the entry, `out` is none. `review` is for a person to decide: the
    text is open, or the structure leaves out what would tell.
    """

    substance_id: str
    ruling: Ruling
    why: str
    row: str


def strongest(verdicts: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """One verdict for each entry, the strongest (`in`, then `review`); members first."""
    best: dict[str, Verdict] = {}
    for verdict in verdicts:
        other = best.get(verdict.substance_id)
        if other is None or _STRENGTH[verdict.ruling] > _STRENGTH[other.ruling]:
            best[verdict.substance_id] = verdict
    return tuple(sorted(best.values(), key=lambda v: (-_STRENGTH[v.ruling], v.substance_id)))
