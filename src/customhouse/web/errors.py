"""What went wrong, as a page in plain words."""

import logging
from urllib.parse import quote

from litestar.exceptions import HTTPException
from litestar.response import Redirect, Response

from customhouse.accounts.actor import DeniedError
from customhouse.http.given import WebRequest
from customhouse.http.went_away import went_away
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.web.pages import page
from customhouse.web.visitor import SignInFirst, visitor_of

_LOG = logging.getLogger("customhouse")


def error_page(request: WebRequest, error: Exception) -> Response[str] | Redirect:
    """The page for an error; for somebody who is not signed in, the way to the sign-in page."""
    context: Context = request.app.state.context
    if isinstance(error, SignInFirst):
        back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        to = back if request.method == "GET" else "/"
        return Redirect(f"/sign-in?to={quote(to)}", status_code=303)
    status = _status(error)
    if went_away(error):
        _LOG.debug("the client went away while it sent: %s %s", request.method, _kind(request))
    elif status >= 500:
        _LOG.exception("a page failed: %s %s", request.method, _kind(request), exc_info=error)
    return page(request, visitor_of(request, context), "error.html", status=status, code=status)


def _status(error: Exception) -> int:
    if went_away(error):
        return 400
    if isinstance(error, DeniedError):
        return 403
    if isinstance(error, NotFoundError):
        return 404
    return error.status_code if isinstance(error, HTTPException) else 500


def _kind(request: WebRequest) -> str:
    """The route and not the path: a path may hold the token of a guest or of a new password."""
    return str(getattr(request.scope.get("route_handler"), "name", None) or request.url.path[:8])
