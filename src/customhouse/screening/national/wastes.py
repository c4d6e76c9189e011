"""Wastes that a State controls beyond the annexes (Basel Art. 1(1)(b), 3)."""

from customhouse.screening.basel.waste import Waste
from customhouse.screening.finding import Finding
from customhouse.screening.national.measures import demand
from customhouse.screening.national.states import definitions


def controlled_waste(waste: Waste) -> list[Finding]:
    """A code that the State defines as hazardous or controls is asked for its papers."""
    case = waste.case
    return [
        demand(
            case,
            state,
            row,
            name=f"{code.code} ({code.title})",
            waste=True,
            because=waste.because[:3],
            rows=(code,),
            subject=f"basel:{code.code}",
        )
        for code in waste.classification.codes
        for state, row in definitions(case, code.code)
    ]
