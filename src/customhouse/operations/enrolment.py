"""Set up second factors and take them away."""

import datetime
import uuid

import msgspec
from sqlalchemy import Connection

from customhouse.accounts import one_time_codes, passkeys, recovery
from customhouse.accounts.actor import Actor, DeniedError
from customhouse.accounts.passkeys import PasskeyError, Site
from customhouse.operations.accounts import AccountError, may_manage, needs_factor
from customhouse.operations.context import Context
from customhouse.operations.own_account import check_password
from customhouse.operations.second_factor import at_stage, use_app_code
from customhouse.store import audit, recovery_codes, second_factors, sessions, users
from customhouse.store import passkeys as kept_passkeys
from customhouse.store.passkeys import Passkey
from customhouse.store.sessions import Session
from customhouse.store.users import User

_LONGEST_NAME = 100
_APP = b"app:"
"""Before a secret that waits in a sign-in for its first code."""


class Enrolled(msgspec.Struct, frozen=True, kw_only=True):
    """What setting up a factor gave: the token to go on with, and recovery codes to show once.

    There are codes only with the first factor.
    """

    token: str
    recovery_codes: tuple[str, ...]


class Factors(msgspec.Struct, frozen=True, kw_only=True):
    """The second factors of a person."""

    app: bool
    passkeys: tuple[Passkey, ...]
    recovery_codes_left: int


def factors(context: Context, user_id: uuid.UUID) -> Factors:
    """What a person has set up."""
    with context.store.reading() as connection:
        user = users.get(connection, user_id)
        return Factors(
            app=user is not None and user.totp_secret is not None,
            passkeys=tuple(kept_passkeys.of_user(connection, user_id)),
            recovery_codes_left=recovery_codes.left(connection, user_id),
        )


def begin_app(context: Context, token: str) -> None:
    """Make a secret for an app. It counts only once the app has shown a code of it."""
    now = context.now()
    with context.store.writing() as connection:
        found = _may_enrol(connection, token, now)
        if found is not None:
            secret = one_time_codes.new_secret()
            sessions.challenge(connection, found[0], _APP + secret.encode())


def app_secret(session: Session) -> str | None:
    """The secret that waits for its first code."""
    waits = session.challenge
    return waits[len(_APP) :].decode() if waits and waits.startswith(_APP) else None


def confirm_app(context: Context, token: str, code: str) -> Enrolled | None:
    """Take the app in use by its first code; `None` when the code is wrong."""
    now = context.now()
    with context.store.writing() as connection:
        found = _may_enrol(connection, token, now)
        secret = app_secret(found[0]) if found else None
        if found is None or secret is None:
            return None
        session, user = found
        tried = msgspec.structs.replace(user, totp_secret=secret, totp_last_step=None)
        if not use_app_code(connection, tried, code, now):
            return None
        users.change(connection, user.id, totp_secret=secret)
        return _enrolled(connection, token, session, user, now, "app")


def begin_passkey(context: Context, token: str, site: Site) -> str | None:
    """What to ask the browser for, as JSON; `None` when nobody is to set one up."""
    now = context.now()
    with context.store.writing() as connection:
        found = _may_enrol(connection, token, now)
        if found is None:
            return None
        session, user = found
        known = [one.id for one in kept_passkeys.of_user(connection, user.id)]
        asked = passkeys.ask_to_register(site, user.id.bytes, user.login, user.name, known)
        sessions.challenge(connection, session, asked.challenge)
    return asked.options


def confirm_passkey(
    context: Context, token: str, site: Site, name: str, answer: str
) -> Enrolled | None:
    """Keep a new passkey, by the browser's answer; `None` when it does not hold."""
    now = context.now()
    with context.store.writing() as connection:
        found = _may_enrol(connection, token, now)
        if found is None or found[0].challenge is None:
            return None
        session, user = found
        try:
            made = passkeys.registered(site, found[0].challenge, answer)
        except PasskeyError:
            return None
        if kept_passkeys.get(connection, made.id) is not None:
            return None
        passkey = Passkey(
            id=made.id,
            user_id=user.id,
            name=" ".join(name.split())[:_LONGEST_NAME] or f"{now:%Y-%m-%d}",
            public_key=made.public_key,
            sign_count=made.sign_count,
            created_at=now,
        )
        kept_passkeys.add(connection, passkey)
        return _enrolled(connection, token, session, user, now, "passkey")


