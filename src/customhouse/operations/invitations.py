"""Invitations of another organisation to one screening: given, withdrawn and listed.

They are the only way in which anything kept here is shown to another State.
"""

import datetime
import uuid

from sqlalchemy import Connection

from customhouse.accounts.actor import Actor
from customhouse.operations.accounts import AccountError
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.store import audit, invitations, organisations, screenings
from customhouse.store.invitations import Invitation, Received
from customhouse.store.organisations import Organisation
from customhouse.store.screenings import Kept

LONGEST_DAYS = 90
USUAL_DAYS = 14


def invitable(context: Context, actor: Actor) -> list[Organisation]:
    """The organisations that may be invited: all but the actor's own. Raises `DeniedError`."""
    actor.require("screenings.invite")
    with context.store.reading() as connection:
        every = organisations.every(connection)
    return [one for one in every if one.id != actor.organisation_id]


def invite(
    context: Context,
    actor: Actor,
    screening_id: uuid.UUID,
    *,
    organisation_id: uuid.UUID,
    iso3: str,
    days: int,
) -> uuid.UUID:
    """Let an organisation see one screening of one's own organisation for some days.

    `iso3` is the State that the person was told of and agreed to; another one than that of the
    organisation is refused. Raises `DeniedError`, `NotFoundError` for a screening that is not
    of the actor's organisation, and `AccountError`.
    """
    actor.require("screenings.invite")
    if not 1 <= days <= LONGEST_DAYS:
        raise AccountError("days", f"it must be 1 to {LONGEST_DAYS} days")
    now = context.now()
    with context.store.writing() as connection:
        _own_screening(connection, actor, now, screening_id)
        guest = organisations.get(connection, organisation_id)
        if guest is None:
            raise AccountError("organisation", "there is no such organisation")
        if guest.id == actor.organisation_id:
            raise AccountError("organisation", "your own organisation sees it already")
        if guest.iso3 != iso3:
            raise AccountError("iso3", "the organisation is of another State than you agreed to")
        known = invitations.of_screening(connection, screening_id)
        if any(one.organisation_id == guest.id and one.holds(now) for one in known):
            raise AccountError("organisation", "it is invited already: withdraw that first")
        until = now + datetime.timedelta(days=days)
        key = invitations.add(connection, actor, screening_id, guest.id, now, until)
        detail = {
            "organisation": str(guest.id),
            "iso3": guest.iso3,
            "until": until.isoformat(timespec="seconds"),
        }
        subject = f"screening:{screening_id}"
        audit.record(connection, actor, now, "invitation.given", subject, detail)
    return key


def withdraw(context: Context, actor: Actor, invitation_id: uuid.UUID) -> uuid.UUID:
    """End an invitation at once, if it holds; gives the id of its screening.

    Whoever may invite in the organisation of the screening may withdraw. Raises `DeniedError`
    and `NotFoundError`.
    """
    actor.require("screenings.invite")
    now = context.now()
    with context.store.writing() as connection:
        given = invitations.get(connection, invitation_id)
        if given is None:
            raise NotFoundError
        _own_screening(connection, actor, now, given.screening_id)
        if not given.holds(now):
            return given.screening_id
        if invitations.withdraw(connection, given.screening_id, given.organisation_id, now):
            detail = {"organisation": str(given.organisation_id), "iso3": given.iso3}
            subject = f"screening:{given.screening_id}"
            audit.record(connection, actor, now, "invitation.withdrawn", subject, detail)
    return given.screening_id


def of_screening(
    context: Context, actor: Actor, screening_id: uuid.UUID
) -> tuple[Kept, list[Invitation]]:
    """A screening of one's own organisation with all its invitations, the newest first.

    Raises `DeniedError` and `NotFoundError`.
    """
    actor.require("screenings.invite")
    with context.store.reading() as connection:
        kept = _own_screening(connection, actor, context.now(), screening_id)
        return kept, invitations.of_screening(connection, screening_id)


def received(context: Context, actor: Actor) -> list[Received]:
    """What the actor's organisation is invited to at this moment. Raises `DeniedError`."""
    actor.require("screenings.read_organisation")
    with context.store.reading() as connection:
        return invitations.received(connection, actor, context.now())


def _own_screening(
    connection: Connection, actor: Actor, now: datetime.datetime, screening_id: uuid.UUID
) -> Kept:
    """A screening that the actor sees and that is of the actor's own organisation.

    Raises `NotFoundError` for any other: those who are invited cannot invite further.
    """
    kept = screenings.get(connection, actor, now, screening_id)
    if kept is None or kept.organisation_id != actor.organisation_id:
        raise NotFoundError
    return kept
