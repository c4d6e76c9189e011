"""Whether the facts of the packs hold together, and the files are those of the manifest."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence

from customhouse.reference.contacts import check_contacts
from customhouse.reference.hs_checks import HS_CHECKS, Links
from customhouse.reference.layer_checks import LAYER_CHECKS
from customhouse.reference.layers import layer_names
from customhouse.reference.pack import MANIFEST, SOURCES, Pack
from customhouse.reference.pointers import POINTER_CHECKS, Known
from customhouse.reference.records import Country, Identifier, Substance
from customhouse.reference.tables import KEYS, PackProblem
from customhouse.reference.values import VALUE_CHECKS, Problems, at, records


def verify(packs: Sequence[Pack], against: Sequence[Pack] = ()) -> list[PackProblem]:
    """Every problem of the packs, in the order of files and lines; empty when all is well.

    Rows of `packs` may point at rows of `against`, which is itself not checked: so one pack
    can be verified next to the shipped ones that it builds on.
    """
    known = Known.of((*against, *packs))
    links = Links.of((*packs, *against))
    layers = layer_names((*packs, *against))
    countries = [country for pack in (*packs, *against) for country in pack.rows(Country)]
    problems: list[PackProblem] = []
    for pack in packs:
        for check in PACK_CHECKS:
            problems.extend(check(pack))
        for pointer_check in POINTER_CHECKS:
            problems.extend(pointer_check(pack, known))
        for hs_check in HS_CHECKS:
            problems.extend(hs_check(pack, links))
        for layer_check in LAYER_CHECKS if pack.name in layers else ():
            problems.extend(layer_check(pack, countries))
    return sorted(problems)


def check_files(pack: Pack) -> Problems:
    """The manifest lists every file of the folder, and the folder has every listed file."""
    for name in sorted(set(pack.present) - set(pack.files)):
        yield PackProblem(
            file=f"{pack.label}/{name}",
            line=0,
            problem="the manifest does not list it",
            remedy="remove it, or rebuild the manifest; a pack has no folders inside"
            if name.endswith("/")
            else "remove it, or rebuild the manifest",
        )
    for name in sorted(set(pack.files) - set(pack.present)):
        yield PackProblem(
            file=f"{pack.label}/{name}",
            line=0,
            problem="the manifest lists it and the folder lacks it",
            remedy="put it back, or rebuild the manifest",
        )


def check_counts(pack: Pack) -> Problems:
    """The manifest gives the number of rows of every table."""
    counts = pack.row_counts()
    for table in sorted(counts.keys() | pack.counts.keys()):
        if counts.get(table) != pack.counts.get(table):
            yield PackProblem(
                file=f"{pack.label}/{MANIFEST}",
                line=0,
                problem=f"{table} has {counts.get(table, 0)} rows, not {pack.counts.get(table, 0)}",
                remedy="rebuild the manifest",
            )


def check_sources(pack: Pack) -> Problems:
    """Every row names documents that SOURCES.md lists; a missing key is told once a file."""
    rows: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    sourced = [(record.row, record.source) for record in records(pack)]
    for row, source in sourced + [(rule.row, rule.source) for rule in pack.rules]:
        for key in map(str.strip, source.split(";")):
            if key not in pack.sources:
                rows[row.rpartition(":")[0], key].append(row)
    for (_, key), places in rows.items():
        yield at(
            places[0],
            f"source {key!r} of {len(places)} rows from here on is no key of {SOURCES}",
            f"add it to the table of {SOURCES}, or correct the cells",
        )


def check_duplicates(pack: Pack) -> Problems:
    """No table says the same thing twice."""
    for kind, rows in pack.tables.items():
        first: dict[Hashable, str] = {}
        for record in rows:
            key = tuple(getattr(record, name) for name in KEYS[kind])
            if key in first:
                yield at(
                    record.row,
                    f"the same {', '.join(KEYS[kind])} as on line {_line(first[key])}",
                    "keep one of the two rows",
                )
            first.setdefault(key, record.row)


def check_shared_cas(pack: Pack) -> Problems:
    """No CAS number is the exact number of two substances of one convention."""
    conventions: defaultdict[str, set[str]] = defaultdict(set)
    for substance in pack.rows(Substance):
        conventions[substance.substance_id].add(substance.convention)
    first: dict[tuple[str, str], Identifier] = {}
    for one in pack.rows(Identifier):
        if one.scheme != "CAS" or one.specificity != "exact":
            continue
        for convention in sorted(conventions[one.substance_id]):
            other = first.setdefault((convention, one.value), one)
            if other.substance_id != one.substance_id:
                yield at(
                    one.row,
                    f"CAS {one.value} is exact for {other.substance_id!r} too, "
                    f"on line {_line(other.row)}",
                    "make it exact for one of the two and group for the other",
                )


PACK_CHECKS: tuple[Callable[[Pack], Problems], ...] = (
    *VALUE_CHECKS,
    check_files,
    check_counts,
    check_sources,
    check_duplicates,
    check_shared_cas,
    check_contacts,
)
"""Every check that one pack settles alone."""


def _line(row: str) -> str:
    return row.rpartition(":")[2]
