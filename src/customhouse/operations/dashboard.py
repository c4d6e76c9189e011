"""What was screened in a span of days, in numbers: all that the actor may see, and no more."""

import datetime
from collections import Counter
from collections.abc import Iterable

import msgspec

from customhouse.accounts.actor import Actor
from customhouse.operations.context import Context
from customhouse.screening.finding import OUTCOMES, Outcome
from customhouse.store import statistics
from customhouse.store.statistics import Count, OnDay, Route, Scope

USUAL = datetime.timedelta(days=29)
"""From the first day to the last where none is asked for: 30 days."""

LONGEST = datetime.timedelta(days=3660)
TOP = 10
SAMPLE = 500
"""How many of the newest records are read for what they ask for."""

_DAILY = 62
_WEEKLY = 740


class SpanError(ValueError):
    """Days that make no span; `field` is where, the message says why."""

    def __init__(self, field: str, problem: str):
        super().__init__(problem)
        self.field = field


class Bucket(msgspec.Struct, frozen=True, kw_only=True):
    """One column: the days it covers and the screenings of each outcome."""

    first: datetime.date
    last: datetime.date
    numbers: dict[Outcome, int]

    @property
    def total(self) -> int:
        """The screenings of all outcomes."""
        return sum(self.numbers.values())


class Dashboard(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of a span. `papers` are counted in the `read` newest screenings."""

    first: datetime.date
    last: datetime.date
    outcomes: dict[Outcome, int]
    buckets: tuple[Bucket, ...]
    entries: tuple[Count, ...]
    provisions: tuple[Count, ...]
    routes: tuple[Route, ...]
    organisations: tuple[Count, ...]
    papers: tuple[Count, ...]
    read: int

    @property
    def total(self) -> int:
        """All screenings of the span."""
        return sum(self.outcomes.values())

    def share(self, outcome: Outcome) -> float:
        """The part of all screenings that has an outcome, from 0 to 1."""
        return self.outcomes[outcome] / self.total if self.total else 0.0


def dashboard(
    context: Context, actor: Actor, first: datetime.date | None, last: datetime.date | None
) -> Dashboard:
    """The numbers from the first day to the last; of 30 days up to today when none is given.

    Raises `DeniedError` and `SpanError`.
    """
    actor.require("dashboard.read")
    now = context.now()
    if last is None:
        last = max(now.date(), first) if first else now.date()
    if first is None:
        first = last - USUAL if last - datetime.date.min > USUAL else datetime.date.min
    if last < first:
        raise SpanError("last", "the last day is before the first")
    if last - first > LONGEST or last == datetime.date.max:
        raise SpanError("first", "at most ten years can be shown")
    scope = Scope(actor=actor, now=now, first=first, last=last)
    with context.store.reading() as connection:
        days = statistics.by_day(connection, scope)
        records = list(statistics.newest_records(connection, scope, SAMPLE))
        return Dashboard(
            first=first,
            last=last,
            outcomes=_sums(days),
            buckets=buckets(days, first, last),
            entries=tuple(statistics.by_ref(connection, scope, TOP)),
            provisions=tuple(statistics.by_provision(connection, scope, TOP)),
            routes=tuple(statistics.by_route(connection, scope)[:TOP]),
            organisations=tuple(statistics.by_organisation(connection, scope)),
            papers=asked_for(records),
            read=len(records),
        )


def buckets(days: Iterable[OnDay], first: datetime.date, last: datetime.date) -> tuple[Bucket, ...]:
    """The span by day; by week from Monday when it is longer, by month when longer still."""
    days = list(days)
    made = []
    start = first
    while start <= last:
        end = min(_end(start, (last - first).days), last)
        numbers = _sums(one for one in days if start <= one.day <= end)
        made.append(Bucket(first=start, last=end, numbers=numbers))
        start = end + datetime.timedelta(days=1)
    return tuple(made)


def _end(day: datetime.date, length: int) -> datetime.date:
    if length < _DAILY:
        return day
    if length < _WEEKLY:
        return day + datetime.timedelta(days=6 - day.weekday())
    following = (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
    return following - datetime.timedelta(days=1)


def _sums(days: Iterable[OnDay]) -> dict[Outcome, int]:
    sums = dict.fromkeys(OUTCOMES, 0)
    for one in days:
        sums[one.outcome] += one.number
    return sums


class _Finding(msgspec.Struct):
    applies: str
    requires: tuple[str, ...] = ()


class _Item(msgspec.Struct):
    findings: tuple[_Finding, ...]


class _Assessment(msgspec.Struct):
    items: tuple[_Item, ...]


class _Record(msgspec.Struct):
    assessment: _Assessment


_READER = msgspec.json.Decoder(_Record)


def asked_for(records: Iterable[bytes]) -> tuple[Count, ...]:
    """What findings that apply, or may, ask for most often; once a screening."""
    seen: Counter[str] = Counter()
    for record in records:
        items = _READER.decode(record).assessment.items
        findings = (f for item in items for f in item.findings if f.applies != "no")
        seen.update({what for finding in findings for what in finding.requires if what})
    ranked = sorted(seen.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Count(what, number) for what, number in ranked[:TOP])
