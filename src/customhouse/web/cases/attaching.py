"""Give a case that was opened by hand the screening of its declaration."""

import uuid
from collections.abc import Sequence

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response

from customhouse.accounts.actor import Actor
from customhouse.coordination.case import CaseError
from customhouse.coordination.entries import Entry
from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import cases, screenings
from customhouse.operations.case_view import CaseView
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.store.cases import ConflictError
from customhouse.store.screenings import Filter
from customhouse.web.cases import rows
from customhouse.web.cases.own_case import own_case, seen_of
from customhouse.web.given import Form, GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.visitor import Visitor

MOST_SHOWN = 50


@get("/cases/{key:str}/screening", sync_to_thread=True)
def choose(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
) -> Response[str]:
    """The newest screenings that the reader sees, to choose one of."""
    return _show(request, visitor, context, actor, own_case(context, actor, key))


@post("/cases/{key:str}/screening", sync_to_thread=True)
def attach(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    data: Form,
) -> Response[str] | Redirect:
    """Attach the one chosen."""
    view = own_case(context, actor, key)
    try:
        chosen = uuid.UUID(data.get("screening", ""))
        cases.attach(context, actor, view.case.id, seen_of(data), chosen)
    except CaseError as error:
        return _show(request, visitor, context, actor, view, error=error)
    except (ValueError, NotFoundError):
        return _show(request, visitor, context, actor, view, unchosen=True)
    except ConflictError as error:
        view = own_case(context, actor, key)
        return _show(request, visitor, context, actor, view, since=error.since)
    return Redirect(f"/cases/{view.case.id}#screening", status_code=303)


def _show(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    actor: Actor,
    view: CaseView,
    *,
    error: CaseError | None = None,
    unchosen: bool = False,
    since: Sequence[Entry] = (),
) -> Response[str]:
    lines, _ = screenings.history(context, actor, Filter(), limit=MOST_SHOWN)
    return page(
        request,
        visitor,
        "cases/screening.html",
        status=409 if since else 422 if error or unchosen else 200,
        case=view.case,
        lines=lines,
        error=error,
        unchosen=unchosen,
        since=list(rows.log(since)),
    )


HANDLERS = [choose, attach]
