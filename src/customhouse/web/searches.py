"""The searches that a person keeps."""

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response

from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import saved_searches
from customhouse.operations.saved_searches import SearchError
from customhouse.web.given import Form, GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.visitor import uuid_of


@get("/searches", sync_to_thread=True)
def searches(
    request: WebRequest, visitor: GivenVisitor, context: GivenContext, actor: GivenActor
) -> Response[str]:
    """The list; each search runs by its link."""
    kept = saved_searches.kept(context, actor)
    return page(request, visitor, "history/searches.html", kept=kept)


@post("/searches", sync_to_thread=True)
def keep_search(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    data: Form,
) -> Response[str] | Redirect:
    """Keep a search of `place` (lookup or history) under a name."""
    try:
        saved_searches.keep(
            context,
            actor,
            name=data.get("name", ""),
            place=data.get("place", ""),
            query=data.get("query", ""),
        )
    except SearchError as error:
        kept = saved_searches.kept(context, actor)
        return page(
            request,
            visitor,
            "history/searches.html",
            status=422,
            kept=kept,
            error=error,
            form=data,
        )
    return Redirect("/searches", status_code=303)


@post("/searches/{key:str}/delete", sync_to_thread=True)
def delete_search(context: GivenContext, actor: GivenActor, key: FromPath[str]) -> Redirect:
    """Forget a search."""
    saved_searches.forget(context, actor, uuid_of(key))
    return Redirect("/searches", status_code=303)


HANDLERS = [searches, keep_search, delete_search]
