"""What was screened in numbers: charts, the tables behind them, and each as a file."""

import datetime
from collections.abc import Callable, Sequence
from operator import attrgetter

from litestar import get
from litestar.exceptions import HTTPException
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import dashboard as numbers
from customhouse.operations.context import Context
from customhouse.operations.dashboard import Bucket, Dashboard, SpanError
from customhouse.operations.screenings import NotFoundError
from customhouse.screening.finding import OUTCOMES
from customhouse.web import charts
from customhouse.web.given import GivenActor, GivenVisitor
from customhouse.web.history_filter import query
from customhouse.web.pages import page
from customhouse.web.spreadsheet import csv_file


@get("/dashboard", sync_to_thread=True)
def dashboard(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    first: FromQuery[str] = "",
    last: FromQuery[str] = "",
) -> Response[str]:
    """The numbers of a span of days; of the last 30 when the days asked for make no span."""
    fault: SpanError | None = None
    try:
        told = numbers.dashboard(context, actor, _day("first", first), _day("last", last))
    except SpanError as error:
        fault = error
        told = numbers.dashboard(context, actor, None, None)
    mirrored = visitor.direction == "rtl"

    def bars(counts: Sequence[int]) -> tuple[charts.Bar, ...]:
        return charts.bars(counts, mirrored=mirrored)

    return page(
        request,
        visitor,
        "dashboard/dashboard.html",
        status=422 if fault else 200,
        fault=fault,
        told=told,
        outcomes=OUTCOMES,
        chart=charts.stacked_columns(
            [bucket.numbers for bucket in told.buckets], OUTCOMES, mirrored=mirrored
        ),
        links=[_links(bucket) for bucket in told.buckets],
        bars=bars,
        history=lambda **fields: _history(told, **fields),
        country=context.desk.library.country,
        title=lambda ref: _title(context, ref),
    )


@get("/dashboard/{name:str}", sync_to_thread=True)
def dashboard_file(
    context: GivenContext,
    actor: GivenActor,
    name: FromPath[str],
    first: FromQuery[str] = "",
    last: FromQuery[str] = "",
) -> Response[bytes]:
    """The table of one chart as a file, `outcomes.csv` for one."""
    part = _FILES.get(name)
    if part is None:
        raise NotFoundError
    try:
        told = numbers.dashboard(context, actor, _day("first", first), _day("last", last))
    except SpanError:
        raise HTTPException(status_code=400) from None
    columns, lines = part(told)
    return csv_file(name, columns, lines)


Table = tuple[Sequence[str], Sequence[Sequence[object]]]


def _outcomes(told: Dashboard) -> Table:
    lines = [(one, told.outcomes[one], round(told.share(one), 4)) for one in OUTCOMES]
    return ("outcome", "screenings", "share"), lines


def _days(told: Dashboard) -> Table:
    lines = [
        (one.first.isoformat(), one.last.isoformat(), *(one.numbers[name] for name in OUTCOMES))
        for one in told.buckets
    ]
    return ("first", "last", *OUTCOMES), lines


def _routes(told: Dashboard) -> Table:
    lines = [(one.origin, one.destination, one.number) for one in told.routes]
    return ("country_of_export", "country_of_destination", "screenings"), lines


def _counts(column: str, part: str) -> Callable[[Dashboard], Table]:
    counts = attrgetter(part)
    return lambda told: ((column, "screenings"), [(one.key, one.number) for one in counts(told)])


_FILES: dict[str, Callable[[Dashboard], Table]] = {
    "outcomes.csv": _outcomes,
    "days.csv": _days,
    "entries.csv": _counts("entry", "entries"),
    "provisions.csv": _counts("provision", "provisions"),
    "routes.csv": _routes,
    "papers.csv": _counts("asked_for", "papers"),
    "organisations.csv": _counts("organisation", "organisations"),
}


def _links(bucket: Bucket) -> dict[str, str]:
    return {
        outcome: "/history?" + query(outcome=outcome, first=bucket.first, last=bucket.last)
        for outcome in OUTCOMES
    }


def _history(told: Dashboard, **fields: object) -> str:
    return "/history?" + query(**{"first": told.first, "last": told.last, **fields})


def _title(context: Context, ref: str) -> str:
    """The name of a listed entry; the reference itself for one that no pack names any more."""
    convention, _, name = ref.partition(":")
    substance = context.desk.library.substance(convention, name)
    return substance.name if substance else ref


def _day(field: str, text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        raise SpanError(field, "this is no day: write it as 2026-01-31") from None


HANDLERS = [dashboard, dashboard_file]
