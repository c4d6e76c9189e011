"""The page of the network: who trades with whom, over which routes."""

from litestar import get
from litestar.response import Response

from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import insight
from customhouse.operations.context import Context
from customhouse.web.given import GivenActor, GivenVisitor
from customhouse.web.insight.labels import LABELS
from customhouse.web.insight.picture import MOST, picture
from customhouse.web.pages import page

MOST_ROWS = 200
"""Rows of a table; what is beyond them has the fewest cases."""


@get("/insight/network", sync_to_thread=True)
def network(
    request: WebRequest, visitor: GivenVisitor, context: GivenContext, actor: GivenActor
) -> Response[str]:
    """The network of the reader's own organisation; there is no file of it."""
    told = insight.traders(context, actor)
    return page(
        request,
        visitor,
        "insight/network.html",
        told=told,
        parties={party.id: party for party in told.parties},
        drawing=picture(told.links),
        drawn=MOST,
        most=MOST_ROWS,
        labels=LABELS,
        country=lambda iso3: _name(context, iso3),
        entry=lambda ref: _title(context, ref),
    )


def _name(context: Context, iso3: str) -> str:
    country = context.desk.library.country(iso3)
    return country.name if country else iso3


def _title(context: Context, ref: str) -> str:
    convention, _, name = ref.partition(":")
    substance = context.desk.library.substance(convention, name)
    return substance.name if substance else ref


HANDLERS = [network]
