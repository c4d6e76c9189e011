"""Screen the declaration of a case again: what changes is shown before it is done."""

import uuid
from collections.abc import Mapping, Sequence

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response

from customhouse.accounts.actor import Actor
from customhouse.coordination.case import CaseError
from customhouse.coordination.entries import Entry
from customhouse.coordination.restated import item_of, results_of
from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import rescreen
from customhouse.operations.context import Context
from customhouse.store.cases import ConflictError
from customhouse.web.cases import rows
from customhouse.web.cases.own_case import own_case, seen_of
from customhouse.web.given import Form, GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.referrals.typed_question import is_number
from customhouse.web.visitor import Visitor, uuid_of


@get("/cases/{key:str}/rescreen", sync_to_thread=True)
def rescreen_form(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
) -> Response[str]:
    """What the evidence of the case changes in the declaration."""
    typed = dict(request.query_params.items())
    return _show(request, visitor, context, actor, uuid_of(key), typed)


@post("/cases/{key:str}/rescreen", sync_to_thread=True)
def rescreen_now(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    data: Form,
) -> Response[str] | Redirect:
    """Screen again; the new answer is an entry of the case."""
    case_id = uuid_of(key)
    try:
        rescreen.rescreen(context, actor, case_id, seen_of(data), _items(data))
    except CaseError as error:
        return _show(request, visitor, context, actor, case_id, data, error)
    except ConflictError as error:
        return _show(request, visitor, context, actor, case_id, data, since=error.since)
    return Redirect(f"/cases/{case_id}", status_code=303)


def _items(typed: Mapping[str, str]) -> dict[int, int]:
    """The item of each result, as chosen: the field `item.7` is of the result of entry 7."""
    found = {}
    for field, value in typed.items():
        entry = field.removeprefix("item.")
        if entry != field and is_number(entry) and is_number(value):
            found[int(entry)] = int(value)
    return found


def _show(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    actor: Actor,
    case_id: uuid.UUID,
    typed: Mapping[str, str],
    error: CaseError | None = None,
    since: Sequence[Entry] = (),
) -> Response[str]:
    view = own_case(context, actor, str(case_id))
    items = _items(typed)
    try:
        seen = rescreen.preview(context, actor, case_id, items)
    except CaseError as problem:
        seen, error = None, problem
    chosen = []
    if seen is not None:
        declaration = seen.kept.saved.declaration
        chosen = [
            (entry, result, items.get(entry) or item_of(view.case, result, declaration))
            for entry, result in results_of(view.case)
            if len(declaration.items) > 1
        ]
    return page(
        request,
        visitor,
        "referrals/rescreen.html",
        status=409 if since else 422 if error and request.method == "POST" else 200,
        case=view.case,
        seen=seen,
        made=seen.restated if seen else None,
        problem=str(error) if error else seen.problem if seen else "",
        chosen=chosen,
        items=items,
        since=list(rows.log(since)),
    )


HANDLERS = [rescreen_form, rescreen_now]
