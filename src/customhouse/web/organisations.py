"""Organisations with accounts on this server."""

from litestar import get, post
from litestar.response import Redirect, Response

from customhouse.accounts.actor import Actor
from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import organisations
from customhouse.operations.accounts import AccountError
from customhouse.operations.context import Context
from customhouse.reference.country_names import country_names
from customhouse.store.organisations import KINDS
from customhouse.web.given import Form, GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.visitor import Visitor


@get("/organisations", sync_to_thread=True)
def organisations_page(
    request: WebRequest, visitor: GivenVisitor, context: GivenContext, actor: GivenActor
) -> Response[str]:
    """The organisations whose people the reader manages, and a form to add one."""
    return _list(request, visitor, context, actor, {}, None)


@post("/organisations", sync_to_thread=True)
def add_organisation(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    data: Form,
) -> Response[str] | Redirect:
    """Add an organisation, and go on to its people."""
    try:
        made = organisations.add(
            context,
            actor,
            name=data.get("name", ""),
            kind=data.get("kind", ""),
            iso3=data.get("iso3", ""),
        )
    except AccountError as error:
        return _list(request, visitor, context, actor, data, error)
    return Redirect(f"/people?organisation={made.id}", status_code=303)


def _list(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    actor: Actor,
    form: Form,
    error: AccountError | None,
) -> Response[str]:
    return page(
        request,
        visitor,
        "people/organisations.html",
        status=422 if error else 200,
        homes=organisations.reached(context, actor),
        adding=organisations.may_add(context, actor),
        kinds=KINDS,
        countries=country_names(context.desk.library, visitor.language),
        form=form,
        error=error,
    )


HANDLERS = [organisations_page, add_organisation]
