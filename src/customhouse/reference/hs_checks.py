"""Checks of the correlation of customs codes: its form, and that no code of a pack is left out."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import msgspec

from customhouse.reference.correlation import EDITIONS
from customhouse.reference.pack import Pack
from customhouse.reference.records import HsCorrelation, HsEdition, HsHint, Identifier
from customhouse.reference.values import Problems, at


class Links(msgspec.Struct, frozen=True):
    """What the correlation tables of all packs link.

    `pairs` are the editions between which any row stands, `codes` a code of an edition and
    the other edition to which a row leads from it.
    """

    pairs: frozenset[tuple[HsEdition, HsEdition]]
    codes: frozenset[tuple[HsEdition, str, HsEdition]]

    @classmethod
    def of(cls, packs: Sequence[Pack]) -> "Links":
        """Gather the links of all packs, each from both its ends."""
        rows = [row for pack in packs for row in pack.rows(HsCorrelation)]
        ends = [(r.from_edition, r.from_code, r.to_edition) for r in rows]
        ends += [(r.to_edition, r.to_code, r.from_edition) for r in rows]
        return cls(pairs=frozenset((one, other) for one, _, other in ends), codes=frozenset(ends))


def check_correlation(pack: Pack, links: Links) -> Problems:
    """Rows lead from one edition to the next, between codes of one length; `same` stands alone."""
    rows = pack.rows(HsCorrelation)
    partners: defaultdict[tuple[str, str, bool], set[str]] = defaultdict(set)
    for row in rows:
        partners[row.from_edition, row.from_code, True].add(row.to_code)
        partners[row.to_edition, row.to_code, False].add(row.from_code)
    for row in rows:
        if EDITIONS.index(row.to_edition) != EDITIONS.index(row.from_edition) + 1:
            yield at(
                row.row,
                f"edition {row.to_edition} does not follow {row.from_edition}",
                "lead from an edition to the next one, the older first",
            )
        if len(row.from_code) != len(row.to_code):
            yield at(
                row.row,
                f"{row.from_code} and {row.to_code} are not of one length",
                "link a heading with headings and a subheading with subheadings",
            )
        alone = (
            len(partners[row.from_edition, row.from_code, True]) == 1
            and len(partners[row.to_edition, row.to_code, False]) == 1
        )
        if row.relation == "same" and not alone:
            yield at(
                row.row,
                f"{row.from_code} and {row.to_code} are not the same, as other rows link them too",
                "use split, merged or moved, or remove the other rows",
            )


def check_coverage(pack: Pack, links: Links) -> Problems:
    """A code of a pack has a row to each neighbouring edition that the tables lead to.

    So a missing row in a correlation means that nobody looked, never that nothing changed.
    """
    for row, edition, code in _codes(pack):
        for other in EDITIONS:
            if (edition, other) in links.pairs and (edition, code, other) not in links.codes:
                yield at(
                    row,
                    f"HS code {code} of {edition} has no row to or from {other}",
                    "add to hs_correlation.csv what became of it, or what it was before",
                )


HS_CHECKS: tuple[Callable[[Pack, Links], Problems], ...] = (check_correlation, check_coverage)
"""Every check that looks at the correlation of all packs together."""


def _codes(pack: Pack) -> Iterator[tuple[str, HsEdition, str]]:
    """The first row of each customs code of a pack."""
    seen: set[tuple[HsEdition, str]] = set()
    schemes: dict[str, HsEdition] = {f"HS{edition}": edition for edition in EDITIONS}
    rows = [
        (i.row, schemes[i.scheme], i.value) for i in pack.rows(Identifier) if i.scheme in schemes
    ]
    rows += [(h.row, h.hs_edition, h.hs_code) for h in pack.rows(HsHint)]
    for row, edition, code in rows:
        if (edition, code) not in seen:
            seen.add((edition, code))
            yield row, edition, code
