"""The server: pages and API over one desk and one store."""

from functools import partial

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.config.csrf import CSRFConfig
from litestar.di import Provide

from customhouse.operations.context import Context
from customhouse.server.headers import with_headers
from customhouse.server.settings import Settings
from customhouse.store import secret
from customhouse.web import site
from customhouse.web.errors import error_page
from customhouse.web.visitor import actor_of, visitor_of

LARGEST_REQUEST = 20_000_000
"""Bytes of a request's body; `declarations` sets narrower limits of its own."""


def build(context: Context, settings: Settings) -> Litestar:
    """The application. The store is up to date already."""
    app = Litestar(
        route_handlers=[*site.HANDLERS],
        dependencies={
            "context": Provide(lambda: context, sync_to_thread=False),
            "settings": Provide(lambda: settings, sync_to_thread=False),
            "visitor": Provide(visitor_of, sync_to_thread=True),
            "actor": Provide(actor_of, sync_to_thread=False),
        },
        exception_handlers={Exception: error_page},
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
        openapi_config=None,
    )
    app.state.context = context
    return app
