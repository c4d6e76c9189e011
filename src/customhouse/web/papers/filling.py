"""A form filled from the case: see it, change it, keep it as a draft."""

from collections.abc import Mapping, Sequence

import msgspec
from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Response

from customhouse.accounts.actor import Actor
from customhouse.coordination.case import CaseError
from customhouse.coordination.entries import Entry
from customhouse.coordination.forms import check
from customhouse.coordination.forms.ground import TYPED, Field
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

_BOX = "box."
"""How the fields of boxes begin in the form of the page."""


@get("/cases/{key:str}/papers/new", sync_to_thread=True)
def new_paper(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    form: FromQuery[str] = "",
) -> Response[str]:
    """A form as the case fills it; nothing is kept yet."""
    actor.require("cases.write")
    paper = papers.begin(context, actor, uuid_of(key), form)
    if not paper.mine:
        raise NotFoundError
    return _show(request, visitor, context, actor, paper)


@get("/cases/{key:str}/papers/{number:int}", sync_to_thread=True)
def paper_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    number: FromPath[int],
) -> Response[str]:
    """A draft: what is missing, what contradicts it, and its boxes to change."""
    return _show(request, visitor, context, actor, papers.get(context, actor, uuid_of(key), number))


@post("/cases/{key:str}/papers", sync_to_thread=True)
def keep_paper(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    data: Form,
) -> Response[str] | Redirect:
    """Keep the boxes as a new draft; what others added meanwhile is shown first."""
    case, of = uuid_of(key), _number(data.get("of", ""))
    name, texts = data.get("form", ""), _typed(data)
    since: Sequence[Entry] = ()
    error: PaperError | CaseError | None = None
    try:
        entry = papers.keep(context, actor, case, seen_of(data), name, texts, of=of)
    except ConflictError as conflict:
        since = conflict.since
    except (PaperError, CaseError) as refused:
        error = refused
    else:
        return Redirect(f"/cases/{case}/papers/{entry.sequence}", status_code=303)
    paper = papers.get(context, actor, case, of) if of else papers.begin(context, actor, case, name)
    return _show(request, visitor, context, actor, _retyped(paper, texts), since=since, error=error)


def _retyped(paper: Paper, texts: Mapping[str, str]) -> Paper:
    """The paper with what was typed in its boxes."""
    fields = {}
    for box in paper.form.boxes:
        text, known = texts.get(box.id, ""), paper.fields.get(box.id, Field())
        fields[box.id] = known if known.text == text else Field(text, (TYPED,))
    return msgspec.structs.replace(
        paper, fields=fields, gaps=tuple(check.gaps(paper.form, texts)), contradictions=()
    )


def _typed(data: Mapping[str, str]) -> dict[str, str]:
    """What stands in the boxes, with the line ends of this machine and not of the browser."""
    return {
        name.removeprefix(_BOX): text.replace("\r\n", "\n")
        for name, text in data.items()
        if name.startswith(_BOX)
    }


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _show(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    actor: Actor,
    paper: Paper,
    *,
    since: Sequence[Entry] = (),
    error: PaperError | CaseError | None = None,
) -> Response[str]:
    return page(
        request,
        visitor,
        "papers/paper.html",
        status=409 if since else 422 if error else 200,
        paper=paper,
        case=paper.case,
        editable=paper.mine and (paper.draft is None or paper.draft.newer is None),
        missing={box.id for box in paper.gaps},
        may_sign=not actor.roles.isdisjoint(paper.form.signers),
        since=since,
        error=error,
        country=countries_in(context.desk.library, visitor.language).name,
    )


HANDLERS = [new_paper, paper_page, keep_paper]
