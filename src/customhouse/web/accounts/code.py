"""The second step of signing in: a code, a passkey or a recovery code."""

from litestar import get, post
from litestar.enums import MediaType
from litestar.params import FromQuery
from litestar.response import Redirect, Response

from customhouse.accounts import passkeys
from customhouse.http.given import GivenContext, GivenSettings, WebRequest
from customhouse.http.settings import Settings
from customhouse.operations import enrolment, second_factor
from customhouse.operations.context import Context
from customhouse.web.accounts.stage import token_of, waiting
from customhouse.web.given import Form, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.sign_in import own_page, set_session
from customhouse.web.visitor import Visitor


@get("/sign-in/code", sync_to_thread=True)
def code_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    settings: GivenSettings,
    to: FromQuery[str] = "/",
) -> Response[str] | Redirect:
    """Ask for the second factor; `to` is the page to go on to."""
    if visitor.actor is not None:
        return Redirect(own_page(to), status_code=303)
    return _form(request, visitor, context, settings, own_page(to))


@post("/sign-in/code", sync_to_thread=True)
def pass_code(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    settings: GivenSettings,
    data: Form,
) -> Response[str] | Redirect:
    """Take a code of the app, a recovery code, or the answer of a passkey."""
    token, to = token_of(request), own_page(data.get("to", "/"))
    site = passkeys.site(settings.public_url)
    answer = data.get("answer", "")
    if answer and site:
        opened = second_factor.pass_passkey(context, token, site, answer)
    else:
        opened = second_factor.pass_code(context, token, data.get("code", ""))
    if opened is None:
        return _form(request, visitor, context, settings, to, wrong=True)
    done = Redirect(to, status_code=303)
    set_session(done, opened, settings)
    return done


@post("/sign-in/code/passkey", sync_to_thread=True)
def ask_passkey(
    request: WebRequest, context: GivenContext, settings: GivenSettings
) -> Response[str]:
    """What the script hands to the browser, so that a passkey signs."""
    site = passkeys.site(settings.public_url)
    asked = second_factor.ask_passkey(context, token_of(request), site) if site else None
    return as_json(asked)


def as_json(asked: str | None) -> Response[str]:
    """The answer to a script; 409 when there is nothing to ask the browser for."""
    return Response(
        asked or "{}", media_type=MediaType.JSON, status_code=409 if asked is None else 200
    )


def _form(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    settings: Settings,
    to: str,
    *,
    wrong: bool = False,
) -> Response[str]:
    _, user = waiting(visitor, "second_factor")
    return page(
        request,
        visitor,
        "accounts/code.html",
        status=422 if wrong else 200,
        onward=to,
        wrong=wrong,
        factors=enrolment.factors(context, user.id),
        site=passkeys.site(settings.public_url),
    )


HANDLERS = [code_page, pass_code, ask_passkey]
