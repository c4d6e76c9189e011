"""Open a case, by hand or from a screening."""

import uuid
from collections.abc import Mapping

from litestar import get, post
from litestar.params import FromQuery
from litestar.response import Redirect, Response

from customhouse.accounts.actor import Actor
from customhouse.coordination.case import CaseError
from customhouse.coordination.from_declaration import MOST_ITEMS, facts_of
from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import cases, screenings
from customhouse.operations.cases import LONGEST_NUMBER, LONGEST_TITLE
from customhouse.operations.context import Context
from customhouse.store.screenings import Kept
from customhouse.web.given import Form, GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.visitor import Visitor, uuid_of


@get("/cases/new", sync_to_thread=True)
def new_case(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    screening: FromQuery[str] = "",
) -> Response[str]:
    """The form; from a screening with its number and goods filled in."""
    actor.require("cases.open")
    kept = _kept(context, actor, screening)
    return _form(request, visitor, kept, _from_screening(kept) if kept else {})


@post("/cases/new", sync_to_thread=True)
def open_case(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    data: Form,
) -> Response[str] | Redirect:
    """Open the case, with the parties and goods of its declaration as first entries."""
    actor.require("cases.open")
    kept = _kept(context, actor, data.get("screening", ""))
    try:
        key = cases.open_case(
            context,
            actor,
            number=data.get("number", ""),
            title=data.get("title", ""),
            screening=kept.line.id if kept else None,
            told=facts_of(kept.saved.declaration, kept.saved.assessment) if kept else (),
        )
    except CaseError as error:
        return _form(request, visitor, kept, data, error)
    return Redirect(f"/cases/{key}", status_code=303)


def _kept(context: Context, actor: Actor, text: str) -> Kept | None:
    key: uuid.UUID | None = uuid_of(text) if text else None
    return screenings.get(context, actor, key) if key else None


def _from_screening(kept: Kept) -> Mapping[str, str]:
    declaration = kept.saved.declaration
    goods = next((item.description for item in declaration.items if item.description), "")
    return {"number": declaration.id[:LONGEST_NUMBER], "title": goods[:LONGEST_TITLE]}


def _form(
    request: WebRequest,
    visitor: Visitor,
    kept: Kept | None,
    typed: Mapping[str, str],
    error: CaseError | None = None,
) -> Response[str]:
    return page(
        request,
        visitor,
        "cases/new.html",
        status=422 if error else 200,
        kept=kept,
        typed=typed,
        error=error,
        most_items=MOST_ITEMS,
    )


HANDLERS = [new_case, open_case]
