"""Counts of kept screenings, each within what the actor may see. Days are in UTC."""

import datetime
from collections.abc import Iterator

import msgspec
from sqlalchemy import ColumnElement, Connection, Date, and_, cast, func, select

from customhouse.accounts.actor import Actor
from customhouse.screening.finding import Outcome
from customhouse.store.screenings import Filter, matching, visible
from customhouse.store.tables import (
    organisations,
    screening_provisions,
    screening_refs,
    screenings,
)


class Count(msgspec.Struct, frozen=True):
    """How many screenings have something."""

    key: str
    number: int


class Route(msgspec.Struct, frozen=True):
    """How many screenings go from one country to another; codes as declared, `None` for none."""

    origin: str | None
    destination: str | None
    number: int


class OnDay(msgspec.Struct, frozen=True):
    """How many screenings of a day have an outcome."""

    day: datetime.date
    outcome: Outcome
    number: int


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """Whose view, at which moment, of which days; both days are counted."""

    actor: Actor
    now: datetime.datetime
    first: datetime.date
    last: datetime.date


def by_day(connection: Connection, scope: Scope) -> list[OnDay]:
    """Screenings by day and outcome, the oldest day first; days without any are left out."""
    at = screenings.c.created_at
    day: ColumnElement[datetime.date] | ColumnElement[str]
    if connection.dialect.name == "postgresql":
        day = cast(func.timezone("UTC", at), Date)
    else:
        day = func.date(at)
    rows = connection.execute(
        select(day.label("day"), screenings.c.outcome, func.count().label("number"))
        .where(_within(scope))
        .group_by(day, screenings.c.outcome)
        .order_by(day)
    )
    return [OnDay(_date(row.day), row.outcome, row.number) for row in rows]


def by_ref(connection: Connection, scope: Scope, limit: int) -> list[Count]:
    """The listed entries most often found."""
    number = func.count().label("number")
    rows = connection.execute(
        select(screening_refs.c.ref, number)
        .join(screenings, screenings.c.id == screening_refs.c.screening_id)
        .where(_within(scope))
        .group_by(screening_refs.c.ref)
        .order_by(number.desc(), screening_refs.c.ref)
        .limit(limit)
    )
    return [Count(row.ref, row.number) for row in rows]


def by_provision(connection: Connection, scope: Scope, limit: int) -> list[Count]:
    """The provisions that most often bite or cannot be told yet."""
    number = func.count().label("number")
    rows = connection.execute(
        select(screening_provisions.c.provision, number)
        .join(screenings, screenings.c.id == screening_provisions.c.screening_id)
        .where(_within(scope))
        .group_by(screening_provisions.c.provision)
        .order_by(number.desc(), screening_provisions.c.provision)
        .limit(limit)
    )
    return [Count(row.provision, row.number) for row in rows]


def by_route(connection: Connection, scope: Scope) -> list[Route]:
    """Every pair of countries declared, the most frequent first."""
    origin, destination = screenings.c.country_of_export, screenings.c.country_of_destination
    number = func.count().label("number")
    rows = connection.execute(
        select(origin, destination, number)
        .where(_within(scope))
        .group_by(origin, destination)
        .order_by(number.desc(), origin, destination)
    )
    return [Route(*row) for row in rows]


def by_organisation(connection: Connection, scope: Scope) -> list[Count]:
    """Screenings by the organisation whose they are, the most first."""
    number = func.count().label("number")
    rows = connection.execute(
        select(organisations.c.name, number)
        .join(screenings, screenings.c.organisation_id == organisations.c.id)
        .where(_within(scope))
        .group_by(organisations.c.id, organisations.c.name)
        .order_by(number.desc(), organisations.c.name)
    )
    return [Count(row.name, row.number) for row in rows]


def newest_records(connection: Connection, scope: Scope, limit: int) -> Iterator[bytes]:
    """The records of the newest screenings, for what has no column of its own."""
    yield from connection.execute(
        select(screenings.c.record)
        .where(_within(scope))
        .order_by(screenings.c.created_at.desc(), screenings.c.id.desc())
        .limit(limit)
    ).scalars()


def _within(scope: Scope) -> ColumnElement[bool]:
    span = Filter(first=scope.first, last=scope.last)
    return and_(visible(scope.actor, scope.now), matching(span))


def _date(day: datetime.date | str) -> datetime.date:
    return datetime.date.fromisoformat(day) if isinstance(day, str) else day
