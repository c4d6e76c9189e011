"""Invitations: each lets one organisation see one screening until a day, or until withdrawn."""

import datetime
import uuid
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, insert, select, update

from customhouse.accounts.actor import Actor
from customhouse.store.screenings import visible
from customhouse.store.tables import invitations, organisations, screenings, users


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation as its host sees it; `organisation` and `iso3` are those of the invited."""

    id: uuid.UUID
    screening_id: uuid.UUID
    organisation_id: uuid.UUID
    organisation: str
    iso3: str
    inviter: str
    created_at: datetime.datetime
    expires_at: datetime.datetime
    withdrawn_at: datetime.datetime | None

    def holds(self, now: datetime.datetime) -> bool:
        """Whether it lets the organisation see the screening at this moment."""
        return self.withdrawn_at is None and self.expires_at > now


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation as the invited see it; `organisation` and `iso3` are those of the host."""

    screening_id: uuid.UUID
    declaration_id: str
    organisation: str
    iso3: str
    inviter: str
    created_at: datetime.datetime
    expires_at: datetime.datetime


def add(
    connection: Connection,
    actor: Actor,
    screening_id: uuid.UUID,
    organisation_id: uuid.UUID,
    now: datetime.datetime,
    expires_at: datetime.datetime,
) -> uuid.UUID:
    """Keep a new invitation by the actor; gives its id."""
    key = uuid.uuid4()
    connection.execute(
        insert(invitations),
        {
            "id": key,
            "screening_id": screening_id,
            "organisation_id": organisation_id,
            "invited_by": actor.user_id,
            "created_at": now,
            "expires_at": expires_at,
            "withdrawn_at": None,
        },
    )
    return key


def get(connection: Connection, key: uuid.UUID) -> Invitation | None:
    """The invitation, if there is one."""
    row = connection.execute(_told(invitations.c.id == key)).first()
    return Invitation(**row._mapping) if row else None


def of_screening(connection: Connection, screening_id: uuid.UUID) -> list[Invitation]:
    """All invitations to a screening, those that ended too, the newest first."""
    rows = connection.execute(
        _told(invitations.c.screening_id == screening_id).order_by(
            invitations.c.created_at.desc(), invitations.c.id
        )
    )
    return [Invitation(**row._mapping) for row in rows]


def withdraw(
    connection: Connection,
    screening_id: uuid.UUID,
    organisation_id: uuid.UUID,
    now: datetime.datetime,
) -> bool:
    """End what lets the organisation see the screening; `False` when nothing did."""
    done = connection.execute(
        update(invitations)
        .where(
            invitations.c.screening_id == screening_id,
            invitations.c.organisation_id == organisation_id,
            invitations.c.withdrawn_at.is_(None),
            invitations.c.expires_at > now,
        )
        .values(withdrawn_at=now)
    )
    return done.rowcount > 0


def received(connection: Connection, actor: Actor, now: datetime.datetime) -> list[Received]:
    """The invitations that hold for the actor's organisation, the newest first."""
    rows = connection.execute(
        select(
            invitations.c.screening_id,
            screenings.c.declaration_id,
            organisations.c.name.label("organisation"),
            organisations.c.iso3,
            users.c.name.label("inviter"),
            invitations.c.created_at,
            invitations.c.expires_at,
        )
        .join(screenings, screenings.c.id == invitations.c.screening_id)
        .join(organisations, organisations.c.id == screenings.c.organisation_id)
        .join(users, users.c.id == invitations.c.invited_by)
        .where(
            invitations.c.organisation_id == actor.organisation_id,
            invitations.c.withdrawn_at.is_(None),
            invitations.c.expires_at > now,
            visible(actor, now),
        )
        .order_by(invitations.c.created_at.desc(), invitations.c.id)
    )
    return [Received(**row._mapping) for row in rows]


def _told(condition: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            invitations.c.id,
            invitations.c.screening_id,
            invitations.c.organisation_id,
            organisations.c.name.label("organisation"),
            organisations.c.iso3,
            users.c.name.label("inviter"),
            invitations.c.created_at,
            invitations.c.expires_at,
            invitations.c.withdrawn_at,
        )
        .join(organisations, organisations.c.id == invitations.c.organisation_id)
        .join(users, users.c.id == invitations.c.invited_by)
        .where(condition)
    )
