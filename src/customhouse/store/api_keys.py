"""API keys: what a program shows to act for a person. Kept as their hash only."""

import datetime
import uuid

import msgspec
from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from customhouse.accounts.actor import Actor
from customhouse.accounts.tokens import digest, new_key
from customhouse.store.tables import api_keys, organisations, users

_SEEN_EVERY = datetime.timedelta(minutes=5)
_HINT = 8


class ApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key of a person. `hint` is how it begins, so that its owner knows it again."""

    id: uuid.UUID
    user_id: uuid.UUID
    name: str
    hint: str
    created_at: datetime.datetime
    expires_at: datetime.datetime
    last_used_at: datetime.datetime | None
    revoked_at: datetime.datetime | None

    def holds(self, now: datetime.datetime) -> bool:
        """Whether the key still opens something."""
        return self.revoked_at is None and self.expires_at > now

    def is_stale(self, now: datetime.datetime) -> bool:
        """Whether it is time to note again that the key is in use."""
        return self.last_used_at is None or now - self.last_used_at > _SEEN_EVERY


def add(
    connection: Connection,
    user_id: uuid.UUID,
    name: str,
    now: datetime.datetime,
    expires_at: datetime.datetime,
) -> tuple[uuid.UUID, str]:
    """The id and the text of a new key; the text is told this once."""
    key, text = uuid.uuid4(), new_key()
    connection.execute(
        insert(api_keys),
        {
            "id": key,
            "user_id": user_id,
            "name": name,
            "hint": text[:_HINT],
            "key_hash": digest(text),
            "created_at": now,
            "expires_at": expires_at,
            "last_used_at": None,
            "revoked_at": None,
        },
    )
    return key, text


def bearer(
    connection: Connection, text: str, now: datetime.datetime
) -> tuple[ApiKey, Actor] | None:
    """The key of this text and who acts with it; `None` when it or the account holds no more.

    One question to the database, as every request of a program begins with it.
    """
    row = connection.execute(
        select(
            *_COLUMNS,
            users.c.organisation_id,
            users.c.name.label("person"),
            users.c.roles,
            organisations.c.iso3,
        )
        .join(users, users.c.id == api_keys.c.user_id)
        .join(organisations, organisations.c.id == users.c.organisation_id)
        .where(api_keys.c.key_hash == digest(text), _held(now), users.c.active)
    ).first()
    if row is None:
        return None
    key = ApiKey(**{column.name: row._mapping[column.name] for column in _COLUMNS})
    actor = Actor(
        user_id=key.user_id,
        organisation_id=row.organisation_id,
        iso3=row.iso3,
        name=row.person,
        roles=frozenset(row.roles.split()),
        via="api_key",
    )
    return key, actor


def of_user(connection: Connection, user_id: uuid.UUID) -> list[ApiKey]:
    """All keys of a person, those that hold no more as well, the newest first."""
    rows = connection.execute(
        select(*_COLUMNS)
        .where(api_keys.c.user_id == user_id)
        .order_by(api_keys.c.created_at.desc(), api_keys.c.id)
    )
    return [ApiKey(**row._mapping) for row in rows]


def count(connection: Connection, user_id: uuid.UUID, now: datetime.datetime) -> int:
    """How many keys of a person hold. No other transaction can add one until this one ends."""
    connection.execute(select(users.c.id).where(users.c.id == user_id).with_for_update())
    return connection.execute(
        select(func.count()).select_from(api_keys).where(api_keys.c.user_id == user_id, _held(now))
    ).scalar_one()


def seen(connection: Connection, key: uuid.UUID, now: datetime.datetime) -> None:
    """Note that the key is in use."""
    connection.execute(update(api_keys).where(api_keys.c.id == key).values(last_used_at=now))


def revoke(
    connection: Connection, user_id: uuid.UUID, key: uuid.UUID, now: datetime.datetime
) -> bool:
    """Have the person's key open nothing any more; `False` when there is none that does."""
    done = connection.execute(
        update(api_keys)
        .where(api_keys.c.id == key, api_keys.c.user_id == user_id, _held(now))
        .values(revoked_at=now)
    )
    return done.rowcount == 1


def _held(now: datetime.datetime) -> ColumnElement[bool]:
    return api_keys.c.revoked_at.is_(None) & (api_keys.c.expires_at > now)


_COLUMNS = tuple(column for column in api_keys.c if column.name != "key_hash")
