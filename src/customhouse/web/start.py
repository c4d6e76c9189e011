"""The first page."""

from litestar import get
from litestar.response import Response

from customhouse.http.given import GivenContext, WebRequest
from customhouse.web.given import GivenVisitor
from customhouse.web.pages import page


@get("/", sync_to_thread=True)
def start(request: WebRequest, visitor: GivenVisitor, context: GivenContext) -> Response[str]:
    """What can be done here, and which packs are in use."""
    return page(request, visitor, "start.html", packs=context.desk.library.versions)


HANDLERS = [start]
