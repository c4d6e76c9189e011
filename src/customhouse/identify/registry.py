"""What the packs know of each number: the entries it points to, and how firmly."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from customhouse.identify.listing import Listing
from customhouse.reference.correlation import EDITIONS, Correlation, HsLink, holds_all
from customhouse.reference.pack import Pack
from customhouse.reference.records import (
    HsEdition,
    HsHint,
    Identifier,
    NearMiss,
    Specificity,
)

STRENGTH: dict[Specificity, int] = {"exact": 0, "group": 1, "flag": 2}
"""How far a specificity settles the matter, the firmest first."""

_SHARED = ("CAS", "EC", "UN")
_HS_KINDS = ("HS", "WASTEHS")
_HS_LENGTHS = (6, 4)


class Entry(NamedTuple):
    """A listing that a number points to, with the row that says so."""

    listing: Listing
    specificity: Specificity
    row: str


Entries = tuple[Entry, ...]


class Registry:
    """Numbers of all packs.

    CAS, EC and UN numbers of a substance hold in every convention that lists it; of two rows
    the entry's own pack decides. Customs codes hold in their own convention alone, as how
    much a code says depends on the scope of the entry.
    """

    def __init__(self, packs: Sequence[Pack], listings: Mapping[str, tuple[Listing, ...]]):
        tables: defaultdict[tuple[str, str], dict[str, tuple[bool, int, Entry]]]
        tables = defaultdict(dict)

        def add(scheme: str, value: str, pack: Pack, key: str, row: Identifier | HsHint) -> None:
            for listing in listings.get(key, ()):
                own = listing.convention == pack.name
                if not own and scheme not in _SHARED:
                    continue
                claim = (not own, STRENGTH[row.specificity])
                known = tables[scheme, value].get(listing.ref)
                if known is None or claim < known[:2]:
                    entry = Entry(listing, row.specificity, row.row)
                    tables[scheme, value][listing.ref] = (*claim, entry)

        self._correlation = Correlation(packs)
        self._mistaken_for: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for pack in packs:
            for row in pack.rows(Identifier):
                add(row.scheme, row.value, pack, row.substance_id, row)
            for hint in pack.rows(HsHint):
                scheme = f"{'WASTE' if hint.ref_kind == 'waste_code' else ''}HS{hint.hs_edition}"
                add(scheme, hint.hs_code, pack, hint.ref_id, hint)
            for near_miss in pack.rows(NearMiss):
                if near_miss.scheme is not None:
                    self._mistaken_for[near_miss.scheme, near_miss.value].add(near_miss.resembles)
        self._tables = {
            number: tuple(
                entry
                for _, _, entry in claims.values()
                if entry.listing.key not in self._mistaken_for.get(number, ())
            )
            for number, claims in tables.items()
        }

        self._covered = {
            (entry.listing.convention, scheme.rpartition("HS")[2])
            for (scheme, _), entries in self._tables.items()
            if "HS" in scheme
            for entry in entries
        }

    def entries(self, scheme: str, value: str) -> Entries:
        """The listings that a CAS, EC or UN number points to, false friends left out."""
        return self._tables.get((scheme, value), ())

    def is_near_miss(self, scheme: str, value: str) -> bool:
        """Whether a number is known as that of something often taken for a listed item."""
        return (scheme, value) in self._mistaken_for and not self.entries(scheme, value)

    def customs_entries(self, code: str, edition: HsEdition | Literal[""]) -> Entries:
        """The listings that goods of a customs code may be.

        `code` has 4 digits or more, as declared; `edition` is that of the HS, or empty when
        it is not known: then every edition is asked. Codes for substances and codes for
        wastes are looked up apart, each by the longest prefix that a table has. A convention
        that has no row for the code in its edition is asked through the correlation.
        """
        found: dict[str, Entry] = {}
        for one in (edition,) if edition else reversed(EDITIONS):
            for kind in _HS_KINDS:
                for length in _HS_LENGTHS:
                    entries = self.entries(f"{kind}{one}", code[:length])
                    if len(code) < length or not entries:
                        continue
                    _keep_firmest(found, entries)
                    break
        if edition:
            spoken = {entry.listing.convention for entry in found.values()}
            others = self._through_correlation(code, edition)
            _keep_firmest(found, (e for e in others if e.listing.convention not in spoken))
        return tuple(found.values())

    def _through_correlation(self, code: str, edition: HsEdition) -> Iterator[Entry]:
        """What the code of an edition was in older ones or became in newer ones points to.

        It counts as it stands only where the goods are the same, as `group` at most where all
        goods of the code moved together, and as `flag` where only a part did. A part that went
        to another number together with parts of other codes says nothing. Back to an older
        edition only the same goods are followed, unless the convention has no row at all of
        the edition: where it has some, what it leaves out is left out knowingly.
        """
        place = EDITIONS.index(edition)
        for other in (*EDITIONS[place + 1 :], *reversed(EDITIONS[:place])):
            forward = EDITIONS.index(other) > place
            for kind in _HS_KINDS:
                for length in _HS_LENGTHS:
                    entries = [
                        (link, entry)
                        for link in self._links(code, length, edition, other)
                        for entry in self.entries(f"{kind}{other}", link.code)
                        if forward
                        or link.relation == "same"
                        or (entry.listing.convention, edition) not in self._covered
                    ]
                    for link, entry in entries:
                        yield entry._replace(specificity=_weakened(entry, link, forward=forward))
                    if entries:
                        break

    def _links(self, code: str, length: int, start: HsEdition, end: HsEdition) -> Iterator[HsLink]:
        if len(code) >= length:
            for link in self._correlation.follow(code[:length], start, end):
                if link.relation != "moved" or link.code == code[:length]:
                    yield link


def _weakened(entry: Entry, link: HsLink, *, forward: bool) -> Specificity:
    if link.relation == "same":
        return entry.specificity
    if not holds_all(link.relation, forward=forward):
        return "flag"
    return "group" if entry.specificity == "exact" else entry.specificity


def _keep_firmest(found: dict[str, Entry], entries: Iterable[Entry]) -> None:
    for entry in entries:
        known = found.get(entry.listing.ref)
        if known is None or STRENGTH[entry.specificity] < STRENGTH[known.specificity]:
            found[entry.listing.ref] = entry
