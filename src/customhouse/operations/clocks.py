"""Start and stop the clocks of a case, and see what is due in all of them.

A clock that has run out changes nothing in its case: people decide.
"""

import datetime
import uuid

import msgspec
from sqlalchemy import Connection

from customhouse.accounts.actor import Actor
from customhouse.coordination.case import Case, CaseError
from customhouse.coordination.clocks import (
    Clock,
    ClockState,
    Suggestion,
    clocks_of,
    end_of,
    limits,
    new_name,
    state_of,
    suggested,
)
from customhouse.coordination.days_off import knows, next_working_day
from customhouse.coordination.entries import ClockStarted, ClockStopped, Entry
from customhouse.coordination.following import says_something
from customhouse.operations.cases import append, current
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.store import cases, screenings
from customhouse.store.due import DueClock, running

FIRST_DAY = datetime.date(1989, 3, 22)
"""No limit of the conventions began before: the Basel Convention was adopted on this day."""
LONGEST = datetime.timedelta(days=3660)
MOST_DUE = 1000
"""How many clocks a list shows at most; those that end first are shown."""
LONGEST_WORDS = 2000

_DAY = datetime.timedelta(days=1)


class ClockError(CaseError):
    """A clock that cannot be started or stopped so; `field` is what to correct."""

    def __init__(self, field: str, problem: str):
        super().__init__(problem)
        self.field = field


class ShownClock(msgspec.Struct, frozen=True, kw_only=True):
    """A clock as it stands today.

    `works_on` is the end moved to the next working day of the State `iso3`: whether that counts
    is for national law. `days_left` is below 0 after the end. `known` is false where only Saturday
    and Sunday are known as days off.
    """

    clock: Clock
    state: ClockState
    days_left: int | None
    works_on: datetime.date | None
    iso3: str
    known: bool


class ShownDue(msgspec.Struct, frozen=True, kw_only=True):
    """A clock of a list of many cases, as it stands today; fields as in `ShownClock`."""

    line: DueClock
    state: ClockState
    days_left: int | None
    works_on: datetime.date | None
    known: bool


def of_case(context: Context, actor: Actor, key: uuid.UUID) -> list[ShownClock]:
    """The clocks of a case, those that run first, each group by its end.

    Raises `NotFoundError` for a case that the actor may not see.
    """
    with context.store.reading() as connection:
        case, iso3 = _seen(connection, actor, key)
    today = context.today()
    shown = [_shown(context, clock, iso3, today) for clock in clocks_of(case.entries)]
    return sorted(
        shown,
        key=lambda one: (one.state == "stopped", one.clock.ends_on or datetime.date.max),
    )


def suggestions(context: Context, actor: Actor, key: uuid.UUID) -> list[Suggestion]:
    """The limits that the desk proposes to start for a case; a person starts them.

    Raises `NotFoundError`. Findings count when the actor may see their screening.
    """
    with context.store.reading() as connection:
        case, _ = _seen(connection, actor, key)
        kept = (
            screenings.get(connection, actor, context.now(), case.screened.screening)
            if case.screened
            else None
        )
    items = kept.saved.assessment.items if kept else ()
    return suggested(case, [finding for item in items for finding in item.findings])


