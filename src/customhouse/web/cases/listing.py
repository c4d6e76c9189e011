"""The list of cases."""

from litestar import get
from litestar.exceptions import HTTPException
from litestar.params import FromQuery
from litestar.response import Response

from customhouse.accounts.actor import Actor
from customhouse.coordination.moves import STATES
from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import cases
from customhouse.store.cases import CaseFilter, CasePlace
from customhouse.store.screenings import Place
from customhouse.web import history_filter
from customhouse.web.given import GivenActor, GivenVisitor
from customhouse.web.pages import page


@get("/cases", sync_to_thread=True)
def case_list(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    words: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Response[str]:
    """The cases that the reader may see, what changed last first."""
    may_read(actor)
    states = [one for one in STATES if one in request.query_params.getall("state", [])]
    try:
        place = history_filter.place(after) if after else None
    except ValueError:
        raise HTTPException(status_code=400) from None
    lines, more = cases.history(
        context,
        actor,
        CaseFilter(words=words.strip(), states=tuple(states)),
        after=CasePlace(place.created_at, place.id) if place else None,
    )
    following = history_filter.written(Place(more.changed_at, more.id)) if more else ""
    return page(
        request,
        visitor,
        "cases/list.html",
        lines=lines,
        words_asked=words,
        states=STATES,
        chosen=states,
        first=history_filter.query(words=words, state=states) if after else None,
        more=history_filter.query(words=words, state=states, after=following) if more else "",
    )


def may_read(actor: Actor) -> None:
    """Raise `DeniedError` for one whose roles show no case at all."""
    if not actor.may("cases.read_state"):
        actor.require("cases.read_organisation")


HANDLERS = [case_list]
