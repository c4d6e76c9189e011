"""Sign in by an organisation's own service: away to it, and back."""

import base64
import logging

import msgspec
from litestar import get
from litestar.params import FromQuery
from litestar.response import Redirect, Response

from customhouse.accounts.oidc import Flight, Service
from customhouse.http.given import GivenContext, GivenSettings, WebRequest
from customhouse.http.settings import Settings
from customhouse.operations import identity
from customhouse.operations.identity import NotSignedInError
from customhouse.operations.screenings import NotFoundError
from customhouse.web.given import GivenVisitor
from customhouse.web.sign_in import go_on, own_page, sign_in_form
from customhouse.web.visitor import Visitor

_LOG = logging.getLogger("customhouse")
_COOKIE = "customhouse_service"
_BACK = "/sign-in/oidc/callback"
_HOLDS = 600
"""Seconds that somebody may take at the service."""


@get("/sign-in/oidc", sync_to_thread=True)
def leave(
    request: WebRequest, visitor: GivenVisitor, settings: GivenSettings, to: FromQuery[str] = "/"
) -> Response[str] | Redirect:
    """Send the browser to the service; `to` is the page to go on to afterwards."""
    try:
        address, flight = identity.begin(_service(settings), own_page(to))
    except NotSignedInError as error:
        return _failed(request, visitor, settings, error)
    answer = Redirect(address, status_code=303)
    answer.set_cookie(
        _COOKIE,
        base64.urlsafe_b64encode(msgspec.json.encode(flight)).decode(),
        path=_BACK,
        max_age=_HOLDS,
        secure=settings.is_https,
        httponly=True,
        samesite="lax",
    )
    return answer


@get(_BACK, sync_to_thread=True)
def come_back(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    settings: GivenSettings,
    code: FromQuery[str] = "",
) -> Response[str] | Redirect:
    """Sign in who came back from the service."""
    flight = _flight(request)
    try:
        done = identity.finish(
            context,
            _service(settings),
            flight,
            state=request.query_params.get("state", ""),
            code=code,
            factor_required=settings.factor_required,
        )
    except NotSignedInError as error:
        return _failed(request, visitor, settings, error)
    answer = go_on(done, own_page(flight.to if flight else "/"), settings)
    answer.delete_cookie(_COOKIE, path=_BACK)
    return answer


def _service(settings: Settings) -> Service:
    if not settings.oidc_issuer:
        raise NotFoundError
    return Service(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        redirect_uri=settings.public_url + _BACK,
    )


def _flight(request: WebRequest) -> Flight | None:
    try:
        kept = base64.urlsafe_b64decode(request.cookies.get(_COOKIE, ""))
        return msgspec.json.decode(kept, type=Flight)
    except ValueError:
        return None


def _failed(
    request: WebRequest, visitor: Visitor, settings: Settings, error: NotSignedInError
) -> Response[str]:
    if error.reason in ("unreachable", "unbelievable"):
        _LOG.warning("sign-in by %s failed: %s", settings.oidc_issuer, error)
    answer = sign_in_form(request, visitor, settings, to="/", problem=error.reason, status=422)
    answer.delete_cookie(_COOKIE, path=_BACK)
    return answer


HANDLERS = [leave, come_back]
