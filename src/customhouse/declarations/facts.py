"""The facts of an item that rules ask for beyond the fields of a declaration."""

from typing import Literal

from customhouse.declarations.wording import suggestion

Kind = Literal[
    "number", "whole number", "true or false", "text or a number", "text, or true or false"
]

FACTS: dict[str, Kind] = {
    "pcb_mg_kg": "number",
    "pop_mg_kg": "number",
    "chlorine_percent": "number",
    "chain_length": "text or a number",
    "year_of_manufacture": "whole number",
    "trace_contaminant": "true or false",
    "contaminated": "true or false",
    "functional_test": "true or false",
    "laboratory": "text, or true or false",
    "contract_failed": "true or false",
    "pharmaceutical": "true or false",
    "food": "true or false",
    "article": "true or false",
    "exporter_bans": "true or false",
    "registered_in_importing_party": "true or false",
    "used_before_in_importing_party": "true or false",
    "nationally_hazardous": "true or false",
    "radioactive": "true or false",
    "ship_operation": "true or false",
    "new_chemical_under_assessment": "true or false",
    "transit_information_required": "true or false",
    "under_other_treaty": "true or false",
    "export_notification_acknowledged": "true or false",
    "labelled": "true or false",
    "language_of_importer": "true or false",
    "composition_known": "true or false",
    "hazardous_in_export_state": "true or false",
    "hazardous_only_in_some_states": "true or false",
    "consent_refused": "true or false",
    "unsound_management_suspected": "true or false",
    "import_unsound_management_suspected": "true or false",
    "annex_v_a_complete": "true or false",
    "carrier_authorised": "true or false",
    "packed_and_labelled": "true or false",
    "facility_sound": "true or false",
    "export_justified": "true or false",
    "duty_handed_over": "true or false",
    "movement_document_signed": "true or false",
    "papers_through_authority": "true or false",
    "consent_by_deception": "true or false",
    "dumping": "true or false",
    "illegal_traffic_by_exporter": "true or false",
    "illegal_traffic_by_importer": "true or false",
    "illegal_traffic_fault_unknown": "true or false",
    "hazard_characteristics_known": "true or false",
}
"""The names that rules know, and the kind of value each has."""

_RANGES = {
    "pcb_mg_kg": (0, 1_000_000),
    "pop_mg_kg": (0, 1_000_000),
    "chlorine_percent": (0, 100),
    "year_of_manufacture": (1800, 2200),
}


def out_of_range(name: str, value: object) -> str:
    """Why a fact cannot be true, or nothing: a share above the whole, a year long to come."""
    if name not in _RANGES or isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    least, most = _RANGES[name]
    return "" if least <= value <= most else f"is {value:g}, which is not {least} to {most:,}"


def unread(name: str, value: object) -> str:
    """Why no rule will read a fact, or nothing.

    Such a fact is kept: to a rule it is the same as one that was not declared.
    """
    kind = FACTS.get(name)
    if kind is None:
        return f"is not a fact that rules know: kept, not used{suggestion(name, FACTS)}"
    return "" if _fits(kind, value) else f"should be {kind}: kept, not used"


def _fits(kind: Kind, value: object) -> bool:
    if isinstance(value, bool):
        return kind in ("true or false", "text, or true or false")
    match kind:
        case "number":
            return isinstance(value, int | float)
        case "whole number":
            return isinstance(value, int)
        case "text or a number":
            return isinstance(value, str | int | float)
        case "text, or true or false":
            return isinstance(value, str)
        case "true or false":
            return False
