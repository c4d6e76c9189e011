"""What people do with their own account: a new password, their language, ending sign-ins."""

import datetime

from sqlalchemy import Connection

from customhouse.accounts import passwords
from customhouse.accounts.actor import Actor
from customhouse.operations.accounts import AccountError, count_failure, is_locked
from customhouse.operations.context import Context
from customhouse.store import audit, one_time_links, second_factors, sessions, users
from customhouse.store.users import User


def check_password(context: Context, actor: Actor, password: str) -> None:
    """Raise `AccountError` unless this is the actor's password. Wrong ones count to the lock."""
    now = context.now()
    with context.store.reading() as connection:
        user = users.get(connection, actor.user_id)
    good = passwords.matches(user.password_hash if user else None, password)
    if user is None or user.password_hash is None:
        raise AccountError("password", "you have none: ask your administrator for a link")
    with context.store.writing() as connection:
        held = second_factors.hold(connection, user.id) or user
        if not is_locked(held, now):
            if good:
                return
            count_failure(connection, held, now)
        audit.record(connection, actor, now, "password.refused", f"user:{user.id}")
    raise AccountError("password", "it is wrong, or the account is locked for a while")


def change_password(context: Context, actor: Actor, old: str, new: str) -> str:
    """Take a new password and end every sign-in; the token of the one that goes on.

    Raises `AccountError`.
    """
    with context.store.reading() as connection:
        user = users.get(connection, actor.user_id)
    if user is None:
        raise AccountError("password", "there is no such account")
    password_hash = _strong(user, new)
    check_password(context, actor, old)
    now = context.now()
    with context.store.writing() as connection:
        _set(connection, user, password_hash)
        token = sessions.begin(connection, user.id, "open", now)
        audit.record(connection, actor, now, "password.changed", f"user:{user.id}")
    return token


def link_user(context: Context, token: str) -> User | None:
    """Whose password a link sets; `None` when it was used, has run out or is none."""
    with context.store.reading() as connection:
        return _of_link(connection, token, context.now())


def choose_password(context: Context, token: str, new: str) -> None:
    """Take a password by a link, once. Ends every sign-in and the lock. Raises `AccountError`.

    Second factors stay: whoever reads somebody's mail has no key to the account.
    """
    user = link_user(context, token)
    if user is None:
        raise AccountError("token", "this link has been used or has run out")
    password_hash = _strong(user, new)
    now = context.now()
    with context.store.writing() as connection:
        if not one_time_links.use(connection, token, now):
            raise AccountError("token", "this link has been used or has run out")
        _set(connection, user, password_hash)
        users.change(connection, user.id, failed_attempts=0, locked_until=None)
        who = users.actor(connection, user, "session")
        audit.record(connection, who, now, "password.chosen", f"user:{user.id}")


def end_other_sign_ins(context: Context, actor: Actor) -> str:
    """End every sign-in of the actor; the token of the one that goes on."""
    now = context.now()
    with context.store.writing() as connection:
        sessions.end_all(connection, actor.user_id)
        token = sessions.begin(connection, actor.user_id, "open", now)
        audit.record(connection, actor, now, "sign_ins.ended", f"user:{actor.user_id}")
    return token


def keep_language(context: Context, actor: Actor, language: str | None) -> None:
    """Keep the language that the pages are shown in; `None` for that of the browser."""
    with context.store.writing() as connection:
        users.change(connection, actor.user_id, language=language)


def _of_link(connection: Connection, token: str, now: datetime.datetime) -> User | None:
    link = one_time_links.find(connection, "password", token, now)
    if link is None or link.user_id is None:
        return None
    user = users.get(connection, link.user_id)
    return user if user and user.active else None


def _strong(user: User, password: str) -> str:
    try:
        passwords.check_strength(password, user.login, *user.name.split())
    except passwords.WeakPasswordError as error:
        raise AccountError("new_password", str(error)) from None
    return passwords.hash_password(password)


def _set(connection: Connection, user: User, password_hash: str) -> None:
    users.change(connection, user.id, password_hash=password_hash)
    sessions.end_all(connection, user.id)
