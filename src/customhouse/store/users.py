"""People with an account. An account is closed and never deleted: the audit log names it."""

import datetime
import uuid
from typing import Any

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from customhouse.accounts.actor import Actor, Via
from customhouse.accounts.permissions import Role
from customhouse.store.tables import organisations, users


class User(msgspec.Struct, frozen=True, kw_only=True):
    """An account; the secrets in it never leave the server."""

    id: uuid.UUID
    organisation_id: uuid.UUID
    login: str
    name: str
    roles: frozenset[Role]
    language: str | None = None
    password_hash: str | None = None
    totp_secret: str | None = None
    totp_last_step: int | None = None
    oidc_issuer: str | None = None
    oidc_subject: str | None = None
    active: bool = True
    failed_attempts: int = 0
    locked_until: datetime.datetime | None = None
    created_at: datetime.datetime


def add(connection: Connection, user: User) -> None:
    """Keep a new account. `login` is lower case and belongs to one account."""
    connection.execute(insert(users), _columns(msgspec.structs.asdict(user)))


def change(connection: Connection, key: uuid.UUID, **changes: Any) -> None:
    """Set columns of an account."""
    connection.execute(update(users).where(users.c.id == key).values(**_columns(changes)))


def get(connection: Connection, key: uuid.UUID) -> User | None:
    """The account, if there is one."""
    return _one(connection, users.c.id == key)


def by_login(connection: Connection, login: str) -> User | None:
    """The account of a sign-in name, however it is written."""
    return _one(connection, users.c.login == login.strip().casefold())


def by_identity(connection: Connection, issuer: str, subject: str) -> User | None:
    """The account that belongs to an identity at a sign-in service (OIDC)."""
    return _one(connection, (users.c.oidc_issuer == issuer) & (users.c.oidc_subject == subject))


def of_organisation(connection: Connection, organisation_id: uuid.UUID) -> list[User]:
    """The accounts of an organisation by name."""
    rows = connection.execute(
        select(users).where(users.c.organisation_id == organisation_id).order_by(users.c.name)
    )
    return [_user(row._mapping) for row in rows]


def count(connection: Connection) -> int:
    """How many accounts there are; 0 is an installation that is not set up yet."""
    return connection.execute(select(func.count()).select_from(users)).scalar_one()


def actor(connection: Connection, user: User, via: Via) -> Actor:
    """The account as one who acts."""
    iso3 = connection.execute(
        select(organisations.c.iso3).where(organisations.c.id == user.organisation_id)
    ).scalar_one()
    return Actor(
        user_id=user.id,
        organisation_id=user.organisation_id,
        iso3=iso3,
        name=user.name,
        roles=user.roles,
        via=via,
    )


def _one(connection: Connection, condition: Any) -> User | None:
    row = connection.execute(select(users).where(condition)).first()
    return _user(row._mapping) if row else None


def _user(row: Any) -> User:
    return User(**{**row, "roles": frozenset(row["roles"].split())})


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    if "roles" in values:
        values = {**values, "roles": " ".join(sorted(values["roles"]))}
    return values
