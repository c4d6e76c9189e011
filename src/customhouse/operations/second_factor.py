"""The second factor at a sign-in: a code of an app, a passkey, or a recovery code.

Each way that passes ends the half-open sign-in and begins an open one with a new token. A way
that fails counts to the lock of the account, and nothing tells why it failed.
"""

import datetime
from collections.abc import Callable

from sqlalchemy import Connection

from customhouse.accounts import one_time_codes, passkeys, recovery
from customhouse.accounts.passkeys import PasskeyError, Site
from customhouse.operations.accounts import count_failure, is_locked
from customhouse.operations.context import Context
from customhouse.store import audit, recovery_codes, second_factors, sessions, users
from customhouse.store import passkeys as kept_passkeys
from customhouse.store.sessions import Session, Stage
from customhouse.store.users import User


def pass_code(context: Context, token: str, code: str) -> str | None:
    """Pass with a code of the app or a recovery code; the new token, or `None` when refused."""

    def right(connection: Connection, _: Session, user: User, now: datetime.datetime) -> str:
        if one_time_codes.digits(code) is not None:
            return "app" if use_app_code(connection, user, code, now) else ""
        used = recovery_codes.use(connection, user.id, recovery.code_hash(code), now)
        return "recovery_code" if used else ""

    return _pass(context, token, right)


def use_app_code(connection: Connection, user: User, code: str, now: datetime.datetime) -> bool:
    """Whether the code is the app's and was not used before; it is used up now."""
    if user.totp_secret is None:
        return False
    step = one_time_codes.step_of(user.totp_secret, code, now, user.totp_last_step)
    if step is not None:
        users.change(connection, user.id, totp_last_step=step)
    return step is not None


def ask_passkey(context: Context, token: str, site: Site) -> str | None:
    """What to ask the browser for, as JSON; `None` when no passkey is awaited."""
    now = context.now()
    with context.store.writing() as connection:
        found = at_stage(connection, token, now, "second_factor")
        if found is None:
            return None
        session, user = found
        known = [one.id for one in kept_passkeys.of_user(connection, user.id)]
        if not known:
            return None
        asked = passkeys.ask_to_sign(site, known)
        sessions.challenge(connection, session, asked.challenge)
    return asked.options


def pass_passkey(context: Context, token: str, site: Site, answer: str) -> str | None:
    """Pass with a passkey, by the browser's answer; the new token, or `None` when refused."""

    def right(connection: Connection, session: Session, user: User, now: datetime.datetime) -> str:
        sessions.challenge(connection, session, None)
        try:
            passkey = kept_passkeys.get(connection, passkeys.signed_by(answer))
            if passkey is None or passkey.user_id != user.id or session.challenge is None:
                return ""
            count = passkeys.signed(
                site,
                session.challenge,
                answer,
                public_key=passkey.public_key,
                sign_count=passkey.sign_count,
            )
        except PasskeyError:
            return ""
        kept_passkeys.used(connection, passkey.id, count, now)
        return "passkey"

    return _pass(context, token, right)


def at_stage(
    connection: Connection, token: str, now: datetime.datetime, *stages: Stage
) -> tuple[Session, User] | None:
    """The sign-in of a token and its account, held, when it waits at one of these stages."""
    session = sessions.find(connection, token, now)
    if session is None or session.stage not in stages:
        return None
    user = second_factors.hold(connection, session.user_id)
    return (session, user) if user and user.active else None


_Right = Callable[[Connection, Session, User, datetime.datetime], str]


def _pass(context: Context, token: str, right: _Right) -> str | None:
    """Ask `right` for the way that was passed, empty for none, and open the sign-in or count."""
    now = context.now()
    with context.store.writing() as connection:
        found = at_stage(connection, token, now, "second_factor")
        if found is None:
            return None
        session, user = found
        who = users.actor(connection, user, "session")
        subject = f"user:{user.id}"
        if is_locked(user, now):
            audit.record(connection, who, now, "sign_in.refused", subject)
            return None
        way = right(connection, session, user, now)
        if not way:
            count_failure(connection, user, now)
            audit.record(connection, who, now, "sign_in.failed", subject, {"at": session.stage})
            return None
        users.change(connection, user.id, failed_attempts=0, locked_until=None)
        sessions.end(connection, token)
        opened = sessions.begin(connection, user.id, "open", now)
        audit.record(connection, who, now, "sign_in.second_factor", subject, {"by": way})
    return opened
