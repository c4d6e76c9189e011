"""Whether a person has a second factor, and one try at a time."""

import uuid

from sqlalchemy import Connection, exists, select

from customhouse.store import users
from customhouse.store.tables import passkeys
from customhouse.store.tables import users as table
from customhouse.store.users import User


def has_any(connection: Connection, user: User) -> bool:
    """Whether an app or a passkey is set up. Recovery codes only stand in for one."""
    return user.totp_secret is not None or bool(
        connection.execute(select(exists().where(passkeys.c.user_id == user.id))).scalar_one()
    )


def hold(connection: Connection, user_id: uuid.UUID) -> User | None:
    """The account as it stands now; others wait with theirs until this transaction ends.

    So no two tries read the same count of failures, and no code is used by both.
    """
    connection.execute(select(table.c.id).where(table.c.id == user_id).with_for_update())
    return users.get(connection, user_id)
