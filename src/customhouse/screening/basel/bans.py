"""Which wastes a State's ban on import or export reaches."""

from customhouse.reference.records import ExportBan, ImportBan
from customhouse.screening.basel.classify import Classification
from customhouse.screening.basel.waste import Waste
from customhouse.screening.purpose import Purpose

_PLASTICS = frozenset({"Y48", "A3210", "B3010", "B3011"})
_E_WASTE = frozenset({"Y49", "A1180", "A1181", "B1110"})


def covers(ban: ImportBan | ExportBan, classification: Classification) -> bool:
    """Whether a ban reaches a waste: by its codes if it names any, else by its scope."""
    codes = {row.code for row in classification.codes}
    if ban.codes:
        return bool(codes & set(ban.codes))
    match ban.scope:
        case "all_waste":
            return True
        case "hazardous":
            return classification.control == "controlled" and classification.hazardous
        case "other_waste":
            return classification.control == "controlled" and not classification.hazardous
        case "plastics":
            return bool(codes & _PLASTICS)
        case "e_waste":
            return bool(codes & _E_WASTE)


def for_purpose(ban: ImportBan, waste: Waste) -> bool:
    """A ban on import for disposal does not reach a declared recovery."""
    return not ban.only_for or waste.case.purpose is not Purpose.RECOVERY


def excepted(ban: ImportBan, waste: Waste) -> bool:
    """A regional ban spares the members of its own agreement."""
    case = waste.case
    if not ban.except_from or case.exporter is None or case.importer is None:
        return False
    return any(
        agreement.agreement_id == ban.except_from
        for agreement in case.view.agreements(case.exporter, case.importer)
    )