def start(
    context: Context,
    actor: Actor,
    key: uuid.UUID,
    seen: int,
    *,
    limit: str,
    began_on: datetime.date,
    iso3: str = "",
    agreed: datetime.date | None = None,
    because: str = "",
) -> Entry:
    """Start a clock of a limit.

    `agreed` is another last day, as the States agreed or a person set it; `because` says why then.
    `iso3` is the State whose days off count, by a code of ISO 3166; empty for that of the case.

    Raises `DeniedError`, `NotFoundError`, `ConflictError` and `ClockError`.
    """
    actor.require("cases.write")
    row = limits().get(limit)
    if row is None:
        raise ClockError("limit", "choose a limit of the list")
    if not FIRST_DAY <= began_on <= context.today() + _DAY:
        raise ClockError("began_on", "the first day is a day that has come, from 1989-03-22 on")
    state = context.desk.library.country(iso3) if iso3.strip() else None
    if iso3.strip() and state is None:
        raise ClockError("iso3", "no list knows this country: write its code, as KE or KEN")
    if agreed is not None and not began_on <= agreed <= began_on + LONGEST:
        raise ClockError("agreed", "the last day is not before the first, nor ten years after it")
    if agreed is not None and not says_something(because):
        raise ClockError("because", "say who agreed on another last day, or why it is set")
    if len(because) > LONGEST_WORDS:
        raise ClockError("because", f"write at most {LONGEST_WORDS} characters")
    with context.store.writing() as connection:
        case = current(connection, actor, key, seen)
        of_state = state.iso3 if state else _iso3(connection, actor, key)
        body = ClockStarted(
            clock=new_name(case, limit),
            limit=limit,
            began_on=began_on,
            because=because.strip(),
            ends_on=agreed or end_of(row, began_on, _iso2(context, of_state)),
            iso3=of_state,
        )
        return append(context, connection, actor, case, [body])[0]


def stop(
    context: Context, actor: Actor, key: uuid.UUID, seen: int, clock: str, reason: str
) -> Entry:
    """Stop a clock, for a reason. That of a question stops with the answer or the withdrawal.

    Raises `DeniedError`, `NotFoundError`, `ConflictError` and `ClockError`.
    """
    actor.require("cases.write")
    if not says_something(reason):
        raise ClockError("reason", "say why the clock is stopped")
    if len(reason) > LONGEST_WORDS:
        raise ClockError("reason", f"write at most {LONGEST_WORDS} characters")
    with context.store.writing() as connection:
        case = current(connection, actor, key, seen)
        if clock not in {one.clock for _, one in case.running_clocks}:
            raise ClockError("clock", "this clock does not run, or it stops with an answer")
        body = ClockStopped(clock=clock, reason=reason.strip())
        return append(context, connection, actor, case, [body])[0]


def due(context: Context, actor: Actor, until: datetime.date | None = None) -> list[ShownDue]:
    """The running clocks of all cases that the actor may see, overdue first.

    `until` leaves out those that end later or never.
    """
    with context.store.reading() as connection:
        lines = running(connection, actor, until, MOST_DUE)
    today = context.today()
    return [
        ShownDue(
            line=line,
            state=line.state(today),
            days_left=_days_left(line.ends_on, today),
            works_on=_works_on(context, line.ends_on, line.state_iso3),
            known=knows(_iso2(context, line.state_iso3)),
        )
        for line in lines
    ]


def _shown(context: Context, clock: Clock, case_iso3: str, today: datetime.date) -> ShownClock:
    iso3 = clock.iso3 or case_iso3
    return ShownClock(
        clock=clock,
        state=state_of(clock, today),
        days_left=_days_left(clock.ends_on, today),
        works_on=_works_on(context, clock.ends_on, iso3),
        iso3=iso3,
        known=knows(_iso2(context, iso3)),
    )


def _days_left(ends_on: datetime.date | None, today: datetime.date) -> int | None:
    return (ends_on - today).days if ends_on else None


def _works_on(context: Context, day: datetime.date | None, iso3: str) -> datetime.date | None:
    return next_working_day(day, _iso2(context, iso3)) if day else None


def _iso2(context: Context, iso3: str) -> str:
    country = context.desk.library.country(iso3)
    return country.iso2 if country else ""


def _seen(connection: Connection, actor: Actor, key: uuid.UUID) -> tuple[Case, str]:
    case = cases.get(connection, actor, key)
    if case is None:
        raise NotFoundError
    return case, _iso3(connection, actor, key)


def _iso3(connection: Connection, actor: Actor, key: uuid.UUID) -> str:
    line = cases.line(connection, actor, key)
    return line.iso3 if line else actor.iso3
