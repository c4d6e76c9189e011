"""The audit log as a table, and whether its chain holds."""

from litestar import get
from litestar.params import FromQuery
from litestar.response import Response

from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import audit_log
from customhouse.web.given import GivenActor, GivenVisitor
from customhouse.web.pages import page


@get("/audit", sync_to_thread=True)
def audit_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    before: FromQuery[str] = "",
    check: FromQuery[str] = "",
) -> Response[str]:
    """The newest rows, those before a number, and the state of the chain when it is asked for."""
    below = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    log = audit_log.newest(context, actor, before=below)
    chain = audit_log.check(context, actor) if check else None
    return page(request, visitor, "people/audit.html", log=log, chain=chain, first=below is None)


HANDLERS = [audit_page]
