"""What became of customs codes from one edition of the Harmonized System to another."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal, get_args

import msgspec

from customhouse.reference.pack import Pack
from customhouse.reference.records import HsCorrelation, HsEdition

Relation = Literal["same", "split", "merged", "moved"]

EDITIONS: tuple[HsEdition, ...] = get_args(HsEdition)
"""The editions of the HS that a pack may speak of, the oldest first."""


class HsLink(msgspec.Struct, frozen=True, kw_only=True):
    """A code of another edition under which some or all of the same goods stand.

    `relation` reads from the older edition to the newer one, whichever way it was asked.
    """

    edition: HsEdition
    code: str
    relation: Relation


class Correlation:
    """The correlation tables of all packs, followed over as many editions as they cover.

    Where two packs link the same codes, the pack that comes first has the say.
    """

    def __init__(self, packs: Sequence[Pack]):
        self._later: defaultdict[tuple[HsEdition, str], list[HsCorrelation]] = defaultdict(list)
        self._earlier: defaultdict[tuple[HsEdition, str], list[HsCorrelation]] = defaultdict(list)
        rows: dict[tuple[HsEdition, str, HsEdition, str], HsCorrelation] = {}
        for row in (row for pack in packs for row in pack.rows(HsCorrelation)):
            rows.setdefault((row.from_edition, row.from_code, row.to_edition, row.to_code), row)
        for row in rows.values():
            self._later[row.from_edition, row.from_code].append(row)
            self._earlier[row.to_edition, row.to_code].append(row)

    def follow(self, code: str, start: HsEdition, end: HsEdition) -> tuple[HsLink, ...]:
        """The codes of edition `end` that hold goods of a code of edition `start`, in order.

        Goes forward or back, one edition at a time. Over several editions a relation stays as
        it is through `same` and through itself; any other mixture, and a code that is reached
        on two ways, is `moved`. Empty when a step of the way is not in the tables: that says
        nothing about the code.
        """
        first, last = EDITIONS.index(start), EDITIONS.index(end)
        step = 1 if first < last else -1
        reached: dict[str, Relation] = {code: "same"}
        for place in range(first, last, step):
            beyond: dict[str, Relation] = {}
            for one, so_far in reached.items():
                for row in (self._later if step > 0 else self._earlier).get(
                    (EDITIONS[place], one), ()
                ):
                    edition, other = (
                        (row.to_edition, row.to_code)
                        if step > 0
                        else (row.from_edition, row.from_code)
                    )
                    if edition == EDITIONS[place + step]:
                        beyond[other] = (
                            "moved" if other in beyond else _joined(so_far, row.relation)
                        )
            reached = beyond
        if first == last:
            return ()
        return tuple(
            HsLink(edition=end, code=other, relation=relation)
            for other, relation in sorted(reached.items())
        )


def holds_all(relation: Relation, *, forward: bool) -> bool:
    """Whether all goods of a code stand under the one that a link leads to.

    `forward` when the link was followed to a newer edition.
    """
    return relation in ("same", "merged" if forward else "split")


def _joined(one: Relation, other: Relation) -> Relation:
    if one == "same" or one == other:
        return other
    return one if other == "same" else "moved"
