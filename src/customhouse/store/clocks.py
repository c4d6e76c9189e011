"""The clocks of all cases, to see what is due. What is kept here follows from the entries."""

import datetime
import uuid

import msgspec
from sqlalchemy import Connection, insert, select, update

from customhouse.coordination.case import Case
from customhouse.coordination.clocks import clocks_of
from customhouse.store.tables import case_clocks, cases


class RunningClock(msgspec.Struct, frozen=True, kw_only=True):
    """A clock that runs and has an end, for a reminder, whoever may see its case."""

    case_id: uuid.UUID
    number: str
    organisation_id: uuid.UUID
    clock: str
    limit_id: str
    ends_on: datetime.date


def project(connection: Connection, case: Case) -> None:
    """Bring the clocks of a case to what its entries come to, in the transaction that adds one."""
    known = set(
        connection.execute(
            select(case_clocks.c.clock).where(case_clocks.c.case_id == case.id)
        ).scalars()
    )
    for clock in clocks_of(case.entries):
        values = {
            "limit_id": clock.limit,
            "began_on": clock.began_on,
            "ends_on": clock.ends_on,
            "stopped_on": clock.stopped_on,
            "iso3": clock.iso3,
        }
        key = {"case_id": case.id, "clock": clock.clock}
        if clock.clock in known:
            connection.execute(update(case_clocks).filter_by(**key).values(**values))
        else:
            connection.execute(insert(case_clocks), {**key, **values, "reminded": 0})


def ending(connection: Connection, until: datetime.date) -> list[RunningClock]:
    """The running clocks of all organisations that end up to a day, the first to end first."""
    c = case_clocks.c
    rows = connection.execute(
        select(c.case_id, cases.c.number, cases.c.organisation_id, c.clock, c.limit_id, c.ends_on)
        .join(cases, cases.c.id == c.case_id)
        .where(c.stopped_on.is_(None), c.ends_on <= until)
        .order_by(c.ends_on, c.case_id, c.clock)
    )
    return [RunningClock(**row._mapping) for row in rows]


def reminded(connection: Connection, case_id: uuid.UUID, clock: str) -> None:
    """Count an occasion on which people were reminded of the clock."""
    connection.execute(
        update(case_clocks)
        .where(case_clocks.c.case_id == case_id, case_clocks.c.clock == clock)
        .values(reminded=case_clocks.c.reminded + 1)
    )
