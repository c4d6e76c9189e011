"""Facts that no convention can do without: what the goods are, and which States are involved."""

from customhouse.screening.case import Case
from customhouse.screening.cite import state
from customhouse.screening.finding import Finding
from customhouse.screening.identity import invalid_numbers, no_identity

IDENTITY_RULE = "STK-01"
"""Identify the goods before anything else; the wording is the same in all three conventions."""

PARTNER_RULE = "STK-10"


def unknown_country(case: Case) -> Finding | None:
    """Ask again for a country code that no list knows."""
    declaration = case.declaration
    given = [
        ("country_of_export", declaration.country_of_export),
        ("country_of_destination", declaration.country_of_destination),
        *(
            (f"transit_countries[{place}]", code)
            for place, code in enumerate(declaration.transit_countries, start=1)
        ),
    ]
    unknown = [(field, code) for field, code in given if code and not _known(case, code)]
    if not unknown:
        return None
    return state(
        case.view,
        PARTNER_RULE,
        "unknown",
        "A country is not in the list of States and territories: what the conventions ask of it "
        "cannot be told.",
        because=tuple(f"{field} = {code!r}: no such country" for field, code in unknown),
        outcome="request_documents",
        requires=("ISO 3166 code of the country",),
        asks=tuple(
            case.ask_shipment(field, "the code is not that of any State") for field, _ in unknown
        ),
    )


def _known(case: Case, code: str) -> bool:
    return case.view.library.country(code) is not None


def screen(case: Case) -> list[Finding]:
    """What has to be put right before any convention can answer."""
    found = (
        no_identity(case, IDENTITY_RULE),
        invalid_numbers(case, IDENTITY_RULE),
        unknown_country(case),
    )
    return [finding for finding in found if finding is not None]
