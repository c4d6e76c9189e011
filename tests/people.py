"""Organisations, people and sign-ins for tests, made as the operations make them."""

import datetime
import uuid

import msgspec

from customhouse.accounts.actor import Actor
from customhouse.accounts.permissions import Role
from customhouse.operations import accounts
from customhouse.operations.context import Context
from customhouse.store import organisations, sessions, users
from customhouse.store.organisations import Kind, Organisation
from customhouse.store.users import User

PASSWORD = "seven grey herons wading"  # noqa: S105


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody with an account, signed in: `token` is the cookie's."""

    user: User
    actor: Actor
    token: str


def organisation(
    context: Context, iso3: str = "KEN", kind: Kind = "customs", *, hosts: bool = False
) -> Organisation:
    """A new organisation of a State."""
    key = uuid.uuid4()
    made = Organisation(
        id=key,
        name=f"{kind} {key.hex[:8]}",
        kind=kind,
        iso3=iso3,
        hosts=hosts,
        created_at=datetime.datetime.now(datetime.UTC),
    )
    with context.store.writing() as connection:
        organisations.add(connection, made)
    return made


def person(
    context: Context, *roles: Role, at: Organisation | None = None, password: str | None = None
) -> Person:
    """A new person with these roles, signed in; in an organisation of their own unless given.

    A password costs its time to be hashed, so only tests of it give one.
    """
    home = at or organisation(context)
    user = accounts.add_user(
        context,
        None,
        organisation_id=home.id,
        login=f"{uuid.uuid4().hex[:10]}@example.org",
        name="Amina Okoth",
        roles=roles,
        password=password,
    )
    with context.store.writing() as connection:
        token = sessions.begin(connection, user.id, "open", context.now())
        actor = users.actor(connection, user, "session")
    return Person(user=user, actor=actor, token=token)