def new_recovery_codes(context: Context, actor: Actor, password: str) -> tuple[str, ...]:
    """Ten new codes in place of all old ones. Raises `AccountError`."""
    check_password(context, actor, password)
    now = context.now()
    with context.store.writing() as connection:
        user = second_factors.hold(connection, actor.user_id)
        if user is None or not second_factors.has_any(connection, user):
            raise AccountError("factor", "set up a second factor first")
        codes = _new_codes(connection, user)
        audit.record(connection, actor, now, "recovery_codes.made", f"user:{user.id}")
    return codes


def remove(
    context: Context,
    actor: Actor,
    password: str,
    passkey: bytes | None,
    *,
    factor_required: bool,
) -> None:
    """Take away a passkey of the actor, or the app for `None`. Raises `AccountError`.

    The last factor of somebody whose roles need one stays until there is another.
    """
    check_password(context, actor, password)
    now = context.now()
    last = AccountError("factor", "your roles need a second factor: set up another one first")
    with context.store.writing() as connection:
        user = second_factors.hold(connection, actor.user_id)
        if user is None:
            return
        if passkey is None:
            users.change(connection, user.id, totp_secret=None)
            user = msgspec.structs.replace(user, totp_secret=None)
        elif not kept_passkeys.remove(connection, user.id, passkey):
            return
        if not second_factors.has_any(connection, user):
            if needs_factor(user, factor_required=factor_required):
                raise last
            recovery_codes.replace(connection, user.id, ())
        detail = {"kind": "app" if passkey is None else "passkey"}
        audit.record(connection, actor, now, "second_factor.removed", f"user:{user.id}", detail)


def clear(context: Context, actor: Actor | None, user_id: uuid.UUID) -> None:
    """Take away every factor of somebody who lost them, and end their sign-ins.

    `actor` is `None` for the one who runs the server. Nobody clears their own: `remove` asks for
    the password. Raises `DeniedError` and `AccountError`.
    """
    now = context.now()
    with context.store.writing() as connection:
        user = second_factors.hold(connection, user_id)
        if user is None:
            raise AccountError("user", "there is no such account")
        if actor is not None:
            may_manage(connection, actor, user.organisation_id)
            if actor.user_id == user.id:
                raise DeniedError("users.manage")
        users.change(connection, user.id, totp_secret=None)
        kept_passkeys.remove_all(connection, user.id)
        recovery_codes.replace(connection, user.id, ())
        sessions.end_all(connection, user.id)
        audit.record(connection, actor, now, "second_factor.cleared", f"user:{user.id}")


def _may_enrol(
    connection: Connection, token: str, now: datetime.datetime
) -> tuple[Session, User] | None:
    """The sign-in that may set up a factor.

    One that a password alone began may set up the first only: else who knows the password
    could add a factor beside the owner's.
    """
    found = at_stage(connection, token, now, "enrol", "open")
    if found and found[0].stage == "enrol" and second_factors.has_any(connection, found[1]):
        return None
    return found


def _enrolled(
    connection: Connection,
    token: str,
    session: Session,
    user: User,
    now: datetime.datetime,
    kind: str,
) -> Enrolled:
    sessions.challenge(connection, session, None)
    first = recovery_codes.left(connection, user.id) == 0
    codes = _new_codes(connection, user) if first else ()
    if session.stage == "enrol":
        sessions.end(connection, token)
        token = sessions.begin(connection, user.id, "open", now)
    who = users.actor(connection, user, "session")
    subject = f"user:{user.id}"
    audit.record(connection, who, now, "second_factor.added", subject, {"kind": kind})
    return Enrolled(token=token, recovery_codes=codes)


def _new_codes(connection: Connection, user: User) -> tuple[str, ...]:
    codes = recovery.new_codes()
    recovery_codes.replace(connection, user.id, [recovery.code_hash(one) for one in codes])
    return codes
