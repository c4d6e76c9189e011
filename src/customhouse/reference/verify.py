"""Whether the facts of the packs hold together: what no single cell can show.

Rows point at each other across packs (a Stockholm exemption at a substance, a Party at a
country); a check that follows such a pointer sees what all packs define, in a `Known`.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence

import msgspec

from customhouse.reference.pack import CLASS_RULES, MANIFEST, SOURCES, Pack
from customhouse.reference.records import (
    Agreement,
    AmendmentAcceptance,
    Article,
    Country,
    Exemption,
    Formulation,
    HsHint,
    Identifier,
    ImportBan,
    ImportResponse,
    NearMiss,
    Substance,
    Synonym,
    Threshold,
    WasteCode,
)
from customhouse.reference.tables import KEYS, PackProblem
from customhouse.reference.values import VALUE_CHECKS, Problems, at, records


class Known(msgspec.Struct, frozen=True):
    """What the packs together define, for rows to point at."""

    substances: frozenset[str]
    codes: frozenset[str]
    decisions: frozenset[str]
    countries: frozenset[str]
    groups: frozenset[str]
    rules: dict[str, str]

    @classmethod
    def of(cls, packs: Sequence[Pack]) -> "Known":
        """Gather what the packs define; a rule's id maps to the row that has it first."""
        substances = [s for pack in packs for s in pack.rows(Substance)]
        countries = [c for pack in packs for c in pack.rows(Country)]
        rules: dict[str, str] = {}
        for rule in (rule for pack in packs for rule in pack.rules):
            rules.setdefault(rule.id, rule.row)
        return cls(
            substances=frozenset(s.substance_id for s in substances),
            codes=frozenset(c.code for pack in packs for c in pack.rows(WasteCode)),
            decisions=frozenset(d for s in substances for d in _DECISION.findall(s.decision)),
            countries=frozenset(c.iso3 for c in countries),
            groups=frozenset(group for c in countries for group in c.groups),
            rules=rules,
        )


_DECISION = re.compile(r"[A-Z]+-[0-9]+/[0-9]+")
_PROVISION = re.compile(
    r"(?P<convention>[a-z]+):(art-[0-9]+[a-z]?(-([0-9]+[a-z]?|[a-z]+))*|annex-[a-z]+)"
)


def verify(packs: Sequence[Pack], against: Sequence[Pack] = ()) -> list[PackProblem]:
    """Every problem of the packs, in the order of files and lines; empty when all is well.

    Rows of `packs` may point at rows of `against`, which is itself not checked: so one pack
    can be verified next to the shipped ones that it builds on.
    """
    known = Known.of((*packs, *against))
    problems: list[PackProblem] = []
    for pack in packs:
        for check in PACK_CHECKS:
            problems.extend(check(pack))
        for cross_check in CROSS_CHECKS:
            problems.extend(cross_check(pack, known))
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


def check_substances(pack: Pack, known: Known) -> Problems:
    """Rows about a listed item point at a substance, or at a code where that may stand."""
    targets = {
        _SUBSTANCE: known.substances,
        _CODE: known.codes,
        _EITHER: known.substances | known.codes,
    }
    pointers: list[tuple[str, str, str, str]] = []
    for record in records(pack):
        if isinstance(record, Identifier | Synonym):
            pointers.append((record.row, "substance_id", record.substance_id, _EITHER))
        elif isinstance(record, _ABOUT_A_SUBSTANCE):
            pointers.append((record.row, "substance_id", record.substance_id, _SUBSTANCE))
        elif isinstance(record, NearMiss):
            pointers.append((record.row, "resembles", record.resembles, _EITHER))
        elif isinstance(record, HsHint):
            target = _SUBSTANCE if record.ref_kind == "substance" else _CODE
            pointers.append((record.row, "ref_id", record.ref_id, target))
    for row, column, value, target in pointers:
        if value not in targets[target]:
            yield at(row, f"{column} {value!r} is no {target}", "correct it, or add what it names")


_SUBSTANCE, _CODE, _EITHER = "substance", "code of Basel", "substance or code of Basel"
_ABOUT_A_SUBSTANCE = (Formulation, ImportResponse, Exemption, Threshold, Article)


def check_codes(pack: Pack, known: Known) -> Problems:
    """Mirror codes and the codes of import bans are codes of Basel."""
    pointers = [(c.row, "mirror_codes", c.mirror_codes) for c in pack.rows(WasteCode)]
    pointers += [(b.row, "codes", b.codes) for b in pack.rows(ImportBan)]
    for row, column, codes in pointers:
        for code in codes:
            if code not in known.codes:
                yield at(row, f"{column} has {code!r}, no code of Basel", "correct the code")


def check_countries(pack: Pack, known: Known) -> Problems:
    """Every country code stands in a countries table; agreements may name its groups."""
    pointers = [
        (record.row, record.iso3)
        for record in records(pack)
        if not isinstance(record, Country) and hasattr(record, "iso3")
    ]
    for agreement in pack.rows(Agreement):
        members = (*agreement.exporters, *agreement.importers)
        pointers += [(agreement.row, one) for one in members if one not in known.groups]
    for row, iso3 in pointers:
        if iso3 not in known.countries:
            yield at(row, f"{iso3!r} is in no countries table", "use an ISO 3166-1 alpha-3 code")


def check_decisions(pack: Pack, known: Known) -> Problems:
    """A Party accepts an amendment that lists something."""
    for acceptance in pack.rows(AmendmentAcceptance):
        if acceptance.decision not in known.decisions:
            yield at(
                acceptance.row,
                f"decision {acceptance.decision!r} lists no substance",
                "write it as the decision column of substances.csv does",
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


def check_rules(pack: Pack, known: Known) -> Problems:
    """Rules have an id of their own and a provision of their convention."""
    for rule in pack.rules:
        found = _PROVISION.fullmatch(rule.provision)
        if found is None:
            yield at(
                rule.row,
                f"provision {rule.provision!r} of rule {rule.id} is malformed",
                f"write it as {rule.convention}:art-6-1 or {rule.convention}:annex-iii",
            )
        elif found["convention"] != rule.convention:
            yield at(
                rule.row,
                f"provision {rule.provision!r} of rule {rule.id} is not of {rule.convention}",
                "correct the convention or the provision",
            )
        if known.rules[rule.id] != rule.row:
            yield at(
                rule.row,
                f"rule id {rule.id!r} is taken by {known.rules[rule.id]}",
                "give the rule an id of its own",
            )


def check_class_rules(pack: Pack) -> Problems:
    """class_rules.json is JSON."""
    if pack.class_rules:
        try:
            msgspec.json.decode(pack.class_rules)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            yield PackProblem(
                file=f"{pack.label}/{CLASS_RULES}",
                line=0,
                problem=f"not JSON: {error}",
                remedy="correct the file and rebuild the manifest",
            )


PACK_CHECKS: tuple[Callable[[Pack], Problems], ...] = (
    *VALUE_CHECKS,
    check_files,
    check_counts,
    check_sources,
    check_duplicates,
    check_shared_cas,
    check_class_rules,
)
"""Every check that one pack settles alone."""

CROSS_CHECKS: tuple[Callable[[Pack, Known], Problems], ...] = (
    check_substances,
    check_codes,
    check_countries,
    check_decisions,
    check_rules,
)
"""Every check that looks at what the packs define together."""


def _line(row: str) -> str:
    return row.rpartition(":")[2]
