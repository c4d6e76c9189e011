"""Recovery codes: hashes, each good for one use."""

import datetime
import uuid
from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, insert, select, update

from customhouse.store.tables import recovery_codes


def replace(connection: Connection, user_id: uuid.UUID, hashes: Iterable[str]) -> None:
    """Keep these for a person in place of all that were; with none, only forget the old ones."""
    connection.execute(delete(recovery_codes).where(recovery_codes.c.user_id == user_id))
    rows = [{"user_id": user_id, "code_hash": one, "used_at": None} for one in hashes]
    if rows:
        connection.execute(insert(recovery_codes), rows)


def use(connection: Connection, user_id: uuid.UUID, code: str, now: datetime.datetime) -> bool:
    """Use a code up, by its hash; `False` when there is no such code or it was used before."""
    done = connection.execute(
        update(recovery_codes)
        .where(
            recovery_codes.c.user_id == user_id,
            recovery_codes.c.code_hash == code,
            recovery_codes.c.used_at.is_(None),
        )
        .values(used_at=now)
    )
    return done.rowcount == 1


def left(connection: Connection, user_id: uuid.UUID) -> int:
    """How many are still good."""
    return connection.execute(
        select(func.count())
        .select_from(recovery_codes)
        .where(recovery_codes.c.user_id == user_id, recovery_codes.c.used_at.is_(None))
    ).scalar_one()
