"""Programs that append, as processes of their own, and a look at what they left behind."""

import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec
from sqlalchemy import select, text

from customhouse.coordination.case import Case, case_of
from customhouse.coordination.entries import first_broken
from customhouse.operations import cases
from customhouse.operations.context import Context
from customhouse.store import audit
from customhouse.store import cases as kept_cases
from customhouse.store.engine import Store
from customhouse.store.tables import cases as case_rows
from tests.people import Person, organisation, person
from tests.store.appending import Order, Told

ROOT = Path(__file__).parents[2]


class Office(msgspec.Struct, frozen=True):
    """A database with cases of one organisation and people of it."""

    context: Context
    people: tuple[Person, ...]
    cases: tuple[uuid.UUID, ...]

    @property
    def url(self) -> str:
        return self.context.store.url.render_as_string(hide_password=False)

    def order(self, *, cases: bool = True, times: int | None = None) -> Order:
        return Order(
            url=self.url,
            actor=self.people[0].actor,
            cases=self.cases if cases else (),
            times=times,
        )


def office(url: str, *, people: int = 1, cases_open: int = 1) -> Office:
    """New people in a new organisation, with cases that are just opened."""
    store = Store(url)
    store.migrate()
    context = Context((), store)
    home = organisation(context)
    members = tuple(person(context, "supervisor", at=home) for _ in range(people))
    keys = tuple(
        cases.open_case(context, members[0].actor, number=f"K-{number}", title="Drums")
        for number in range(cases_open)
    )
    return Office(context, members, keys)


@contextmanager
def at_work(order: Order) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that does what is ordered; killed when the block ends."""
    command = [sys.executable, "-m", "tests.store.appending", msgspec.json.encode(order).decode()]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def told_by(output: IO[bytes], count: int | None = None) -> list[Told]:
    """What a process says it was acknowledged: so many, or all that it said until its end.

    A line that it had no time to end does not count.
    """
    found: list[Told] = []
    while count is None or len(found) < count:
        line = output.readline()
        if not line.endswith(b"\n"):
            break
        found.append(msgspec.json.decode(line, type=Told))
    return found


def look(place: Office, key: uuid.UUID) -> Case:
    """A case as it is kept, when all of it holds together: entries, chain and the row of lists."""
    with place.context.store.reading() as connection:
        entries = kept_cases.entries(connection, key)
        row = connection.execute(select(case_rows).where(case_rows.c.id == key)).one()
    assert first_broken(entries) is None
    case = case_of(entries)
    assert (row.last_sequence, row.last_hash) == (case.last.sequence, case.last.hash)
    assert (row.state, row.changed_at) == (case.state, case.last.at)
    return case


def the_audit_log_holds(place: Office, keys: Sequence[uuid.UUID]) -> None:
    """Its chain is whole, and it tells of each entry but the openings once."""
    with place.context.store.reading() as connection:
        assert audit.first_broken(connection) is None
        subjects = [
            entry.subject for entry in audit.entries(connection) if entry.action == "case.entry"
        ]
        if place.context.store.is_sqlite:
            assert connection.execute(text("pragma integrity_check")).scalar_one() == "ok"
    for key in keys:
        assert subjects.count(f"case:{key}") == len(look(place, key).entries) - 1
