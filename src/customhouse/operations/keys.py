"""API keys: a person makes some for programs, and takes them back."""

import datetime
import uuid

import msgspec

from customhouse.accounts.actor import Actor
from customhouse.accounts.tokens import KEY_MARK
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.store import api_keys, audit
from customhouse.store.api_keys import ApiKey

MOST_KEYS = 10
"""Keys of one person that hold at the same time."""
LONGEST_DAYS = 365
LONGEST_NAME = 100


class KeyRefusedError(ValueError):
    """A key that is not made; `field` is where, the message says why."""

    def __init__(self, field: str, problem: str):
        super().__init__(problem)
        self.field = field


class NewKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key that was just made. `text` is shown once and never told again."""

    id: uuid.UUID
    name: str
    text: str
    expires_at: datetime.datetime


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """A program with a person's key."""

    actor: Actor
    key_id: uuid.UUID


def create(context: Context, actor: Actor, *, name: str, days: int) -> NewKey:
    """Make a key that holds for some days. Raises `DeniedError` and `KeyRefusedError`."""
    actor.require("keys.own")
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise KeyRefusedError("name", f"give it a name of 1 to {LONGEST_NAME} characters")
    if not 1 <= days <= LONGEST_DAYS:
        raise KeyRefusedError("days", f"it may hold for 1 to {LONGEST_DAYS} days")
    now = context.now()
    expires_at = now + datetime.timedelta(days=days)
    with context.store.writing() as connection:
        if api_keys.count(connection, actor.user_id, now) >= MOST_KEYS:
            raise KeyRefusedError("name", f"you have {MOST_KEYS} keys: revoke one first")
        key, text = api_keys.add(connection, actor.user_id, name, now, expires_at)
        detail = {"expires": expires_at.date().isoformat()}
        audit.record(connection, actor, now, "api_key.made", f"api_key:{key}", detail)
    return NewKey(id=key, name=name, text=text, expires_at=expires_at)


def own(context: Context, actor: Actor) -> list[ApiKey]:
    """The actor's keys, the newest first. Raises `DeniedError`."""
    actor.require("keys.own")
    with context.store.reading() as connection:
        return api_keys.of_user(connection, actor.user_id)


def revoke(context: Context, actor: Actor, key: uuid.UUID) -> None:
    """Have one of the actor's keys open nothing any more, from now on.

    Raises `DeniedError`, and `NotFoundError` for a key that is not the actor's or holds no more.
    """
    actor.require("keys.own")
    now = context.now()
    with context.store.writing() as connection:
        if not api_keys.revoke(connection, actor.user_id, key, now):
            raise NotFoundError
        audit.record(connection, actor, now, "api_key.revoked", f"api_key:{key}")


def authenticate(context: Context, text: str) -> Caller | None:
    """Who shows this key; `None` when it opens nothing, or its account is closed.

    Raises `DeniedError` when the person may have keys no more. That the key is in use is noted
    now and then, not each time.
    """
    if not text.startswith(f"{KEY_MARK}_"):
        return None
    now = context.now()
    with context.store.reading() as connection:
        found = api_keys.bearer(connection, text, now)
    if found is None:
        return None
    key, actor = found
    actor.require("keys.own")
    if key.is_stale(now):
        with context.store.writing() as connection:
            api_keys.seen(connection, key.id, now)
    return Caller(actor=actor, key_id=key.id)
