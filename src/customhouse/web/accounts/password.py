"""Choose a password by a one-time link."""

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response

from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import own_account
from customhouse.operations.accounts import AccountError
from customhouse.operations.context import Context
from customhouse.web.accounts.second_factor import unkept
from customhouse.web.given import Form, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.visitor import Visitor


@get("/account/password/{token:str}", sync_to_thread=True)
def password_page(
    request: WebRequest, visitor: GivenVisitor, context: GivenContext, token: FromPath[str]
) -> Response[str]:
    """The form, or that the link is good no more."""
    return _form(request, visitor, context, token)


@post("/account/password/{token:str}", sync_to_thread=True)
def choose_password(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    token: FromPath[str],
    data: Form,
) -> Response[str] | Redirect:
    """Take the password; then one signs in with it."""
    try:
        own_account.choose_password(context, token, data.get("new_password", ""))
    except AccountError as error:
        return _form(request, visitor, context, token, error)
    return Redirect("/sign-in?chosen=yes", status_code=303)


def _form(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    token: str,
    error: AccountError | None = None,
) -> Response[str]:
    user = own_account.link_user(context, token)
    status = 404 if user is None else 422 if error else 200
    answer = page(request, visitor, "accounts/password.html", status=status, user=user, error=error)
    return unkept(answer)


HANDLERS = [password_page, choose_password]
