"""Which rule of an optional treaty speaks of an entry."""

from customhouse.reference.records import Convention
from customhouse.screening.listed import Listed

RULES: dict[tuple[Convention, str], str] = {
    ("montreal", "cfc"): "MON-01",
    ("montreal", "halon"): "MON-01",
    ("montreal", "carbon-tetrachloride"): "MON-01",
    ("montreal", "methyl-chloroform"): "MON-01",
    ("montreal", "hcfc"): "MON-01",
    ("montreal", "hfc"): "MON-02",
    ("montreal", "methyl-bromide"): "MON-03",
    ("montreal", "hbfc"): "MON-04",
    ("montreal", "bromochloromethane"): "MON-05",
    ("minamata", "mercury"): "MIN-01",
    ("minamata", "product"): "MIN-03",
    ("minamata", "compound"): "MIN-04",
    ("minamata", "amalgam"): "MIN-06",
    ("cwc", "schedule-1"): "CWC-01",
    ("cwc", "schedule-2"): "CWC-02",
    ("cwc", "schedule-3"): "CWC-03",
}
"""The rule by treaty and category of the entry."""

MERCURY_IMPORT = "MIN-02"
MERCURY_WASTE = "MIN-05"
NOT_A_PARTY = "CWC-04"


def rule_for(entry: Listed) -> str:
    """The id of the rule that speaks of an entry.

    Mercury waste and the import of mercury have rules of their own, and so has a scheduled
    chemical that goes to or comes from a State which is not known to be a Party.
    """
    case, substance = entry.case, entry.substance
    category = substance.category[0]
    if substance.convention == "minamata":
        if case.waste.verdict == "yes":
            return MERCURY_WASTE
        if category == "mercury" and case.regime == "import":
            return MERCURY_IMPORT
    if substance.convention == "cwc" and any(
        case.view.standing("cwc", country.iso3) != "party"
        for country in (case.exporter, case.importer)
        if country is not None
    ):
        return NOT_A_PARTY
    return RULES[substance.convention, category]
