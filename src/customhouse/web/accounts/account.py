"""One's own account: who one is here, password, language, second factors, sign-ins."""

import binascii

from litestar import get, post
from litestar.params import FromQuery
from litestar.response import Redirect, Response
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from customhouse.accounts.actor import Actor
from customhouse.http.given import GivenContext, GivenSettings, WebRequest
from customhouse.languages.catalogues import LANGUAGES
from customhouse.operations import enrolment, own_account
from customhouse.operations.accounts import AccountError
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.store import organisations
from customhouse.web.accounts.second_factor import unkept
from customhouse.web.given import Form, GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.sign_in import set_session
from customhouse.web.visitor import LANGUAGE_COOKIE, Visitor

_APP = "app"


@get("/account", sync_to_thread=True)
def account_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    done: FromQuery[str] = "",
) -> Response[str]:
    """The account; `done` is what was just changed."""
    return _account(request, visitor, context, actor, done=done)


@post("/account/password", sync_to_thread=True)
def change_password(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    settings: GivenSettings,
    actor: GivenActor,
    data: Form,
) -> Response[str] | Redirect:
    """Take a new password; every other sign-in ends."""
    old, new = data.get("password", ""), data.get("new_password", "")
    try:
        token = own_account.change_password(context, actor, old, new)
    except AccountError as error:
        return _account(request, visitor, context, actor, status=422, error=error)
    answer = _changed("password")
    set_session(answer, token, settings)
    return answer


@post("/account/sign-ins", sync_to_thread=True)
def end_other_sign_ins(
    context: GivenContext, settings: GivenSettings, actor: GivenActor
) -> Redirect:
    """End every other sign-in."""
    answer = _changed("sign-ins")
    set_session(answer, own_account.end_other_sign_ins(context, actor), settings)
    return answer


@post("/account/language", sync_to_thread=True)
def keep_language(context: GivenContext, actor: GivenActor, data: Form) -> Redirect:
    """Keep the language with the account, instead of with this browser."""
    told = data.get("language", "")
    own_account.keep_language(context, actor, told if told in LANGUAGES else None)
    answer = _changed("language")
    answer.delete_cookie(LANGUAGE_COOKIE)
    return answer


@get("/account/second-factor/remove", sync_to_thread=True)
def remove_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    factor: FromQuery[str] = "",
) -> Response[str]:
    """Ask for the password before a factor is taken away."""
    return _confirm(request, visitor, context, actor, factor)


@post("/account/second-factor/remove", sync_to_thread=True)
def remove(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    settings: GivenSettings,
    actor: GivenActor,
    data: Form,
) -> Response[str] | Redirect:
    """Take a factor away."""
    factor = data.get("factor", "")
    key = None if factor == _APP else _key(factor)
    required, password = settings.factor_required, data.get("password", "")
    try:
        enrolment.remove(context, actor, password, key, factor_required=required)
    except AccountError as error:
        return _confirm(request, visitor, context, actor, factor, error)
    return _changed("factor")


@get("/account/recovery-codes", sync_to_thread=True)
def recovery_codes_page(
    request: WebRequest, visitor: GivenVisitor, actor: GivenActor
) -> Response[str]:
    """Ask for the password before new codes are made."""
    return page(request, visitor, "accounts/new_codes.html", error=None)


@post("/account/recovery-codes", sync_to_thread=True)
def new_recovery_codes(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    data: Form,
) -> Response[str]:
    """Make new recovery codes and show them once."""
    try:
        codes = enrolment.new_recovery_codes(context, actor, data.get("password", ""))
    except AccountError as error:
        return page(request, visitor, "accounts/new_codes.html", status=422, error=error)
    return unkept(
        page(request, visitor, "accounts/recovery_codes.html", codes=codes, onward="/account")
    )


def _account(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    actor: Actor,
    *,
    status: int = 200,
    done: str = "",
    error: AccountError | None = None,
) -> Response[str]:
    with context.store.reading() as connection:
        home = organisations.get(connection, actor.organisation_id)
    return page(
        request,
        visitor,
        "accounts/account.html",
        status=status,
        home=home,
        user=visitor.user,
        factors=enrolment.factors(context, actor.user_id),
        key_of=bytes_to_base64url,
        done=done,
        error=error,
    )


def _confirm(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    actor: Actor,
    factor: str,
    error: AccountError | None = None,
) -> Response[str]:
    found = enrolment.factors(context, actor.user_id)
    names = {bytes_to_base64url(one.id): one.name for one in found.passkeys}
    if factor not in names and not (factor == _APP and found.app):
        raise NotFoundError
    return page(
        request,
        visitor,
        "accounts/remove_factor.html",
        status=422 if error else 200,
        factor=factor,
        name=names.get(factor),
        error=error,
    )


def _key(factor: str) -> bytes:
    try:
        return base64url_to_bytes(factor)
    except (binascii.Error, ValueError):
        raise NotFoundError from None


def _changed(what: str) -> Redirect:
    return Redirect("/account", query_params={"done": what}, status_code=303)


HANDLERS = [
    account_page,
    change_password,
    end_other_sign_ins,
    keep_language,
    remove_page,
    remove,
    recovery_codes_page,
    new_recovery_codes,
]
