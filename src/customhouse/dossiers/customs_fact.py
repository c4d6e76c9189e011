"""A customs code of a listed item together with the row that says so."""

from collections.abc import Iterable

import msgspec

from customhouse.dossiers.rows import Rows
from customhouse.reference.hs import HsEntry
from customhouse.reference.records import HsHint, Identifier


class CustomsFact(msgspec.Struct, frozen=True, kw_only=True):
    """What an entry says of a customs code; `fact` has its source and confidence."""

    entry: HsEntry
    fact: HsHint | Identifier


def customs_facts(rows: Rows, entries: Iterable[HsEntry]) -> tuple[CustomsFact, ...]:
    """The entries with their rows."""
    facts = ((entry, rows.at(entry.row)) for entry in entries)
    return tuple(
        CustomsFact(entry=entry, fact=fact)
        for entry, fact in facts
        if isinstance(fact, HsHint | Identifier)
    )
