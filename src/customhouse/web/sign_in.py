"""Set up the installation, sign in, sign out."""

from typing import Any
from urllib.parse import quote

from litestar import get, post
from litestar.params import FromQuery
from litestar.response import Redirect, Response

from customhouse.http.given import GivenContext, GivenSettings, WebRequest
from customhouse.http.settings import Settings
from customhouse.languages.catalogues import LANGUAGES
from customhouse.operations import accounts
from customhouse.operations.accounts import AccountError, SignedIn
from customhouse.operations.context import Context
from customhouse.store.organisations import KINDS
from customhouse.web.given import Form, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.visitor import LANGUAGE_COOKIE, SESSION_COOKIE, Visitor

_AFTER = {"open": "/", "second_factor": "/sign-in/code", "enrol": "/account/second-factor"}
_YEAR = 365 * 24 * 3600


@get("/setup", sync_to_thread=True)
def setup_page(
    request: WebRequest, visitor: GivenVisitor, token: FromQuery[str] = ""
) -> Response[str]:
    """The form that makes the first account."""
    return page(request, visitor, "accounts/setup.html", token=token, form={}, kinds=KINDS)


@post("/setup", sync_to_thread=True)
def set_up(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    settings: GivenSettings,
    data: Form,
) -> Response[str] | Redirect:
    """Make the first account and sign in with it."""
    try:
        accounts.set_up(
            context,
            data.get("token", ""),
            organisation=data.get("organisation", ""),
            kind=data.get("kind", ""),
            iso3=data.get("iso3", ""),
            name=data.get("name", ""),
            login=data.get("login", ""),
            password=data.get("password", ""),
        )
    except AccountError as error:
        return page(
            request,
            visitor,
            "accounts/setup.html",
            status=422,
            token=data.get("token", ""),
            form=data,
            kinds=KINDS,
            error=error,
        )
    login, password = data.get("login", ""), data.get("password", "")
    return _signed_in(context, settings, login, password, "/") or Redirect("/sign-in")


@get("/sign-in", sync_to_thread=True)
def sign_in_page(
    request: WebRequest,
    visitor: GivenVisitor,
    settings: GivenSettings,
    to: FromQuery[str] = "/",
    chosen: FromQuery[str] = "",
) -> Response[str] | Redirect:
    """The form to sign in; `to` is the page to go on to, `chosen` that there is a new password."""
    if visitor.actor is not None:
        return Redirect(own_page(to))
    return sign_in_form(request, visitor, settings, to=own_page(to), chosen=bool(chosen))


@post("/sign-in", sync_to_thread=True)
def sign_in(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    settings: GivenSettings,
    data: Form,
) -> Response[str] | Redirect:
    """Sign in with a password."""
    to = own_page(data.get("to", "/"))
    login = data.get("login", "")
    done = _signed_in(context, settings, login, data.get("password", ""), to)
    return done or sign_in_form(
        request, visitor, settings, to=to, login=login, problem="wrong", status=422
    )


def sign_in_form(
    request: WebRequest,
    visitor: Visitor,
    settings: Settings,
    *,
    to: str,
    login: str = "",
    problem: str = "",
    chosen: bool = False,
    status: int = 200,
) -> Response[str]:
    """The form to sign in; `problem` is a word for what went wrong."""
    return page(
        request,
        visitor,
        "accounts/sign_in.html",
        status=status,
        onward=to,
        login=login,
        problem=problem,
        chosen=chosen,
        service=(settings.oidc_name or settings.oidc_issuer) if settings.oidc_issuer else "",
    )


@post("/sign-out", sync_to_thread=True)
def sign_out(request: WebRequest, context: GivenContext) -> Redirect:
    """End the sign-in, and have the browser forget what it kept for use without a network."""
    accounts.sign_out(context, request.cookies.get(SESSION_COOKIE, ""))
    answer = Redirect("/", status_code=303)
    answer.delete_cookie(SESSION_COOKIE)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@post("/language", sync_to_thread=False)
def choose_language(data: Form, settings: GivenSettings) -> Redirect:
    """Keep the language chosen, for a year."""
    answer = Redirect(own_page(data.get("to", "/")), status_code=303)
    if data.get("language") in LANGUAGES:
        answer.set_cookie(
            LANGUAGE_COOKIE,
            data["language"],
            max_age=_YEAR,
            secure=settings.is_https,
            httponly=True,
            samesite="lax",
        )
    return answer


def _signed_in(
    context: Context, settings: Settings, login: str, password: str, to: str
) -> Redirect | None:
    done = accounts.sign_in(context, login, password, factor_required=settings.factor_required)
    return go_on(done, to, settings) if done else None


def go_on(done: SignedIn, to: str, settings: Settings) -> Redirect:
    """To the page asked for, or first to what the sign-in still waits for."""
    target = to if done.stage == "open" else f"{_AFTER[done.stage]}?to={quote(to)}"
    answer = Redirect(target, status_code=303)
    set_session(answer, done.token, settings)
    return answer


def set_session(answer: Response[Any], token: str, settings: Settings) -> None:
    """Give the browser the token of a sign-in: no script reads it, no other site sends it."""
    answer.set_cookie(
        SESSION_COOKIE, token, secure=settings.is_https, httponly=True, samesite="lax"
    )


def own_page(to: str) -> str:
    """A path of this server; the start for anything that would lead to another."""
    plain = to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable()
    return to if plain else "/"


HANDLERS = [setup_page, set_up, sign_in_page, sign_in, sign_out, choose_language]
