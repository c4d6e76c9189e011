"""Checks of what points at something else: a substance, a code, a State, a decision, a rule.

Rows point at each other across packs (a Stockholm exemption at a substance, a Party at a
country), so these checks see what all packs define together, in a `Known`.
"""

import re
from collections.abc import Callable, Sequence

import msgspec

from customhouse.reference.pack import CLASS_RULES, Pack
from customhouse.reference.records import (
    Agreement,
    AmendmentAcceptance,
    Article,
    Country,
    Exemption,
    ExportBan,
    Formulation,
    HsHint,
    Identifier,
    ImportBan,
    ImportResponse,
    NationalDefinition,
    NearMiss,
    Substance,
    Synonym,
    Threshold,
    WasteCode,
)
from customhouse.reference.tables import PackProblem
from customhouse.reference.values import Problems, at, records


class Known(msgspec.Struct, frozen=True):
    """What the packs together define, for rows to point at."""

    substances: frozenset[str]
    codes: frozenset[str]
    decisions: frozenset[str]
    countries: frozenset[str]
    groups: frozenset[str]
    agreements: frozenset[str]
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
            agreements=frozenset(a.agreement_id for p in packs for a in p.rows(Agreement)),
            rules=rules,
        )


_DECISION = re.compile(r"[A-Z]+-[0-9]+/[0-9]+")
_PROVISION = re.compile(
    r"(?P<convention>[a-z]+):(art-[0-9]+[a-z]?(-([0-9]+[a-z]?|[a-z]+))*|annex-[a-z]+)"
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
        elif isinstance(record, NationalDefinition):
            pointers.append((record.row, "ref", record.ref, _EITHER))
    for row, column, value, target in pointers:
        if value not in targets[target]:
            yield at(row, f"{column} {value!r} is no {target}", "correct it, or add what it names")


_SUBSTANCE, _CODE, _EITHER = "substance", "code of Basel", "substance or code of Basel"
_ABOUT_A_SUBSTANCE = (Formulation, ImportResponse, Exemption, Threshold, Article)


def check_codes(pack: Pack, known: Known) -> Problems:
    """Mirror codes and the codes of bans are codes of Basel."""
    pointers = [(c.row, "mirror_codes", c.mirror_codes) for c in pack.rows(WasteCode)]
    bans: tuple[ImportBan | ExportBan, ...] = (*pack.rows(ImportBan), *pack.rows(ExportBan))
    pointers += [(b.row, "codes", b.codes) for b in bans]
    for row, column, codes in pointers:
        for code in codes:
            if code not in known.codes:
                yield at(row, f"{column} has {code!r}, no code of Basel", "correct the code")


_OF_A_GROUP = (ExportBan, ImportBan, NationalDefinition)


def check_countries(pack: Pack, known: Known) -> Problems:
    """Every country code stands in a countries table; agreements and layers may name its groups."""
    pointers = [
        (record.row, record.iso3)
        for record in records(pack)
        if not isinstance(record, Country)
        and hasattr(record, "iso3")
        and not (isinstance(record, _OF_A_GROUP) and record.iso3 in known.groups)
    ]
    for ban in pack.rows(ExportBan):
        pointers += [(ban.row, one) for one in ban.not_to if one not in known.groups]
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


def check_agreements(pack: Pack, known: Known) -> Problems:
    """An import ban spares the members of an agreement on record."""
    for ban in pack.rows(ImportBan):
        if ban.except_from and ban.except_from not in known.agreements:
            yield at(
                ban.row,
                f"except_from {ban.except_from!r} is no agreement",
                "use an agreement_id of agreements.csv",
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


class _ClassRule(msgspec.Struct):
    substance_id: str


class _ClassRules(msgspec.Struct):
    classes: list[_ClassRule]


def check_class_rules(pack: Pack, known: Known) -> Problems:
    """class_rules.json is JSON whose classes are of listed substances."""
    if not pack.class_rules:
        return
    file = f"{pack.label}/{CLASS_RULES}"
    try:
        rules = msgspec.json.decode(pack.class_rules, type=_ClassRules)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        remedy = "give it a list `classes` of objects with a substance_id"
        yield PackProblem(file=file, line=0, problem=f"no class rules: {error}", remedy=remedy)
        return
    for rule in rules.classes:
        if rule.substance_id not in known.substances:
            yield PackProblem(
                file=file,
                line=0,
                problem=f"substance_id {rule.substance_id!r} is no {_SUBSTANCE}",
                remedy="correct it, or add what it names",
            )


POINTER_CHECKS: tuple[Callable[[Pack, Known], Problems], ...] = (
    check_substances,
    check_codes,
    check_countries,
    check_decisions,
    check_agreements,
    check_rules,
    check_class_rules,
)
"""Every check that looks at what the packs define together."""
