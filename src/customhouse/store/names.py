"""The names of many people at once."""

import uuid
from collections.abc import Collection

from sqlalchemy import Connection, select

from customhouse.store.tables import users


def of_people(connection: Connection, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The name of each person, by id; one that is no account is left out."""
    if not keys:
        return {}
    rows = connection.execute(select(users.c.id, users.c.name).where(users.c.id.in_(keys)))
    return {row.id: row.name for row in rows}
