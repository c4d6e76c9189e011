"""The Rotterdam Convention: one function per row of its procedure table."""

from customhouse.screening.case import Case
from customhouse.screening.declared import declared
from customhouse.screening.finding import Finding
from customhouse.screening.gates import EntryRule, ask, settle
from customhouse.screening.identity import possible_by_code, unknown_identity
from customhouse.screening.listed import Listed, listed_entries
from customhouse.screening.rotterdam import consent, formulation, scope, trade
from customhouse.screening.rotterdam.facts import EXPORT_RULES

GATES: tuple[EntryRule, ...] = (
    scope.art_14_5,
    scope.art_2_f,
    scope.art_3_2_other,
    scope.art_3_2,
    scope.annex_iii_identity,
    formulation.annex_iii_formulation,
    scope.pending,
    scope.art_10_5,
)
"""Asked in order; the first that speaks ends the questions about its entry."""

RULES: tuple[EntryRule, ...] = (
    formulation.listed_formulation,
    trade.regime_missing,
    trade.destination_missing,
    trade.non_party,
    consent.art_10,
    consent.art_11_1_b,
    consent.art_11_2,
    consent.art_11_2_a,
    consent.art_11_2_b,
    consent.art_11_2_c,
    trade.art_12,
    trade.annex_v,
    trade.art_13_1,
    trade.art_13_4,
    trade.art_15_4,
    trade.date_missing,
)
"""Asked of every identified entry that no gate has settled."""


def screen(case: Case) -> list[Finding]:
    """What the Rotterdam Convention says of one item."""
    entries = listed_entries(case, "rotterdam")
    shared, apart = possible_by_code(entries, "ROT-01")
    inside = case.regime != "transit" and case.waste.verdict != "yes"
    findings = [shared] if shared is not None and inside else []
    for entry in apart:
        findings += _screen_entry(entry)
    if inside and all(entry.certainty == "hint" for entry in entries):
        unknown = unknown_identity(case, "rotterdam", "ROT-01")
        findings += [unknown] if unknown is not None else []
    return findings


def _screen_entry(entry: Listed) -> list[Finding]:
    settled = settle(entry, GATES)
    if settled is not None:
        return settled
    exported = declared(entry.case, EXPORT_RULES, entry.ref) if entry.case.may_export else []
    return [*ask(entry, RULES), *exported]
