"""Accounts: set up the installation, give accounts, sign in with a password, sign out."""

import datetime
import uuid
from collections.abc import Collection

import msgspec
from sqlalchemy import Connection

from customhouse.accounts import passwords
from customhouse.accounts.actor import Actor
from customhouse.accounts.permissions import WITH_SECOND_FACTOR, Role
from customhouse.operations.context import Context
from customhouse.store import (
    audit,
    one_time_links,
    organisations,
    second_factors,
    sessions,
    users,
)
from customhouse.store.organisations import KINDS, Organisation
from customhouse.store.sessions import Stage
from customhouse.store.users import User

SETUP_HOLDS = datetime.timedelta(days=1)
MOST_FAILURES = 5
LOCKED = datetime.timedelta(minutes=15)


class AccountError(ValueError):
    """What was asked for cannot be done; `field` is where, the message says why."""

    def __init__(self, field: str, problem: str):
        super().__init__(problem)
        self.field = field


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in that was begun, and what it still waits for."""

    token: str
    stage: Stage


def setup_token(context: Context) -> str | None:
    """The token of a link that makes the first account; `None` when there are accounts."""
    with context.store.writing() as connection:
        if users.count(connection):
            return None
        return one_time_links.make(connection, "setup", None, context.now() + SETUP_HOLDS)


def set_up(
    context: Context,
    token: str,
    *,
    organisation: str,
    kind: str,
    iso3: str,
    name: str,
    login: str,
    password: str,
) -> None:
    """Make the organisation that runs the installation, and its first account.

    That account may screen, supervise and give accounts, so that one person can begin alone.
    Raises `AccountError`.
    """
    country = context.desk.library.country(iso3)
    if country is None:
        raise AccountError("iso3", "no list knows this country")
    if kind not in KINDS:
        raise AccountError("kind", f"it is one of {', '.join(KINDS)}")
    now = context.now()
    with context.store.writing() as connection:
        link = one_time_links.find(connection, "setup", token, now)
        if link is None or users.count(connection):
            raise AccountError("token", "this link has been used or has run out")
        one_time_links.use(connection, token, now)
        home = Organisation(
            id=uuid.uuid4(),
            name=_told("organisation", organisation),
            kind=kind,
            iso3=country.iso3,
            hosts=True,
            created_at=now,
        )
        organisations.add(connection, home)
        roles: frozenset[Role] = frozenset({"officer", "supervisor", "administrator"})
        user = _new_user(home.id, login, name, roles, password, now)
        users.add(connection, user)
        actor = users.actor(connection, user, "session")
        audit.record(connection, actor, now, "installation.set_up", f"user:{user.id}")


def add_user(
    context: Context,
    actor: Actor | None,
    *,
    organisation_id: uuid.UUID,
    login: str,
    name: str,
    roles: Collection[Role],
    password: str | None = None,
) -> User:
    """Give an account in an organisation. `actor` is `None` for the one who runs the server.

    Raises `DeniedError` and `AccountError`.
    """
    now = context.now()
    with context.store.writing() as connection:
        home = organisations.get(connection, organisation_id)
        if home is None:
            raise AccountError("organisation", "there is no such organisation")
        if actor is not None:
            may_manage(connection, actor, home.id)
        if not roles:
            raise AccountError("roles", "an account needs at least one role")
        user = _new_user(home.id, login, name, frozenset(roles), password, now)
        if users.by_login(connection, user.login) is not None:
            raise AccountError("login", "this sign-in name is taken")
        users.add(connection, user)
        detail = {"roles": " ".join(sorted(roles))}
        audit.record(connection, actor, now, "user.added", f"user:{user.id}", detail)
    return user


def may_manage(connection: Connection, actor: Actor, organisation_id: uuid.UUID) -> None:
    """Raise `DeniedError` unless the actor gives accounts in this organisation.

    Those of the organisation that runs the installation do so for every other.
    """
    actor.require("users.manage")
    own = organisations.get(connection, actor.organisation_id)
    if organisation_id != actor.organisation_id and not (own and own.hosts):
        actor.require("organisations.manage")
        raise AccountError("organisation", "you give accounts in your own organisation only")


def sign_in(
    context: Context, login: str, password: str, *, factor_required: bool
) -> SignedIn | None:
    """Begin a sign-in with a password; `None` when it is wrong, closed or locked for a while.

    The answer and the time it takes are the same in all these cases.
    """
    now = context.now()
    with context.store.reading() as connection:
        known = users.by_login(connection, login)
    good = passwords.matches(known.password_hash if known else None, password)
    if known is None:
        return None
    with context.store.writing() as connection:
        user = second_factors.hold(connection, known.id) or known
        who = users.actor(connection, user, "session")
        subject = f"user:{user.id}"
        if is_locked(user, now) or not user.active or user.password_hash != known.password_hash:
            audit.record(connection, who, now, "sign_in.refused", subject)
            return None
        if not good:
            count_failure(connection, user, now)
            audit.record(connection, who, now, "sign_in.failed", subject)
            return None
        if user.password_hash and passwords.is_outdated(user.password_hash):
            users.change(connection, user.id, password_hash=passwords.hash_password(password))
        stage = next_stage(connection, user, factor_required=factor_required)
        if stage != "second_factor":
            users.change(connection, user.id, failed_attempts=0, locked_until=None)
        sessions.sweep(connection, now)
        token = sessions.begin(connection, user.id, stage, now)
        audit.record(connection, who, now, "sign_in.password", subject, {"stage": stage})
    return SignedIn(token=token, stage=stage)


def is_locked(user: User, now: datetime.datetime) -> bool:
    """Whether the account is closed for a while, after too many wrong passwords or codes."""
    return user.locked_until is not None and user.locked_until > now


def count_failure(connection: Connection, user: User, now: datetime.datetime) -> None:
    """Count a wrong password or code; too many in a row lock the account for a while.

    A right password does not set the count back while a second factor is awaited: else one who
    knows the password could try codes without end.
    """
    failed = user.failed_attempts + 1
    until = now + LOCKED if failed >= MOST_FAILURES else None
    users.change(connection, user.id, failed_attempts=0 if until else failed, locked_until=until)


def next_stage(connection: Connection, user: User, *, factor_required: bool) -> Stage:
    """What a right password leads to: a second factor, setting one up, or the desk."""
    if second_factors.has_any(connection, user):
        return "second_factor"
    if needs_factor(user, factor_required=factor_required):
        return "enrol"
    return "open"


def needs_factor(user: User, *, factor_required: bool) -> bool:
    """Whether the roles of an account ask for a second factor on this server."""
    return factor_required and not WITH_SECOND_FACTOR.isdisjoint(user.roles)


def sign_out(context: Context, token: str) -> None:
    """End a sign-in."""
    with context.store.writing() as connection:
        sessions.end(connection, token)


def _new_user(
    organisation_id: uuid.UUID,
    login: str,
    name: str,
    roles: frozenset[Role],
    password: str | None,
    now: datetime.datetime,
) -> User:
    login = _told("login", login).casefold()
    name = _told("name", name)
    if password is not None:
        try:
            passwords.check_strength(password, login, *name.split())
        except passwords.WeakPasswordError as error:
            raise AccountError("password", str(error)) from None
    return User(
        id=uuid.uuid4(),
        organisation_id=organisation_id,
        login=login,
        name=name,
        roles=roles,
        password_hash=passwords.hash_password(password) if password is not None else None,
        created_at=now,
    )


_LONGEST_NAME = 200


def _told(field: str, value: str) -> str:
    """A name without outer spaces. Raises `AccountError` for none, or one too long."""
    value = " ".join(value.split())
    if not value:
        raise AccountError(field, "this is needed")
    if len(value) > _LONGEST_NAME:
        raise AccountError(field, f"it must have at most {_LONGEST_NAME} characters")
    return value
