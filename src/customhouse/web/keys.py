"""A person's API keys: make one, see them, revoke one."""

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response

from customhouse.accounts.actor import Actor
from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import keys
from customhouse.operations.context import Context
from customhouse.operations.keys import LONGEST_DAYS, MOST_KEYS, KeyRefusedError, NewKey
from customhouse.web.given import Form, GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.visitor import Visitor, uuid_of


@get("/account/keys", sync_to_thread=True)
def keys_page(
    request: WebRequest, visitor: GivenVisitor, context: GivenContext, actor: GivenActor
) -> Response[str]:
    """The keys, and a form to make one."""
    return _list(request, visitor, context, actor)


@post("/account/keys", sync_to_thread=True)
def make_key(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    data: Form,
) -> Response[str]:
    """Make a key and show it, this once."""
    told = data.get("days", "")
    days = int(told) if told.isascii() and told.isdigit() and len(told) < 5 else 0
    try:
        made = keys.create(context, actor, name=data.get("name", ""), days=days)
    except KeyRefusedError as error:
        return _list(request, visitor, context, actor, form=data, error=error)
    return _list(request, visitor, context, actor, made=made)


@post("/account/keys/{key:str}/revoke", sync_to_thread=True)
def revoke_key(context: GivenContext, actor: GivenActor, key: FromPath[str]) -> Redirect:
    """Have a key open nothing any more."""
    keys.revoke(context, actor, uuid_of(key))
    return Redirect("/account/keys", status_code=303)


def _list(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    actor: Actor,
    *,
    form: dict[str, str] | None = None,
    error: KeyRefusedError | None = None,
    made: NewKey | None = None,
) -> Response[str]:
    answer = page(
        request,
        visitor,
        "keys/list.html",
        status=422 if error else 200,
        keys=keys.own(context, actor),
        now=context.now(),
        form=form or {},
        error=error,
        made=made,
        most=MOST_KEYS,
        longest=LONGEST_DAYS,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


HANDLERS = [keys_page, make_key, revoke_key]
