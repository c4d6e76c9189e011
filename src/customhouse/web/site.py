"""All pages together."""

from litestar import Router
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

from customhouse.web import (
    accounts,
    api_page,
    audit_log,
    case_clocks,
    cases,
    dashboard,
    due,
    exchange,
    history,
    insight,
    invitations,
    keys,
    organisations,
    papers,
    people,
    referrals,
    screening,
    searches,
    sign_in,
    start,
    taking_in,
)
from customhouse.web.map import pages as parties
from customhouse.web.offline import pages as offline
from customhouse.web.pages import STATIC
from customhouse.web.reference import pages as reference

PAGES = [
    *start.HANDLERS,
    *keys.HANDLERS,
    *api_page.HANDLERS,
    *screening.HANDLERS,
    *sign_in.HANDLERS,
    *accounts.HANDLERS,
    *people.HANDLERS,
    *organisations.HANDLERS,
    *invitations.HANDLERS,
    *audit_log.HANDLERS,
    *history.HANDLERS,
    *searches.HANDLERS,
    *dashboard.HANDLERS,
    *insight.HANDLERS,
    *due.HANDLERS,
    *case_clocks.HANDLERS,
    *cases.HANDLERS,
    *exchange.HANDLERS,
    *taking_in.HANDLERS,
    *papers.HANDLERS,
    *referrals.HANDLERS,
    *parties.HANDLERS,
    *reference.HANDLERS,
    *offline.HANDLERS,
]

YEAR = 365 * 24 * 3600
"""Seconds; the address of a static file changes with the file."""

HANDLERS = [
    Router("/", route_handlers=PAGES, include_in_schema=False),
    create_static_files_router(
        "/static",
        directories=[STATIC],
        cache_control=CacheControlHeader(public=True, max_age=YEAR, immutable=True),
        name="static",
        opt={"exclude_from_csrf": True},
    ),
]
