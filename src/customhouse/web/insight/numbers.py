"""Numbers of cases and hit rates of indicators: pages, and files to take away."""

from collections.abc import Iterator, Sequence

import msgspec
from litestar import get
from litestar.response import Response

from customhouse.coordination.indicators import KINDS, TOLD, HitRate
from customhouse.coordination.insight import Statistics
from customhouse.coordination.withholding import Shown
from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import insight
from customhouse.web import charts
from customhouse.web.given import GivenActor, GivenVisitor
from customhouse.web.insight.labels import LABELS
from customhouse.web.pages import page
from customhouse.web.spreadsheet import csv_file

RATE_COLUMNS = ("kind", "indicator", "closed_cases", "finds", "rate", "low", "high")
UNTOLD = "too few to tell"


@get("/insight", sync_to_thread=True)
def statistics(
    request: WebRequest, visitor: GivenVisitor, context: GivenContext, actor: GivenActor
) -> Response[str]:
    """The numbers of all cases that the reader may see, small ones withheld."""
    mirrored = visitor.direction == "rtl"

    def bars(shown: Shown) -> tuple[charts.Bar, ...]:
        numbers = [number or 0 for number in shown.numbers.values()]
        return charts.bars(numbers, mirrored=mirrored)

    return page(
        request,
        visitor,
        "insight/statistics.html",
        told=insight.statistics(context, actor),
        labels=LABELS,
        bars=bars,
    )


@get("/insight/statistics.csv", sync_to_thread=True)
def statistics_file(context: GivenContext, actor: GivenActor) -> Response[bytes]:
    """All tables in one file: which table, which row, the number or the sign in its place."""
    lines = _lines(insight.statistics(context, actor))
    return csv_file("statistics.csv", ("table", "row", "measure", "value"), lines)


@get("/insight/indicators", sync_to_thread=True)
def indicators(
    request: WebRequest, visitor: GivenVisitor, context: GivenContext, actor: GivenActor
) -> Response[str]:
    """How often each indicator led to a find."""
    rates = insight.hit_rates(context, actor)
    groups = [(kind, [one for one in rates if one.kind == kind]) for kind in KINDS]
    return page(
        request,
        visitor,
        "insight/indicators.html",
        groups=[(kind, found) for kind, found in groups if found],
        fewest=TOLD,
        labels=LABELS,
        titles={rule: row.title for rule, row in context.desk.library.rules.items()},
    )


@get("/insight/indicators.csv", sync_to_thread=True)
def indicators_csv(context: GivenContext, actor: GivenActor) -> Response[bytes]:
    """The hit rates as a table."""
    rates = insight.export(context, actor).rates
    return csv_file("indicators.csv", RATE_COLUMNS, map(_rate_line, rates))


@get("/insight/indicators.json", sync_to_thread=True)
def indicators_json(context: GivenContext, actor: GivenActor) -> Response[bytes]:
    """The hit rates for a program, with the words that a person has to review them."""
    made = msgspec.json.encode(insight.export(context, actor))
    return Response(
        msgspec.json.format(made, indent=2) + b"\n",
        media_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="indicators.json"'},
    )


def _rate_line(one: HitRate) -> Sequence[object]:
    if one.cases is None:
        return (one.kind, one.indicator, UNTOLD, UNTOLD, UNTOLD, UNTOLD, UNTOLD)
    return (one.kind, one.indicator, one.cases, one.finds, one.rate, one.low, one.high)


def _lines(told: Statistics) -> Iterator[Sequence[object]]:
    tables = {
        "state": told.states,
        "outcome": told.outcomes,
        "provision": told.provisions,
        "listed entry": told.entries,
        "question": told.questions,
    }
    for name, shown in tables.items():
        measure = "questions" if name == "question" else "cases"
        for row, number in shown.numbers.items():
            yield name, row, measure, shown.sign if number is None else number
        if name not in ("provision", "listed entry"):
            yield name, "total", measure, shown.sign if shown.total is None else shown.total
    for time in told.answer_times:
        measures = {
            "lower quartile": time.lower,
            "median": time.median,
            "upper quartile": time.upper,
        }
        for measure, days in measures.items():
            sign = "fewer than 5 answers" if days is None else days
            yield "days to answer", time.question, measure, sign
    for cost in told.costs:
        row = f"{cost.kind} {cost.currency}"
        yield "costs", row, "cases", "<5" if cost.cases is None else cost.cases
        yield "costs", row, "amount", "withheld" if cost.amount is None else str(cost.amount)


HANDLERS = [statistics, statistics_file, indicators, indicators_csv, indicators_json]
