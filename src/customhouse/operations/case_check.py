"""Check that every case is as it was written, and that lists show what the entries come to."""

import uuid
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import select

from customhouse.coordination import carried
from customhouse.coordination.case import CaseError, case_of
from customhouse.coordination.entries import Entry, decode, encode, first_broken
from customhouse.store.engine import Store
from customhouse.store.tables import case_entries, cases


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """A case that does not hold: the first entry that is wrong, and what is wrong with it."""

    case: uuid.UUID
    number: str
    entry: int
    problem: str


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """How many cases and entries there are, and which cases do not hold."""

    cases: int
    entries: int
    faults: tuple[Fault, ...]


def check_cases(store: Store) -> Checked:
    """Read every case of the database, one after the other.

    Entries cut off at the end show as a list that is ahead of them.
    """
    faults: list[Fault] = []
    counted = 0
    c = cases.c
    columns = (c.id, c.number, c.organisation_id, c.state, c.outcome, c.last_sequence, c.last_hash)
    with store.reading() as connection:
        lines = connection.execute(select(*columns).order_by(c.number, c.id)).all()
        for line in lines:
            rows = connection.execute(
                select(case_entries.c.sequence, case_entries.c.kind, case_entries.c.record)
                .where(case_entries.c.case_id == line.id)
                .order_by(case_entries.c.sequence)
            ).all()
            counted += len(rows)
            found = _wrong(line, rows)
            if found is not None:
                entry, problem = found
                faults.append(Fault(case=line.id, number=line.number, entry=entry, problem=problem))
    return Checked(cases=len(lines), entries=counted, faults=tuple(faults))


def _wrong(line: Any, rows: Sequence[Any]) -> tuple[int, str] | None:
    kept: list[Entry] = []
    for row in rows:
        entry = _entry(row)
        if entry is None:
            return row.sequence, "it is not as it was written"
        kept.append(entry)
    broken = _first_broken(line, kept)
    if broken is not None:
        return broken, "it was changed, or does not follow the entry before it"
    try:
        case = case_of(kept, kept_as=line.id)
    except CaseError as error:
        return 1, str(error)
    shown = (line.state, line.outcome, line.last_sequence, line.last_hash)
    outcome = case.screened.outcome if case.screened else None
    if shown != (case.state, outcome, case.last.sequence, case.last.hash):
        return line.last_sequence, "the list of cases shows something else than the entries"
    return None


def _entry(row: Any) -> Entry | None:
    try:
        entry = decode(row.record)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    told = (entry.sequence, entry.body.__struct_config__.tag, encode(entry))
    return entry if told == (row.sequence, row.kind, row.record) else None


def _first_broken(line: Any, kept: Sequence[Entry]) -> int | None:
    """Own cases and copies of whole cases are one chain; in what a question shared are gaps."""
    if not kept:
        return None
    foreign = kept[0].case
    if line.id in (foreign, carried.copy_id(line.organisation_id, foreign)):
        return first_broken(list(kept))
    return carried.first_unfit(kept)
