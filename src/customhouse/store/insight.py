"""All cases that an actor may see, one after another, with their screenings.

They are read in batches, so that an organisation of any size is read in little memory.
"""

import datetime
import uuid
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, and_, select

from customhouse.accounts.actor import Actor
from customhouse.coordination.case import Case, case_of
from customhouse.coordination.entries import Screened, decode
from customhouse.coordination.told import Told
from customhouse.saved.record import SavedScreening
from customhouse.saved.record import decode as decode_screening
from customhouse.store import screenings as kept
from customhouse.store.cases import visible
from customhouse.store.tables import case_entries, cases, screenings

BATCH = 50
"""Cases that are in memory at once."""


def told(
    connection: Connection, actor: Actor, now: datetime.datetime, *, own: bool = False
) -> Iterator[Told]:
    """Every case that the actor may see; with `own` those of the organisation alone.

    Copies of cases of other installations are none of them. A screening that the actor may not
    see is left out of its case.
    """
    scope: ColumnElement[bool] = visible(actor)
    if own:
        scope = and_(scope, cases.c.organisation_id == actor.organisation_id)
    last: uuid.UUID | None = None
    while True:
        query = select(cases.c.id).where(scope).order_by(cases.c.id).limit(BATCH)
        if last is not None:
            query = query.where(cases.c.id > last)
        keys = connection.execute(query).scalars().all()
        if not keys:
            return
        yield from _batch(connection, actor, now, keys)
        last = keys[-1]


def one(connection: Connection, actor: Actor, now: datetime.datetime, case: Case) -> Told:
    """A case with its screenings, as far as the actor may see them."""
    [found] = _with_screenings(connection, actor, now, [case])
    return found


def _batch(
    connection: Connection, actor: Actor, now: datetime.datetime, keys: Sequence[uuid.UUID]
) -> Iterator[Told]:
    rows = connection.execute(
        select(case_entries.c.case_id, case_entries.c.record)
        .where(case_entries.c.case_id.in_(keys))
        .order_by(case_entries.c.case_id, case_entries.c.sequence)
    )
    found = [
        case_of([decode(row.record) for row in group], kept_as=key)
        for key, group in groupby(rows, key=lambda row: row.case_id)
    ]
    own = [case for case in found if not case.is_copy]
    yield from _with_screenings(connection, actor, now, own)


def _with_screenings(
    connection: Connection, actor: Actor, now: datetime.datetime, found: Sequence[Case]
) -> Iterator[Told]:
    ends = [_ends(case) for case in found]
    records = _records(connection, actor, now, {key for pair in ends if pair for key in pair})
    for case, pair in zip(found, ends, strict=True):
        first, latest = (records.get(pair[0]), records.get(pair[1])) if pair else (None, None)
        yield Told(case=case, first=first, latest=latest)


def _ends(case: Case) -> tuple[uuid.UUID, uuid.UUID] | None:
    keys = [e.body.screening for e in case.entries if isinstance(e.body, Screened)]
    return (keys[0], keys[-1]) if keys else None


def _records(
    connection: Connection, actor: Actor, now: datetime.datetime, keys: Collection[uuid.UUID]
) -> dict[uuid.UUID, SavedScreening]:
    rows = connection.execute(
        select(screenings.c.id, screenings.c.record).where(
            screenings.c.id.in_(keys), kept.visible(actor, now)
        )
    )
    return {row.id: decode_screening(row.record) for row in rows}
