"""Sign a draft, after a page that names the State it is for."""

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response

from customhouse.accounts.actor import Actor
from customhouse.coordination.case import CaseError
from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import papers
from customhouse.operations.context import Context
from customhouse.operations.papers import Paper, PaperError
from customhouse.operations.screenings import NotFoundError
from customhouse.reference.country_names import countries_in
from customhouse.store.cases import ConflictError
from customhouse.web.cases.own_case import seen_of
from customhouse.web.given import Form, GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.visitor import Visitor, uuid_of


@get("/cases/{key:str}/papers/{number:int}/sign", sync_to_thread=True)
def sign_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    number: FromPath[int],
) -> Response[str]:
    """What is signed, in whose name, and for which State."""
    actor.require("cases.write")
    return _show(request, visitor, context, actor, _own(context, actor, key, number))


@post("/cases/{key:str}/papers/{number:int}/sign", sync_to_thread=True)
def sign(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    number: FromPath[int],
    data: Form,
) -> Response[str] | Redirect:
    """Sign for the State that was confirmed; nothing is sent."""
    case = uuid_of(key)
    try:
        papers.sign(context, actor, case, seen_of(data), number, data.get("confirmed", ""))
    except ConflictError as conflict:
        paper = _own(context, actor, key, number)
        return _show(request, visitor, context, actor, paper, since=conflict)
    except (PaperError, CaseError) as error:
        paper = _own(context, actor, key, number)
        return _show(request, visitor, context, actor, paper, error=error)
    return Redirect(f"/cases/{case}/papers/{number}", status_code=303)


def _own(context: Context, actor: Actor, key: str, number: int) -> Paper:
    paper = papers.get(context, actor, uuid_of(key), number)
    if not paper.mine:
        raise NotFoundError
    return paper


def _show(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    actor: Actor,
    paper: Paper,
    *,
    error: PaperError | CaseError | None = None,
    since: ConflictError | None = None,
) -> Response[str]:
    return page(
        request,
        visitor,
        "papers/sign.html",
        status=409 if since else 422 if error else 200,
        paper=paper,
        case=paper.case,
        may_sign=not actor.roles.isdisjoint(paper.form.signers),
        abroad=paper.state != actor.iso3,
        error=error,
        since=since.since if since else (),
        country=countries_in(context.desk.library, visitor.language).name,
    )


HANDLERS = [sign_page, sign]
