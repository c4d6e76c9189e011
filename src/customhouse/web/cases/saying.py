"""Say something in a case, to those of the own organisation."""

import uuid
from collections.abc import Mapping, Sequence

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response

from customhouse.accounts.actor import Actor
from customhouse.coordination.case import CaseError
from customhouse.coordination.entries import Entry, Said
from customhouse.coordination.facts.typed import LONGEST_PROSE
from customhouse.http.given import GivenContext, WebRequest
from customhouse.languages.catalogues import LANGUAGES, N_
from customhouse.operations import case_view, cases
from customhouse.operations.case_view import CaseView
from customhouse.operations.context import Context
from customhouse.store.cases import ConflictError
from customhouse.web.cases import rows
from customhouse.web.cases.own_case import own_case, seen_of, ticked
from customhouse.web.given import Form, GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.visitor import Visitor


@get("/cases/{key:str}/say", sync_to_thread=True)
def say_form(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
) -> Response[str]:
    """Where a message is written."""
    return _show(request, visitor, context, actor, own_case(context, actor, key), {})


@post("/cases/{key:str}/say", sync_to_thread=True)
def say(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    data: Form,
) -> Response[str] | Redirect:
    """Add the message; somebody of another organisation cannot be mentioned."""
    view = own_case(context, actor, key)
    text = data.get("text", "").strip()
    fault = N_("Write something.") if not text else ""
    if len(text) > LONGEST_PROSE:
        fault = N_("This is too long.")
    if fault:
        return _show(request, visitor, context, actor, view, data, fault=fault)
    language = data.get("language", "")
    chosen = set(ticked(data, "mention"))
    said = Said(
        text=text,
        language=language if language in LANGUAGES else visitor.language,
        mentions=_mentioned(context, actor, chosen),
    )
    try:
        cases.tell(context, actor, view.case.id, seen_of(data), [said])
    except CaseError as error:
        return _show(request, visitor, context, actor, view, data, error=error)
    except ConflictError as error:
        view = own_case(context, actor, key)
        return _show(request, visitor, context, actor, view, data, since=error.since)
    return Redirect(f"/cases/{view.case.id}#messages", status_code=303)


def _mentioned(context: Context, actor: Actor, chosen: set[str]) -> tuple[uuid.UUID, ...]:
    everybody = case_view.colleagues(context, actor)
    return tuple(one.id for one in everybody if str(one.id) in chosen)


def _show(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    actor: Actor,
    view: CaseView,
    typed: Mapping[str, str],
    *,
    fault: str = "",
    error: CaseError | None = None,
    since: Sequence[Entry] = (),
) -> Response[str]:
    wrong = bool(fault or error)
    return page(
        request,
        visitor,
        "cases/say.html",
        status=409 if since else 422 if wrong else 200,
        view=view,
        case=view.case,
        typed=typed,
        fault=fault,
        error=error,
        since=list(rows.log(since)),
        colleagues=case_view.colleagues(context, actor),
    )


HANDLERS = [say_form, say]
