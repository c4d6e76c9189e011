"""What every State is to a convention on a day."""

import datetime
from typing import Literal

import msgspec

from customhouse.reference.library import Library
from customhouse.reference.records import Convention, Party

Relation = Literal["party", "not_yet", "signatory", "non_party", "unknown"]

RELATIONS: tuple[Relation, ...] = ("party", "not_yet", "signatory", "non_party", "unknown")
"""`not_yet` has joined, and is bound from a later day; `unknown` is in no table."""


class State(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a table of Parties on a day; `since` is the day of entry into force."""

    iso3: str
    name: str
    relation: Relation
    since: datetime.date | None = None
    notes: str = ""


def relations(library: Library, convention: Convention, day: datetime.date) -> list[State]:
    """Every State or organisation with a row in the convention's table, by name."""
    view = library.view(day)
    rows = [
        row
        for pack in library.conventions
        for row in pack.rows(Party)
        if row.convention == convention
    ]
    states = []
    for row in rows:
        bound = view.standing(convention, row.iso3) == "party"
        country = library.country(row.iso3)
        states.append(
            State(
                iso3=row.iso3,
                name=country.name if country else row.name,
                relation="party" if bound else _not_bound(row),
                since=row.entry_into_force,
                notes=row.notes,
            )
        )
    return sorted(states, key=lambda state: state.name.casefold())


def _not_bound(row: Party) -> Relation:
    if row.status == "party":
        return "not_yet"
    return "signatory" if row.status == "signatory" else "non_party"
