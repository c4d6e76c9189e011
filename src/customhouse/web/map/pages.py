"""The page with the map of Parties, and the same as a table."""

import datetime

from litestar import get
from litestar.params import FromQuery
from litestar.response import Response

from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations.context import Context
from customhouse.operations.parties import RELATIONS, State, relations
from customhouse.reference.records import Convention
from customhouse.web.given import GivenVisitor
from customhouse.web.map.world import world
from customhouse.web.pages import page

CONVENTIONS: tuple[Convention, ...] = ("basel", "rotterdam", "stockholm")
SORTS = ("name", "relation", "since")


@get("/map", sync_to_thread=True)
def parties(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    convention: FromQuery[str] = "basel",
    as_of: FromQuery[str] = "",
    sort: FromQuery[str] = "name",
) -> Response[str]:
    """Who is a Party to a convention on a day. What cannot be read is told, and today taken."""
    chosen = next((one for one in CONVENTIONS if one == convention), CONVENTIONS[0])
    day, fault = context.today(), False
    if as_of:
        try:
            day = datetime.date.fromisoformat(as_of)
        except ValueError:
            fault = True
    states = relations(context.desk.library, chosen, day)
    order = sort if sort in SORTS else "name"
    return page(
        request,
        visitor,
        "map/parties.html",
        status=422 if fault else 200,
        convention=chosen,
        conventions=CONVENTIONS,
        as_of=as_of,
        day=day,
        fault=fault,
        sort=order,
        states=sorted(states, key=lambda state: _place(state, order)),
        by_iso3={state.iso3: state for state in states},
        counts=[(one, sum(s.relation == one for s in states)) for one in RELATIONS],
        world=world(),
        names={area.iso3: _name(context, area.iso3) for area in world().areas if area.iso3},
    )


def _place(state: State, order: str) -> tuple[int, str]:
    if order == "relation":
        return RELATIONS.index(state.relation), ""
    if order == "since":
        return 0, state.since.isoformat() if state.since else "9999"
    return 0, ""


def _name(context: Context, iso3: str) -> str:
    country = context.desk.library.country(iso3)
    return country.name if country else iso3


HANDLERS = [parties]
