"""Organisations: those that an administrator reaches, and new ones."""

import uuid

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from customhouse.accounts.actor import Actor, DeniedError
from customhouse.operations.accounts import AccountError
from customhouse.operations.context import Context
from customhouse.store import audit, organisations
from customhouse.store.organisations import KINDS, Organisation

LONGEST_NAME = 200


def hosts(connection: Connection, actor: Actor) -> bool:
    """Whether the actor is of the organisation that runs the installation."""
    own = organisations.get(connection, actor.organisation_id)
    return own is not None and own.hosts


def reached(context: Context, actor: Actor) -> list[Organisation]:
    """The organisations in which the actor gives accounts: their own first.

    All for an administrator of the organisation that runs the installation; nobody else is
    told of another. Raises `DeniedError`.
    """
    actor.require("users.manage")
    with context.store.reading() as connection:
        all_of_them = organisations.every(connection)
        everywhere = actor.may("organisations.manage") and hosts(connection, actor)
    own = [one for one in all_of_them if one.id == actor.organisation_id]
    others = [one for one in all_of_them if one.id != actor.organisation_id]
    return own + others if everywhere else own


def may_add(context: Context, actor: Actor) -> bool:
    """Whether the actor adds organisations."""
    with context.store.reading() as connection:
        return actor.may("organisations.manage") and hosts(connection, actor)


def add(context: Context, actor: Actor, *, name: str, kind: str, iso3: str) -> Organisation:
    """Add an organisation of any State; its people come with `people.add`.

    Raises `DeniedError` unless the actor is an administrator of the organisation that runs the
    installation, and `AccountError` for what is missing or wrong.
    """
    actor.require("organisations.manage")
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise AccountError("name", f"it must have 1 to {LONGEST_NAME} characters")
    if kind not in KINDS:
        raise AccountError("kind", f"it is one of {', '.join(KINDS)}")
    country = context.desk.library.country(iso3)
    if country is None:
        raise AccountError("iso3", "no list knows this country")
    now = context.now()
    made = Organisation(
        id=uuid.uuid4(), name=name, kind=kind, iso3=country.iso3, hosts=False, created_at=now
    )
    try:
        with context.store.writing() as connection:
            if not hosts(connection, actor):
                raise DeniedError("organisations.manage")
            organisations.add(connection, made)
            detail = {"iso3": made.iso3, "kind": made.kind}
            subject = f"organisation:{made.id}"
            audit.record(connection, actor, now, "organisation.added", subject, detail)
    except IntegrityError:
        raise AccountError("name", "this State has an organisation of this name") from None
    return made
