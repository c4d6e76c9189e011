"""What was screened: find it again, take it away as a file, keep the search."""

from litestar import get
from litestar.exceptions import HTTPException
from litestar.params import FromQuery
from litestar.response import Response

from customhouse.accounts.actor import Actor
from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import saved_searches, screenings
from customhouse.screening.finding import OUTCOMES
from customhouse.store.screenings import Line
from customhouse.web import history_filter
from customhouse.web.given import GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.spreadsheet import csv_file

MOST_LINES = 10_000


@get("/history", sync_to_thread=True)
def history(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    after: FromQuery[str] = "",
) -> Response[str]:
    """The screenings that the reader may see, the newest first."""
    _may_read(actor)
    asked = _asked(request, context)
    lines: list[Line] = []
    more = None
    if not asked.faults:
        try:
            start = history_filter.place(after) if after else None
        except ValueError:
            raise HTTPException(status_code=400) from None
        lines, more = screenings.history(context, actor, asked.filter, after=start)
    keeps = actor.may("searches.keep")
    return page(
        request,
        visitor,
        "history/list.html",
        status=422 if asked.faults else 200,
        asked=asked,
        outcomes=OUTCOMES,
        lines=lines,
        paged=bool(after),
        more=history_filter.query(
            outcome=asked.outcomes, **asked.form, after=history_filter.written(more)
        )
        if more
        else "",
        kept=saved_searches.kept(context, actor, "history") if keeps else [],
    )


@get("/history.csv", sync_to_thread=True)
def history_file(request: WebRequest, context: GivenContext, actor: GivenActor) -> Response[bytes]:
    """The filtered list as a file, the newest 10,000 lines of it."""
    _may_read(actor)
    asked = _asked(request, context)
    if asked.faults:
        raise HTTPException(status_code=400)
    lines, _ = screenings.history(context, actor, asked.filter, limit=MOST_LINES)
    return csv_file("history.csv", Line.__struct_fields__, [_cells(line) for line in lines])


def _cells(line: Line) -> list[object]:
    values = [getattr(line, name) for name in line.__struct_fields__]
    return [value.isoformat() if hasattr(value, "isoformat") else value for value in values]


def _asked(request: WebRequest, context: GivenContext) -> history_filter.Asked:
    fields = request.query_params
    form = {name: fields.getall(name, [""])[-1] for name in history_filter.FIELDS}
    return history_filter.read(context.desk.library, form, fields.getall("outcome", []))


def _may_read(actor: Actor) -> None:
    """Raise `DeniedError` for one whose roles show no screening at all."""
    if not actor.may("screenings.read_state"):
        actor.require("screenings.read_own")


HANDLERS = [history, history_file]
