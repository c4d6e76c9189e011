"""The key that signs what leaves the server and comes back: made once, kept in the database."""

import secrets

from sqlalchemy import insert, select

from customhouse.store.engine import Store
from customhouse.store.tables import settings

_NAME = "signing_key"


def signing_key(store: Store) -> str:
    """The key of this installation, 256 random bits in hex."""
    with store.writing() as connection:
        known: str | None = connection.execute(
            select(settings.c.value).where(settings.c.name == _NAME)
        ).scalar_one_or_none()
        if known is not None:
            return known
        made = secrets.token_hex(32)
        connection.execute(insert(settings), {"name": _NAME, "value": made})
        return made
