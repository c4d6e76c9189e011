"""Time limits and the clocks of a case that count them. The limits are data: `clocks.json`.

A clock tells and moves nothing: when it has run out, the case stands as it stood.
"""

import calendar
import datetime
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from customhouse.coordination.case import Case
from customhouse.coordination.days_off import working_days_after
from customhouse.coordination.entries import (
    Answered,
    Asked,
    ClockStarted,
    ClockStopped,
    Entry,
    Moved,
    Screened,
    Withdrawn,
)
from customhouse.screening.finding import Finding

Counted = Literal["calendar", "working"]
ClockState = Literal["running", "due_soon", "overdue", "stopped"]

ANSWER = "answer"
"""The limit of a question: it ends on the day that the one who asks has set."""
SOON = datetime.timedelta(days=7)
_NEVER = 9000
TELLING = (ClockStarted, ClockStopped, Asked, Answered, Withdrawn)
"""The entries that start or stop a clock."""


class Limit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A time limit. One with neither days nor months has no end.

    `suggested_by` names what makes the desk propose it: provisions that a finding with a deadline
    is about, and moves of the case as `move:order_take_back`.
    """

    limit: str
    provision: str
    days: int | None = None
    months: int | None = None
    counted: Counted
    begins: str
    title: str
    on_end: str
    suggested_by: tuple[str, ...] = ()


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """A clock of a case. `started` and `stopped` are the numbers of the entries that did so.

    `ends_on` is `None` for a limit without an end; `iso3` the State whose days off count, empty
    for the State of the case; `told` why it was started, and `reason` why it was stopped.
    """

    clock: str
    limit: str
    began_on: datetime.date
    ends_on: datetime.date | None
    started: int
    iso3: str = ""
    told: str = ""
    stopped: int | None = None
    stopped_on: datetime.date | None = None
    reason: str = ""

    @property
    def of_question(self) -> bool:
        """Whether it waits for the answer to a question, and stops with it."""
        return self.clock.startswith(f"{ANSWER}:")


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """A limit that the desk proposes to start. `by` is the move or provision that it rests on."""

    limit: Limit
    by: str


@cache
def limits() -> Mapping[str, Limit]:
    """All limits by name."""
    data = files("customhouse.coordination").joinpath("clocks.json").read_bytes()
    return {row.limit: row for row in msgspec.json.decode(data, type=list[Limit])}


def end_of(limit: Limit, began_on: datetime.date, iso2: str = "") -> datetime.date | None:
    """The last day of the limit; the day of the event is not counted. `None` without an end.

    Months end on the day of the same number, or on the last day of a shorter month. `iso2` is the
    State whose working days are counted, where the limit counts working days.
    """
    if limit.months is not None:
        return _months_after(began_on, limit.months)
    if limit.days is None:
        return None
    if limit.counted == "working":
        return working_days_after(began_on, limit.days, iso2)
    return began_on + datetime.timedelta(days=limit.days)


def _months_after(day: datetime.date, months: int) -> datetime.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    longest = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, longest))


def state_of(clock: Clock, today: datetime.date) -> ClockState:
    """Where the clock stands on a day. Its last day is still within the limit."""
    if clock.stopped is not None:
        return "stopped"
    return standing(clock.ends_on, today)


def standing(ends_on: datetime.date | None, today: datetime.date) -> ClockState:
    """Where a clock that was not stopped stands on a day."""
    if ends_on is None or ends_on - today > SOON:
        return "running"
    return "due_soon" if ends_on >= today else "overdue"


def clocks_of(entries: Iterable[Entry]) -> list[Clock]:
    """The clocks that the entries start and stop, in the order of their start.

    A question with a day to answer by is a clock of its own, which its answer or its withdrawal
    stops. An answer that comes late stops it too.
    """
    found: dict[str, Clock] = {}
    for entry in entries:
        match entry.body:
            case ClockStarted() | Asked():
                clock = _started(entry)
                if clock is not None:
                    found[clock.clock] = clock
            case ClockStopped(clock=name, reason=reason):
                _stop(found, name, entry, reason)
            case Answered(referral=referral):
                _stop(found, f"{ANSWER}:{referral}", entry, "")
            case Withdrawn(referral=referral, reason=reason):
                _stop(found, f"{ANSWER}:{referral}", entry, reason)
    return list(found.values())


def _started(entry: Entry) -> Clock | None:
    match entry.body:
        case ClockStarted() as body:
            return Clock(
                clock=body.clock,
                limit=body.limit,
                began_on=body.began_on,
                ends_on=body.ends_on or _reckoned(body),
                started=entry.sequence,
                iso3=body.iso3,
                told=body.because,
            )
        case Asked(answer_by=answer_by) as asked if answer_by is not None:
            return Clock(
                clock=f"{ANSWER}:{asked.referral}",
                limit=ANSWER,
                began_on=entry.at.date(),
                ends_on=answer_by,
                started=entry.sequence,
                iso3=asked.iso3,
            )
    return None


def _reckoned(body: ClockStarted) -> datetime.date | None:
    """The end that an entry leaves to be counted; none for a limit or a time that nobody knows."""
    limit = limits().get(body.limit)
    return end_of(limit, body.began_on) if limit and body.began_on.year < _NEVER else None


def _stop(found: dict[str, Clock], name: str, entry: Entry, reason: str) -> None:
    clock = found.get(name)
    if clock is not None and clock.stopped is None:
        found[name] = msgspec.structs.replace(
            clock, stopped=entry.sequence, stopped_on=entry.at.date(), reason=reason
        )


def new_name(case: Case, limit: str) -> str:
    """A name for another clock of the limit; none is used twice in a case."""
    used = {clock.clock for clock in clocks_of(case.entries)}
    names = (limit if n == 1 else f"{limit}-{n}" for n in range(1, len(used) + 2))
    return next(name for name in names if name not in used)


def suggested(case: Case, findings: Iterable[Finding]) -> list[Suggestion]:
    """The limits to propose: by the latest moves of the case, and by findings with a deadline.

    One that runs, or was started since, is not proposed again. Nothing starts by itself.
    """
    since: dict[str, int] = {}
    screened = max((e.sequence for e in case.entries if isinstance(e.body, Screened)), default=0)
    for finding in findings:
        if finding.deadline and finding.applies != "no" and finding.outcome != "release":
            since[finding.provision] = screened
    for entry in case.entries:
        if isinstance(entry.body, Moved) and entry.body.to == case.state:
            since[f"move:{entry.body.move}"] = entry.sequence
    clocks = clocks_of(case.entries)
    found: list[Suggestion] = []
    for limit in limits().values():
        own = [clock for clock in clocks if clock.limit == limit.limit]
        if any(clock.stopped is None for clock in own):
            continue
        latest = max((clock.started for clock in own), default=0)
        by = next((one for one in limit.suggested_by if since.get(one, 0) > latest), None)
        if by is not None:
            found.append(Suggestion(limit=limit, by=by))
    return found
