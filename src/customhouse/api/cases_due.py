"""What is due in all cases that the account may see."""

import datetime
from typing import Annotated

from litestar import get
from litestar.params import QueryParameter

from customhouse.api.caller import GivenCaller
from customhouse.api.cases_records import ClockDue, Due
from customhouse.api.document import ApiOperation
from customhouse.api.problems import problems
from customhouse.http.given import GivenContext
from customhouse.operations import clocks

_Until = Annotated[
    datetime.date | None,
    QueryParameter(description="Clocks that end on this day or before, as YYYY-MM-DD."),
]


@get(
    "/due",
    sync_to_thread=True,
    summary="What is due",
    operation_class=ApiOperation,
    responses=problems(422),
    tags=["cases"],
)
def due(caller: GivenCaller, context: GivenContext, until: _Until = None) -> Due:
    """Clocks that run, overdue first, at most 1000. A clock that has run out moves no case."""
    return Due(
        clocks=[
            ClockDue(
                case_id=one.line.case_id,
                number=one.line.number,
                title=one.line.title,
                clock=one.line.clock,
                limit=one.line.limit,
                began_on=one.line.began_on,
                ends_on=one.line.ends_on,
                iso3=one.line.state_iso3,
                state=one.state,
                days_left=one.days_left,
                works_on=one.works_on,
                known=one.known,
            )
            for one in clocks.due(context, caller, until)
        ]
    )


HANDLERS = [due]
