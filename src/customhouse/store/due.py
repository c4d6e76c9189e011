"""What is due in the cases that somebody may see."""

import datetime
import uuid

import msgspec
from sqlalchemy import Connection, select

from customhouse.accounts.actor import Actor
from customhouse.coordination.clocks import ClockState, standing
from customhouse.store.cases import visible
from customhouse.store.tables import case_clocks, cases


class DueClock(msgspec.Struct, frozen=True, kw_only=True):
    """A running clock as a list of many cases shows it.

    `state_iso3` is the State whose days off count, `reminded` how often people were reminded.
    """

    case_id: uuid.UUID
    number: str
    title: str
    clock: str
    limit: str
    began_on: datetime.date
    ends_on: datetime.date | None
    state_iso3: str
    reminded: int

    def state(self, today: datetime.date) -> ClockState:
        """Where it stands on a day."""
        return standing(self.ends_on, today)


def running(
    connection: Connection, actor: Actor, until: datetime.date | None, limit: int
) -> list[DueClock]:
    """The running clocks of the cases that the actor may see, the first to end first.

    `until` leaves out those that end later or never; without it, those come last.
    """
    c = case_clocks.c
    query = (
        select(
            c.case_id,
            cases.c.number,
            cases.c.title,
            c.clock,
            c.limit_id.label("limit"),
            c.began_on,
            c.ends_on,
            c.iso3,
            cases.c.iso3.label("case_iso3"),
            c.reminded,
        )
        .join(cases, cases.c.id == c.case_id)
        .where(c.stopped_on.is_(None), visible(actor))
        .order_by(c.ends_on.is_(None), c.ends_on, cases.c.number, c.case_id, c.clock)
        .limit(limit)
    )
    if until is not None:
        query = query.where(c.ends_on <= until)
    found = []
    for row in connection.execute(query):
        values = dict(row._mapping)
        own, of_case = values.pop("iso3"), values.pop("case_iso3")
        found.append(DueClock(**values, state_iso3=own or of_case))
    return found
