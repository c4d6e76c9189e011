"""Which States a shipment concerns, and which of their own rows it meets."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from customhouse.reference.records import Country, NationalDefinition
from customhouse.screening.case import Case


class Involved(NamedTuple):
    """A State and what it is to the shipment."""

    country: Country
    role: Literal["export", "import", "transit"]

    @property
    def said(self) -> str:
        """The State in words, for `because`."""
        fields = {
            "export": "country_of_export",
            "import": "country_of_destination",
            "transit": "transit_countries",
        }
        return f"{fields[self.role]} = {self.country.name}"

    def under(self, state: str) -> str:
        """The State in words, with the group whose law speaks where that is not its own."""
        return by_law_of(self.country, state)


def by_law_of(country: Country, state: str) -> str:
    """`Germany, by the law of the EU,` or `India, by its own law,`."""
    law = "its own law" if state == country.iso3 else f"the law of the {state}"
    return f"{country.name}, by {law},"


def involved(case: Case) -> Iterator[Involved]:
    """The States that are declared and known, in the order of travel."""
    if case.exporter is not None:
        yield Involved(case.exporter, "export")
    for country in case.transit:
        yield Involved(country, "transit")
    if case.importer is not None:
        yield Involved(case.importer, "import")


def belongs(country: Country | None, state: str) -> bool:
    """Whether a country is a State, or a member of a group, that a row names."""
    return country is not None and (country.iso3 == state or state in country.groups)


def within(case: Case, state: str) -> bool:
    """Whether the goods stay inside a State or group: for its law they are not exported."""
    return belongs(case.exporter, state) and belongs(case.importer, state)


def definitions(case: Case, ref: str) -> Iterator[tuple[Involved, NationalDefinition]]:
    """The rows about a code or chemical that a State puts to this shipment on its day."""
    law = case.view.library.national
    for state in involved(case):
        for row in law.definitions(state.country, case.as_of):
            if row.ref == ref and row.role in (state.role, "any") and not within(case, row.iso3):
                yield state, row
