"""The addresses at which calendar programs read a person's time limits: one a person, hashed."""

import uuid

from sqlalchemy import Connection, delete, insert, select

from customhouse.accounts.tokens import digest, new_token
from customhouse.store.tables import calendar_feeds


def make(connection: Connection, user_id: uuid.UUID) -> str:
    """The token of a new address, in place of an older one."""
    forget(connection, user_id)
    token = new_token()
    connection.execute(insert(calendar_feeds), {"user_id": user_id, "token_hash": digest(token)})
    return token


def forget(connection: Connection, user_id: uuid.UUID) -> bool:
    """Have the address open nothing any more; `False` when there was none."""
    done = connection.execute(delete(calendar_feeds).where(calendar_feeds.c.user_id == user_id))
    return done.rowcount > 0


def there_is(connection: Connection, user_id: uuid.UUID) -> bool:
    """Whether the person has an address."""
    found = select(calendar_feeds.c.user_id).where(calendar_feeds.c.user_id == user_id)
    return connection.execute(found).first() is not None


def owner(connection: Connection, token: str) -> uuid.UUID | None:
    """Whose address it is; `None` for one that opens nothing."""
    found: uuid.UUID | None = connection.execute(
        select(calendar_feeds.c.user_id).where(calendar_feeds.c.token_hash == digest(token))
    ).scalar_one_or_none()
    return found
