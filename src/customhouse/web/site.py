"""All pages together."""

from litestar import Router
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

from customhouse.web import sign_in, start
from customhouse.web.pages import STATIC

PAGES = [*start.HANDLERS, *sign_in.HANDLERS]

YEAR = 365 * 24 * 3600
"""Seconds; the address of a static file changes with the file."""

HANDLERS = [
    Router("/", route_handlers=PAGES),
    create_static_files_router(
        "/static",
        directories=[STATIC],
        cache_control=CacheControlHeader(public=True, max_age=YEAR, immutable=True),
        name="static",
    ),
]
