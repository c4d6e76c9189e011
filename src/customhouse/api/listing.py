"""The list of kept screenings, part by part."""

import datetime
from typing import Annotated

from litestar import get
from litestar.params import QueryParameter
from litestar.response import Response

from customhouse.api.caller import GivenCaller
from customhouse.api.cursors import from_cursor, to_cursor
from customhouse.api.document import ApiOperation
from customhouse.api.etags import ApiRequest
from customhouse.api.next_part import NEXT_PART, to_next_part
from customhouse.api.parameters import CLEAN, Cursor, Limit
from customhouse.api.problems import ProblemError, problems
from customhouse.api.records import ScreeningPage
from customhouse.http.given import GivenContext
from customhouse.operations import screenings
from customhouse.operations.context import Context
from customhouse.screening.finding import Outcome
from customhouse.store.screenings import Filter, Place

_Words = Annotated[
    str,
    QueryParameter(
        max_length=200, pattern=CLEAN, description="Words of the goods or of the declaration's id."
    ),
]
_Outcomes = Annotated[
    list[Outcome] | None, QueryParameter(name="outcome", description="May be given several times.")
]
_Ref = Annotated[
    str,
    QueryParameter(
        max_length=120, pattern=CLEAN, description="A listed entry, as stockholm:lindane."
    ),
]
_Provision = Annotated[
    str,
    QueryParameter(max_length=120, pattern=CLEAN, description="A provision, as basel:art-6-1."),
]
_Country = Annotated[
    str, QueryParameter(pattern="^([A-Za-z]{2,3})?$", description="Of export or of destination.")
]
_First = Annotated[datetime.date | None, QueryParameter(description="Kept on this day or later.")]
_Last = Annotated[datetime.date | None, QueryParameter(description="Kept on this day or before.")]


@get(
    "/screenings",
    sync_to_thread=True,
    summary="List screenings",
    operation_class=ApiOperation,
    responses=problems(422),
    response_headers=[NEXT_PART],
    tags=["screenings"],
)
def list_screenings(
    request: ApiRequest,
    caller: GivenCaller,
    context: GivenContext,
    words: _Words = "",
    outcome: _Outcomes = None,
    ref: _Ref = "",
    provision: _Provision = "",
    country: _Country = "",
    first: _First = None,
    last: _Last = None,
    limit: Limit = 25,
    cursor: Cursor = None,
) -> Response[ScreeningPage]:
    """What the account may see of what was screened, the newest first. Days are in UTC."""
    asked = Filter(
        words=words,
        outcomes=outcome or (),
        ref=ref,
        provision=provision,
        country=_iso3(context, country) if country else "",
        first=first,
        last=last,
    )
    lines, after = screenings.history(
        context, caller, asked, after=from_cursor(cursor, Place) if cursor else None, limit=limit
    )
    mark = to_cursor(after) if after else None
    answer = ScreeningPage(screenings=lines, next_cursor=mark)
    return Response(answer, headers=to_next_part(request, "cursor", mark))


def _iso3(context: Context, code: str) -> str:
    country = context.desk.library.country(code)
    if country is None:
        raise ProblemError(
            "bad-value", "No list knows this country.", field="country",
            remedy="Use a code of ISO 3166, as KE or KEN.",
        )  # fmt: skip
    return country.iso3


HANDLERS = [list_screenings]
