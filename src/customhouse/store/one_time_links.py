"""Links that open one thing once: setting up the installation, choosing a password."""

import datetime
import uuid
from typing import Literal

import msgspec
from sqlalchemy import Connection, insert, select, update

from customhouse.accounts.tokens import digest, new_token
from customhouse.store.tables import one_time_links

Purpose = Literal["setup", "password"]


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A link that is still good; `user_id` is whose password it sets."""

    purpose: Purpose
    user_id: uuid.UUID | None


def make(
    connection: Connection,
    purpose: Purpose,
    user_id: uuid.UUID | None,
    expires_at: datetime.datetime,
) -> str:
    """The token of a new link."""
    token = new_token()
    connection.execute(
        insert(one_time_links),
        {
            "token_hash": digest(token),
            "purpose": purpose,
            "user_id": user_id,
            "expires_at": expires_at,
            "used_at": None,
        },
    )
    return token


def find(
    connection: Connection, purpose: Purpose, token: str, now: datetime.datetime
) -> Link | None:
    """The link of a token that was not used and has not run out."""
    row = connection.execute(
        select(one_time_links.c.purpose, one_time_links.c.user_id).where(
            one_time_links.c.token_hash == digest(token),
            one_time_links.c.purpose == purpose,
            one_time_links.c.used_at.is_(None),
            one_time_links.c.expires_at > now,
        )
    ).first()
    return Link(**row._mapping) if row else None


def use(connection: Connection, token: str, now: datetime.datetime) -> bool:
    """Use the link up; `False` when another did so first."""
    done = connection.execute(
        update(one_time_links)
        .where(one_time_links.c.token_hash == digest(token), one_time_links.c.used_at.is_(None))
        .values(used_at=now)
    )
    return done.rowcount == 1
