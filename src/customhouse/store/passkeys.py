"""Passkeys: the public half only."""

import datetime
import uuid

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from customhouse.store.tables import passkeys


class Passkey(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey of a person; `id` is the authenticator's, `name` what the person calls it."""

    id: bytes
    user_id: uuid.UUID
    name: str
    public_key: bytes
    sign_count: int
    created_at: datetime.datetime
    last_used_at: datetime.datetime | None = None


def add(connection: Connection, passkey: Passkey) -> None:
    """Keep a new passkey."""
    connection.execute(insert(passkeys), msgspec.structs.asdict(passkey))


def get(connection: Connection, key: bytes) -> Passkey | None:
    """The passkey, whoever's it is."""
    row = connection.execute(select(passkeys).where(passkeys.c.id == key)).first()
    return Passkey(**row._mapping) if row else None


def of_user(connection: Connection, user_id: uuid.UUID) -> list[Passkey]:
    """The passkeys of a person, the oldest first."""
    rows = connection.execute(
        select(passkeys).where(passkeys.c.user_id == user_id).order_by(passkeys.c.created_at)
    )
    return [Passkey(**row._mapping) for row in rows]


def used(connection: Connection, key: bytes, sign_count: int, now: datetime.datetime) -> None:
    """Note a use, and the count that the authenticator keeps of them."""
    connection.execute(
        update(passkeys).where(passkeys.c.id == key).values(sign_count=sign_count, last_used_at=now)
    )


def remove(connection: Connection, user_id: uuid.UUID, key: bytes) -> bool:
    """Forget a passkey of a person; `False` when it is not theirs."""
    done = connection.execute(
        delete(passkeys).where(passkeys.c.id == key, passkeys.c.user_id == user_id)
    )
    return done.rowcount == 1


def remove_all(connection: Connection, user_id: uuid.UUID) -> None:
    """Forget every passkey of a person."""
    connection.execute(delete(passkeys).where(passkeys.c.user_id == user_id))
