"""The Stockholm Convention: one function per row of its procedure table."""

from customhouse.screening.case import Case
from customhouse.screening.finding import Finding
from customhouse.screening.gates import EntryRule, ask, settle
from customhouse.screening.identity import possible_by_code, unknown_identity
from customhouse.screening.listed import Listed, listed_entries
from customhouse.screening.stockholm import entries, listing, partners, trade, wastes

GATES: tuple[EntryRule, ...] = (
    listing.paraffin_scope,
    listing.annex_entry,
    listing.art_22_4,
    entries.annex_a_part_ii_scope,
    listing.annex_c,
    listing.art_3_5,
    listing.note_i,
    listing.note_ii,
)
"""Asked in order; the first that speaks ends the questions about its entry."""

TRADE_RULES: tuple[EntryRule, ...] = (
    trade.art_3_transit,
    trade.art_3_regime,
    trade.art_3_2_purpose,
    trade.art_3_1_a,
    trade.art_3_1_b,
    trade.art_3_2_a_i,
    trade.art_3_2_a_ii,
    trade.art_3_2_b_i,
    trade.art_3_2_b_ii,
    trade.art_3_2_c,
    trade.art_3_3,
    trade.art_4,
    partners.art_3_2_b_iii,
    partners.art_3_2_d,
    partners.art_25_4,
    partners.destination_missing,
    entries.annex_a_part_ii,
    entries.annex_a_part_iv,
    entries.annex_a_part_x,
    entries.annex_b_ddt,
    entries.annex_b_pfos,
    entries.note_iii,
    entries.mixture,
    entries.rotterdam_too,
)
"""Asked of an identified entry of Annex A or B that no gate has settled."""

EVERY_RULES: tuple[EntryRule, ...] = (
    wastes.art_6_1_d,
    wastes.art_6_1_d_iv,
    wastes.art_6_non_party,
    listing.dates,
)
"""Asked of every identified entry, those of Annex C alone included."""


def screen(case: Case) -> list[Finding]:
    """What the Stockholm Convention says of one item."""
    found = listed_entries(case, "stockholm")
    shared, apart = possible_by_code(found, "STK-01")
    findings = [shared] if shared is not None else []
    for entry in apart:
        findings += _screen_entry(entry)
    if all(entry.certainty == "hint" for entry in found):
        unknown = unknown_identity(case, "stockholm", "STK-01")
        findings += [unknown] if unknown is not None else []
    equipment = entries.annex_a_part_ii_equipment(case)
    findings += [equipment] if equipment is not None else []
    return findings


def _screen_entry(entry: Listed) -> list[Finding]:
    settled = settle(entry, GATES)
    if settled is not None:
        return settled
    traded = {"A", "B"} & set(entry.substance.annex)
    return ask(entry, (*TRADE_RULES, *EVERY_RULES) if traded else EVERY_RULES)
