"""The server: pages and API over one desk and one store."""

from functools import partial

from litestar import Litestar, Response
from litestar.config.compression import CompressionConfig
from litestar.config.csrf import CSRFConfig
from litestar.di import Provide
from litestar.exceptions import HTTPException

from customhouse.api.document import CONFIG
from customhouse.api.errors import problem
from customhouse.api.routes import ROUTER
from customhouse.api.schemas import RecordSchemas
from customhouse.http.given import WebRequest
from customhouse.http.rate_limit import Limiter
from customhouse.http.settings import Settings
from customhouse.operations.context import Context
from customhouse.server.headers import with_headers
from customhouse.server.sign_in_limit import SignInLimit
from customhouse.store import secret
from customhouse.web import site
from customhouse.web.errors import error_page
from customhouse.web.visitor import actor_of, visitor_of

LARGEST_REQUEST = 20_000_000
"""Bytes of a request's body; `declarations` sets narrower limits of its own."""


def build(context: Context, settings: Settings) -> Litestar:
    """The application. The store is up to date already."""
    app = Litestar(
        route_handlers=[*site.HANDLERS, ROUTER],
        dependencies={
            "context": Provide(lambda: context, sync_to_thread=False),
            "settings": Provide(lambda: settings, sync_to_thread=False),
            "visitor": Provide(visitor_of, sync_to_thread=True),
            "actor": Provide(actor_of, sync_to_thread=False),
        },
        exception_handlers={Exception: partial(_answer, https=settings.is_https)},
        after_request=partial(with_headers, https=settings.is_https),
        csrf_config=CSRFConfig(
            secret=secret.signing_key(context.store),
            cookie_secure=settings.is_https,
            cookie_httponly=True,
            cookie_samesite="lax",
            exclude=["^/api/"],
        ),
        compression_config=CompressionConfig(backend="gzip", minimum_size=1000),
        request_max_body_size=LARGEST_REQUEST,
        middleware=[SignInLimit(settings.sign_ins_a_minute)],
        openapi_config=CONFIG,
        plugins=[RecordSchemas()],
    )
    app.state.context = context
    app.state.api_limiter = Limiter(settings.requests_a_minute)
    return app


def _answer(request: WebRequest, error: Exception, *, https: bool) -> Response:  # type: ignore[type-arg]
    """What went wrong: a problem for programs, a page for people."""
    answer: Response  # type: ignore[type-arg]
    if request.url.path.startswith("/api/"):
        answer = problem(request, error)
    else:
        answer = error_page(request, error)
        if isinstance(error, HTTPException):
            answer.headers.update(error.headers or {})
    return with_headers(answer, https=https)
