"""Invitations of other organisations to a screening: asked for, confirmed, withdrawn."""

import datetime

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Response

from customhouse.accounts.actor import Actor
from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import invitations
from customhouse.operations.accounts import AccountError
from customhouse.operations.context import Context
from customhouse.reference.country_names import country_names
from customhouse.web.given import Form, GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.visitor import Visitor, uuid_of


@get("/screenings/{key:str}/invitations", sync_to_thread=True)
def invitations_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
) -> Response[str]:
    """Who is invited to a screening, and a form to invite."""
    return _list(request, visitor, context, actor, key)


@get("/screenings/{key:str}/invitations/confirm", sync_to_thread=True)
def confirm_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    organisation: FromQuery[str] = "",
    days: FromQuery[str] = "",
) -> Response[str]:
    """Whom an invitation would show the screening, of which State, and until when."""
    kept, _ = invitations.of_screening(context, actor, uuid_of(key))
    guests = {str(one.id): one for one in invitations.invitable(context, actor)}
    guest, number = guests.get(organisation), _number(days)
    if guest is None:
        wrong = AccountError("organisation", "choose one of the list")
        return _list(request, visitor, context, actor, key, wrong)
    if not 1 <= number <= invitations.LONGEST_DAYS:
        wrong = AccountError("days", f"it must be 1 to {invitations.LONGEST_DAYS} days")
        return _list(request, visitor, context, actor, key, wrong)
    return page(
        request,
        visitor,
        "people/confirm_invitation.html",
        kept=kept,
        guest=guest,
        days=number,
        until=context.now() + datetime.timedelta(days=number),
        abroad=guest.iso3 != actor.iso3,
        countries=country_names(context.desk.library, visitor.language),
    )


@post("/screenings/{key:str}/invitations", sync_to_thread=True)
def invite(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
    data: Form,
) -> Response[str] | Redirect:
    """Invite the organisation of the State that was confirmed."""
    try:
        invitations.invite(
            context,
            actor,
            uuid_of(key),
            organisation_id=uuid_of(data.get("organisation", "")),
            iso3=data.get("confirmed", ""),
            days=_number(data.get("days", "")),
        )
    except AccountError as error:
        return _list(request, visitor, context, actor, key, error)
    return Redirect(f"/screenings/{uuid_of(key)}/invitations", status_code=303)


@post("/invitations/{key:str}/withdraw", sync_to_thread=True)
def withdraw(context: GivenContext, actor: GivenActor, key: FromPath[str]) -> Redirect:
    """End an invitation at once."""
    screening = invitations.withdraw(context, actor, uuid_of(key))
    return Redirect(f"/screenings/{screening}/invitations", status_code=303)


@get("/invited", sync_to_thread=True)
def invited_page(
    request: WebRequest, visitor: GivenVisitor, context: GivenContext, actor: GivenActor
) -> Response[str]:
    """The screenings that other organisations let the reader's see."""
    return page(
        request,
        visitor,
        "people/invited.html",
        received=invitations.received(context, actor),
        countries=country_names(context.desk.library, visitor.language),
    )


def _list(
    request: WebRequest,
    visitor: Visitor,
    context: Context,
    actor: Actor,
    key: str,
    error: AccountError | None = None,
) -> Response[str]:
    kept, given = invitations.of_screening(context, actor, uuid_of(key))
    return page(
        request,
        visitor,
        "people/invitations.html",
        status=422 if error else 200,
        kept=kept,
        given=given,
        now=context.now(),
        guests=invitations.invitable(context, actor),
        countries=country_names(context.desk.library, visitor.language),
        longest=invitations.LONGEST_DAYS,
        usual=invitations.USUAL_DAYS,
        error=error,
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


HANDLERS = [invitations_page, confirm_page, invite, withdraw, invited_page]
