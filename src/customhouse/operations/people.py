"""People of an organisation: their roles, closing and reopening accounts, links to a password.

Where an operation takes no actor, the one who runs the server acts from its command line.
"""

import datetime
import uuid
from collections.abc import Collection

from sqlalchemy import Connection

from customhouse.accounts.actor import Actor
from customhouse.accounts.permissions import ROLES, Role
from customhouse.operations import accounts
from customhouse.operations.accounts import AccountError
from customhouse.operations.context import Context
from customhouse.operations.organisations import hosts
from customhouse.operations.screenings import NotFoundError
from customhouse.store import access, audit, one_time_links, organisations, users
from customhouse.store.users import User

LINK_HOLDS = datetime.timedelta(days=3)


def of_organisation(context: Context, actor: Actor, organisation_id: uuid.UUID) -> list[User]:
    """The accounts of an organisation, closed ones too, by name.

    Raises `DeniedError`, and `NotFoundError` for an organisation that the actor does not reach.
    """
    actor.require("users.manage")
    with context.store.reading() as connection:
        _reach(connection, actor, organisation_id)
        return users.of_organisation(connection, organisation_id)


def get(context: Context, actor: Actor, user_id: uuid.UUID) -> User:
    """One account. Raises `DeniedError`, and `NotFoundError` for one that is out of reach."""
    actor.require("users.manage")
    with context.store.reading() as connection:
        return _managed(connection, actor, user_id)


def add(
    context: Context,
    actor: Actor,
    *,
    organisation_id: uuid.UUID,
    login: str,
    name: str,
    roles: Collection[Role],
) -> User:
    """Give an account without a password; `link` lets the person choose one.

    Raises `DeniedError`, `AccountError`, and `NotFoundError` for an organisation out of reach.
    """
    actor.require("users.manage")
    with context.store.reading() as connection:
        _reach(connection, actor, organisation_id)
        _may_give(connection, actor, frozenset(roles))
    return accounts.add_user(
        context,
        actor,
        organisation_id=organisation_id,
        login=login,
        name=name,
        roles=_known(roles),
    )


def change_roles(
    context: Context, actor: Actor, user_id: uuid.UUID, roles: Collection[Role]
) -> None:
    """Give a person these roles and no others; they hold from the next request on.

    Nobody takes away their own administrator role, or an organisation's last one. Raises
    `DeniedError`, `NotFoundError` and `AccountError`.
    """
    actor.require("users.manage")
    given = _known(roles)
    now = context.now()
    with context.store.writing() as connection:
        user = _held(connection, actor, user_id)
        _may_give(connection, actor, given - user.roles)
        if "administrator" in user.roles - given:
            if user.id == actor.user_id:
                raise AccountError("roles", "you cannot take away your own administrator role")
            _keep_an_administrator(connection, user, "roles")
        users.change(connection, user.id, roles=given)
        detail = {"before": " ".join(sorted(user.roles)), "after": " ".join(sorted(given))}
        audit.record(connection, actor, now, "user.roles_changed", f"user:{user.id}", detail)


def close(context: Context, actor: Actor, user_id: uuid.UUID) -> None:
    """Close an account: its sign-ins, API keys and links end at once. Nothing is deleted.

    Nobody closes their own account, or the last administrator of an organisation. Raises
    `DeniedError`, `NotFoundError` and `AccountError`.
    """
    actor.require("users.manage")
    now = context.now()
    with context.store.writing() as connection:
        user = _held(connection, actor, user_id)
        if user.id == actor.user_id:
            raise AccountError("account", "you cannot close your own account")
        _keep_an_administrator(connection, user, "account")
        users.change(connection, user.id, active=False)
        access.end(connection, user.id, now)
        audit.record(connection, actor, now, "user.closed", f"user:{user.id}")


def reopen(context: Context, actor: Actor, user_id: uuid.UUID) -> None:
    """Open a closed account again, with its roles and password; its API keys stay revoked.

    Raises `DeniedError` and `NotFoundError`.
    """
    actor.require("users.manage")
    now = context.now()
    with context.store.writing() as connection:
        user = _held(connection, actor, user_id)
        if user.active:
            return
        users.change(connection, user.id, active=True, failed_attempts=0, locked_until=None)
        audit.record(connection, actor, now, "user.reopened", f"user:{user.id}")


def link(context: Context, actor: Actor | None, user_id: uuid.UUID) -> str:
    """The token of a link with which a person chooses a password, once, within three days.

    An older link of the person ends. Raises `DeniedError`, `NotFoundError`, and `AccountError`
    for a closed account.
    """
    if actor is not None:
        actor.require("users.manage")
    now = context.now()
    with context.store.writing() as connection:
        user = _managed(connection, actor, user_id)
        if not user.active:
            raise AccountError("account", "it is closed: open it again first")
        access.end_links(connection, user.id, now)
        token = one_time_links.make(connection, "password", user.id, now + LINK_HOLDS)
        audit.record(connection, actor, now, "user.link_made", f"user:{user.id}")
    return token


def _known(roles: Collection[Role]) -> frozenset[Role]:
    given = frozenset(roles)
    if not given:
        raise AccountError("roles", "an account needs at least one role")
    if not given <= set(ROLES):
        raise AccountError("roles", f"each is one of {', '.join(ROLES)}")
    return given


def _may_give(connection: Connection, actor: Actor, new: frozenset[Role]) -> None:
    """An auditor reads all of a State, so no organisation of it makes one for itself."""
    if "auditor" in new and not hosts(connection, actor):
        raise AccountError("roles", "only the organisation that runs this desk gives this role")


def _reach(connection: Connection, actor: Actor, organisation_id: uuid.UUID) -> None:
    if organisation_id == actor.organisation_id:
        return
    everywhere = actor.may("organisations.manage") and hosts(connection, actor)
    if not everywhere or organisations.get(connection, organisation_id) is None:
        raise NotFoundError


def _managed(connection: Connection, actor: Actor | None, user_id: uuid.UUID) -> User:
    user = users.get(connection, user_id)
    if user is None:
        raise NotFoundError
    if actor is not None:
        _reach(connection, actor, user.organisation_id)
    return user


def _held(connection: Connection, actor: Actor, user_id: uuid.UUID) -> User:
    """An account as it is while nothing else changes the accounts of its organisation."""
    access.hold(connection, _managed(connection, actor, user_id).organisation_id)
    return _managed(connection, actor, user_id)


def _keep_an_administrator(connection: Connection, leaving: User, field: str) -> None:
    if "administrator" not in leaving.roles or not leaving.active:
        return
    others = users.of_organisation(connection, leaving.organisation_id)
    if not any(
        one.active and "administrator" in one.roles for one in others if one.id != leaving.id
    ):
        raise AccountError(field, "this is the last administrator of the organisation")
