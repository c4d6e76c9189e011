"""Set up a second factor: when the roles ask for one, or from the account page."""

import segno
from litestar import get, post
from litestar.params import FromQuery
from litestar.response import Redirect, Response

from customhouse.accounts import one_time_codes, passkeys
from customhouse.http.given import GivenContext, GivenSettings, WebRequest
from customhouse.http.settings import Settings
from customhouse.operations import enrolment
from customhouse.operations.context import Context
from customhouse.operations.enrolment import Enrolled
from customhouse.store.users import User
from customhouse.web.accounts.code import as_json
from customhouse.web.accounts.stage import opened, token_of, waiting
from customhouse.web.given import Form, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.sign_in import own_page, set_session
from customhouse.web.visitor import Visitor


@get("/account/second-factor", sync_to_thread=True)
def choose_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    settings: GivenSettings,
    to: FromQuery[str] = "/account",
) -> Response[str]:
    """Which factor to set up; `to` is the page to go on to."""
    return _choices(request, visitor, context, settings, own_page(to))


@post("/account/second-factor/app", sync_to_thread=True)
def begin_app(
    request: WebRequest, visitor: GivenVisitor, context: GivenContext, data: Form
) -> Redirect:
    """Make a secret for an app."""
    waiting(visitor, "enrol", "open")
    enrolment.begin_app(context, token_of(request))
    return Redirect(
        "/account/second-factor/app",
        query_params={"to": own_page(data.get("to", "/account"))},
        status_code=303,
    )


@get("/account/second-factor/app", sync_to_thread=True)
def app_page(
    request: WebRequest, visitor: GivenVisitor, to: FromQuery[str] = "/account"
) -> Response[str] | Redirect:
    """The secret, as a picture and in letters, and the field for its first code."""
    return _app(request, visitor, own_page(to))


@post("/account/second-factor/app/code", sync_to_thread=True)
def confirm_app(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    settings: GivenSettings,
    data: Form,
) -> Response[str] | Redirect:
    """Take the app in use by its first code."""
    _, user = waiting(visitor, "enrol", "open")
    to = own_page(data.get("to", "/account"))
    done = enrolment.confirm_app(context, token_of(request), data.get("code", ""))
    if done is None:
        return _app(request, visitor, to, wrong=True)
    return _done(request, opened(visitor, context, user), settings, done, to)


@post("/account/second-factor/passkey/options", sync_to_thread=True)
def begin_passkey(
    request: WebRequest, context: GivenContext, settings: GivenSettings
) -> Response[str]:
    """What the script hands to the browser, so that it makes a passkey."""
    site = passkeys.site(settings.public_url)
    return as_json(enrolment.begin_passkey(context, token_of(request), site) if site else None)


@post("/account/second-factor/passkey", sync_to_thread=True)
def confirm_passkey(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    settings: GivenSettings,
    data: Form,
) -> Response[str] | Redirect:
    """Keep the passkey that the browser made."""
    _, user = waiting(visitor, "enrol", "open")
    to = own_page(data.get("to", "/account"))
    site = passkeys.site(settings.public_url)
    name, answer = data.get("name", ""), data.get("answer", "")
    token = token_of(request)
    done = enrolment.confirm_passkey(context, token, site, name, answer) if site else None
    if done is None:
        return _choices(request, visitor, context, settings, to, wrong=True)
    return _done(request, opened(visitor, context, user), settings, done, to)


def picture(user: User, secret: str) -> str:
    """The QR code that an app scans, as the address of an image."""
    uri = one_time_codes.provisioning_uri(secret, user.login)
    return segno.make(uri, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff")


def _choices(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    settings: Settings,
    to: str,
    *,
    wrong: bool = False,
) -> Response[str]:
    session, user = waiting(visitor, "enrol", "open")
    return page(
        request,
        visitor,
        "accounts/second_factor.html",
        status=422 if wrong else 200,
        onward=to,
        wrong=wrong,
        asked=session.stage == "enrol",
        factors=enrolment.factors(context, user.id),
        site=passkeys.site(settings.public_url),
    )


def _app(
    request: WebRequest, visitor: Visitor, to: str, *, wrong: bool = False
) -> Response[str] | Redirect:
    session, user = waiting(visitor, "enrol", "open")
    secret = enrolment.app_secret(session)
    if secret is None:
        return Redirect("/account/second-factor", query_params={"to": to}, status_code=303)
    answer = page(
        request,
        visitor,
        "accounts/app.html",
        status=422 if wrong else 200,
        onward=to,
        wrong=wrong,
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        picture=picture(user, secret),
    )
    return unkept(answer)


def _done(
    request: WebRequest, visitor: Visitor, settings: Settings, done: Enrolled, to: str
) -> Response[str] | Redirect:
    answer: Response[str] | Redirect
    if done.recovery_codes:
        answer = unkept(
            page(
                request,
                visitor,
                "accounts/recovery_codes.html",
                codes=done.recovery_codes,
                onward=to,
            )
        )
    else:
        answer = Redirect(to, status_code=303)
    set_session(answer, done.token, settings)
    return answer


def unkept(answer: Response[str]) -> Response[str]:
    """A page with a secret on it, that no browser keeps a copy of."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


HANDLERS = [choose_page, begin_app, app_page, confirm_app, begin_passkey, confirm_passkey]
