"""The answers to the declarations of one file."""

from litestar import get
from litestar.params import FromQuery
from litestar.response import Response

from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import screenings
from customhouse.screening.finding import SEVERITY
from customhouse.web.given import GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.screening.screen import MOST_LISTED
from customhouse.web.visitor import uuid_of


@get("/screenings", sync_to_thread=True)
def several(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    ids: FromQuery[str],
    count: FromQuery[int] = 0,
) -> Response[str]:
    """The answers, the strictest first; `count` is how many there are when not all are named."""
    keys = [uuid_of(one) for one in ids.split(",")[:MOST_LISTED]]
    kept = [screenings.get(context, actor, key) for key in keys]
    kept.sort(key=lambda one: -SEVERITY[one.line.outcome])
    return page(request, visitor, "screening/several.html", kept=kept, count=max(count, len(kept)))


HANDLERS = [several]
