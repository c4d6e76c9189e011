"""What every Basel rule looks at: a waste, how it stands, and who ships it where."""

import msgspec

from customhouse.reference.records import Country
from customhouse.screening.basel.classify import Classification
from customhouse.screening.case import Case
from customhouse.screening.waste import WasteState


class Waste(msgspec.Struct, frozen=True, kw_only=True):
    """A waste consignment under the Convention."""

    case: Case
    state: WasteState
    classification: Classification

    @property
    def because(self) -> tuple[str, ...]:
        """Why it is waste and why it is classified so."""
        return (*self.state.because, *self.classification.because)

    @property
    def name(self) -> str:
        """The first code, or the plain word."""
        codes = self.classification.codes
        return codes[0].code if codes else "the waste"

    @property
    def subject(self) -> str:
        """`basel:<code>` of the first code."""
        codes = self.classification.codes
        return f"basel:{codes[0].code}" if codes else ""

    def status(self, country: Country | None) -> str:
        """`party`, `non-party` or `unknown` for a State that is or is not declared."""
        if country is None:
            return "unknown"
        return self.case.view.standing("basel", country.iso3)
