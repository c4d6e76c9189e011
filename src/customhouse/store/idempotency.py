"""What requests with an Idempotency-Key made, so that a repetition makes nothing new."""

import datetime
import uuid
from collections.abc import Sequence

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from customhouse.accounts.actor import Actor
from customhouse.store.tables import idempotency

LONGEST_KEY = 200


class KeyReusedError(Exception):
    """The key was used before for another request."""


class KeyTakenError(Exception):
    """Another request with the key was faster; the transaction can keep nothing any more."""


def claimed(
    connection: Connection, actor: Actor, key: str, request_hash: str
) -> list[uuid.UUID] | None:
    """The screenings that the same request made before; `None` when the key is new.

    Raises `KeyReusedError` when the key belongs to another request of this person.
    """
    row = connection.execute(
        select(idempotency.c.request_hash, idempotency.c.screening_ids).where(
            idempotency.c.user_id == actor.user_id, idempotency.c.key == key
        )
    ).first()
    if row is None:
        return None
    if row.request_hash != request_hash:
        raise KeyReusedError
    return [uuid.UUID(one) for one in row.screening_ids.split()]


def claim(
    connection: Connection,
    actor: Actor,
    key: str,
    request_hash: str,
    made: Sequence[uuid.UUID],
    now: datetime.datetime,
) -> None:
    """Note what a key made. Of two requests at once with one key the second keeps nothing.

    Raises `KeyTakenError` for that second one.
    """
    try:
        connection.execute(
            insert(idempotency),
            {
                "user_id": actor.user_id,
                "key": key,
                "request_hash": request_hash,
                "screening_ids": " ".join(map(str, made)),
                "created_at": now,
            },
        )
    except IntegrityError:
        raise KeyTakenError from None
