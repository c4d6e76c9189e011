"""Sign-ins: a random token in a cookie, kept here as its hash only."""

import datetime
import uuid
from typing import Literal

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from customhouse.accounts.tokens import digest, new_token
from customhouse.store.tables import sessions

Stage = Literal["second_factor", "enrol", "open"]

LONGEST = datetime.timedelta(hours=12)
"""A shift: after this one signs in again, however busy."""
IDLE = datetime.timedelta(hours=2)
HALF_OPEN = datetime.timedelta(minutes=10)
"""How long a second factor may be awaited."""
_SEEN_EVERY = datetime.timedelta(minutes=5)


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A sign-in; only at the stage `open` does it open anything."""

    token_hash: str
    user_id: uuid.UUID
    stage: Stage
    challenge: bytes | None
    created_at: datetime.datetime
    seen_at: datetime.datetime
    expires_at: datetime.datetime


def begin(connection: Connection, user_id: uuid.UUID, stage: Stage, now: datetime.datetime) -> str:
    """The token of a new sign-in. A later stage is another sign-in with another token."""
    token = new_token()
    connection.execute(
        insert(sessions),
        {
            "token_hash": digest(token),
            "user_id": user_id,
            "stage": stage,
            "challenge": None,
            "created_at": now,
            "seen_at": now,
            "expires_at": now + (LONGEST if stage == "open" else HALF_OPEN),
        },
    )
    return token


def find(connection: Connection, token: str, now: datetime.datetime) -> Session | None:
    """The sign-in of a token that still holds."""
    row = connection.execute(
        select(sessions).where(
            sessions.c.token_hash == digest(token),
            sessions.c.expires_at > now,
            sessions.c.seen_at > now - IDLE,
        )
    ).first()
    return Session(**row._mapping) if row else None


def is_stale(session: Session, now: datetime.datetime) -> bool:
    """Whether it is time to note again that the sign-in is in use."""
    return now - session.seen_at > _SEEN_EVERY


def seen(connection: Connection, session: Session, now: datetime.datetime) -> None:
    """Note that the sign-in is in use."""
    connection.execute(
        update(sessions).where(sessions.c.token_hash == session.token_hash).values(seen_at=now)
    )


def challenge(connection: Connection, session: Session, value: bytes | None) -> None:
    """Keep what a passkey has to sign, or forget it."""
    connection.execute(
        update(sessions).where(sessions.c.token_hash == session.token_hash).values(challenge=value)
    )


def end(connection: Connection, token: str) -> None:
    """End one sign-in."""
    connection.execute(delete(sessions).where(sessions.c.token_hash == digest(token)))


def end_all(connection: Connection, user_id: uuid.UUID) -> None:
    """End every sign-in of a person: after a new password, or when the account is closed."""
    connection.execute(delete(sessions).where(sessions.c.user_id == user_id))


def sweep(connection: Connection, now: datetime.datetime) -> None:
    """Forget the sign-ins that have run out."""
    connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
