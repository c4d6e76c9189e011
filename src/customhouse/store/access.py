"""What opens an account: sign-ins, API keys and links. All of it ends when the account closes."""

import datetime
import uuid

from sqlalchemy import Connection, select, update

from customhouse.store import sessions
from customhouse.store.tables import api_keys, one_time_links, organisations


def hold(connection: Connection, organisation_id: uuid.UUID) -> None:
    """Let no other transaction change the accounts of the organisation until this one ends.

    SQLite has one writer at a time anyway.
    """
    connection.execute(
        select(organisations.c.id).where(organisations.c.id == organisation_id).with_for_update()
    )


def end(connection: Connection, user_id: uuid.UUID, now: datetime.datetime) -> None:
    """End every sign-in, revoke every API key and use up every link of a person."""
    sessions.end_all(connection, user_id)
    connection.execute(
        update(api_keys)
        .where(api_keys.c.user_id == user_id, api_keys.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    end_links(connection, user_id, now)


def end_links(connection: Connection, user_id: uuid.UUID, now: datetime.datetime) -> None:
    """Use up every link of a person, so that only a newer one opens the account."""
    connection.execute(
        update(one_time_links)
        .where(one_time_links.c.user_id == user_id, one_time_links.c.used_at.is_(None))
        .values(used_at=now)
    )
