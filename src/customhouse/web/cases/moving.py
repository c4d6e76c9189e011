"""Move a case to another state: by a person, with a reason, on evidence."""

from collections.abc import Mapping, Sequence

import msgspec
from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response

from customhouse.accounts.actor import Actor
from customhouse.coordination import moves
from customhouse.coordination.case import Case
from customhouse.coordination.entries import Entry
from customhouse.coordination.facts.typed import LONGEST_PROSE
from customhouse.coordination.moves import IN_THE_FORM, Move, MoveError, Need
from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import cases
from customhouse.operations.case_view import CaseView
from customhouse.operations.screenings import NotFoundError
from customhouse.store.cases import ConflictError
from customhouse.web.cases import rows
from customhouse.web.cases.own_case import own_case, seen_of, ticked
from customhouse.web.given import Form, GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.visitor import Visitor


@get("/cases/{key:str}/move/{name:str}", sync_to_thread=True)
def move_form(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    name: FromPath[str],
) -> Response[str]:
    """What the move needs, and where its reason is written."""
    view = own_case(context, actor, key)
    return _show(request, visitor, actor, view, _move(name), {})


@post("/cases/{key:str}/move/{name:str}", sync_to_thread=True)
def move(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    name: FromPath[str],
    data: Form,
) -> Response[str] | Redirect:
    """Make the move; or say what it still needs, or what others added meanwhile."""
    view = own_case(context, actor, key)
    chosen = _move(name)
    reason = data.get("reason", "").strip()
    boxes = set(ticked(data, "evidence"))
    evidence = tuple(number for number in view.case.evidence if str(number) in boxes)
    if len(reason) > LONGEST_PROSE:
        return _show(request, visitor, actor, view, chosen, data, too_long=True)
    try:
        cases.move(context, actor, view.case.id, seen_of(data), name, reason, evidence)
    except MoveError as error:
        return _show(request, visitor, actor, view, chosen, data, unmet=error.unmet)
    except ConflictError as error:
        view = own_case(context, actor, key)
        return _show(request, visitor, actor, view, chosen, data, since=error.since)
    return Redirect(f"/cases/{view.case.id}", status_code=303)


def _move(name: str) -> Move:
    found = moves.moves().get(name)
    if found is None:
        raise NotFoundError
    return found


def _show(
    request: WebRequest,
    visitor: Visitor,
    actor: Actor,
    view: CaseView,
    chosen: Move,
    typed: Mapping[str, str],
    *,
    unmet: Sequence[Need] = (),
    too_long: bool = False,
    since: Sequence[Entry] = (),
) -> Response[str]:
    """`before` is what has to be there before the move, `unmet` what the form lacks."""
    case = view.case
    open_to = chosen in moves.possible(case, actor)
    missing = moves.unmet(chosen, case, actor, "", ())
    return page(
        request,
        visitor,
        "cases/move.html",
        status=409 if since else 422 if unmet or too_long else 200,
        view=view,
        case=case,
        move=chosen,
        typed=typed,
        open_to=open_to,
        before=[need for need in missing if need not in IN_THE_FORM],
        unmet=[need for need in unmet if need in IN_THE_FORM],
        too_long=too_long,
        since=list(rows.log(since)),
        evidence=list(rows.log(_evidence(case))),
    )


def _evidence(case: Case) -> list[Entry]:
    """What a move can rest on, each entry as it stands after corrections."""
    numbers = set(case.evidence)
    return [
        msgspec.structs.replace(entry, body=case.standing[entry.sequence])
        for entry in case.entries
        if entry.sequence in numbers
    ]


HANDLERS = [move_form, move]
