"""The audit log: append-only, each row chained to the one before by its hash."""

import datetime
import hashlib
import uuid
from collections.abc import Iterator, Mapping

import msgspec
from sqlalchemy import Connection, insert, select, text

from customhouse.accounts.actor import Actor
from customhouse.store.tables import audit

FIRST = "0" * 64
"""What the first row has before it."""

_LOCK = 6_226_002


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One thing done. `subject` is what it was done to, as `screening:<id>`."""

    sequence: int
    at: datetime.datetime
    user_id: uuid.UUID | None
    organisation_id: uuid.UUID | None
    iso3: str | None
    action: str
    subject: str
    detail: str
    previous: str
    hash: str


def record(
    connection: Connection,
    actor: Actor | None,
    at: datetime.datetime,
    action: str,
    subject: str = "",
    detail: Mapping[str, str] | None = None,
) -> None:
    """Add a row, in the transaction of what it tells of: both are kept, or neither.

    `actor` is `None` for somebody who is not known, as at a failed sign-in. `detail` must hold
    nothing secret, and no personal data beyond what the subject names.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(:n)"), {"n": _LOCK})
    sequence, previous = last(connection)
    entry = Entry(
        sequence=sequence + 1,
        at=at,
        user_id=actor.user_id if actor else None,
        organisation_id=actor.organisation_id if actor else None,
        iso3=actor.iso3 if actor else None,
        action=action,
        subject=subject,
        detail=msgspec.json.encode(dict(detail or {}), order="sorted").decode(),
        previous=previous,
        hash="",
    )
    entry = msgspec.structs.replace(entry, hash=_hash(entry))
    connection.execute(insert(audit), msgspec.structs.asdict(entry))


def _hash(entry: Entry) -> str:
    told = msgspec.structs.replace(entry, hash="", at=entry.at.astimezone(datetime.UTC))
    return hashlib.sha256(msgspec.json.encode(told, order="sorted")).hexdigest()


def first_broken(connection: Connection) -> int | None:
    """The number of the first row that was changed, moved or taken out; `None` when all hold.

    Rows cut off at the end leave no gap: compare `last` with a copy kept elsewhere.
    """
    previous, expected = FIRST, 1
    for entry in entries(connection):
        if (entry.sequence, entry.previous, entry.hash) != (expected, previous, _hash(entry)):
            return expected
        previous, expected = entry.hash, expected + 1
    return None


def entries(connection: Connection) -> Iterator[Entry]:
    """All rows, the oldest first."""
    for row in connection.execution_options(yield_per=1000).execute(
        select(audit).order_by(audit.c.sequence)
    ):
        yield Entry(**row._mapping)


def latest(
    connection: Connection, *, iso3: str | None = None, before: int | None = None, limit: int = 50
) -> list[Entry]:
    """The newest rows first, of one State when `iso3` is given, below a number."""
    query = select(audit).order_by(audit.c.sequence.desc()).limit(limit)
    if iso3 is not None:
        query = query.where(audit.c.iso3 == iso3)
    if before is not None:
        query = query.where(audit.c.sequence < before)
    return [Entry(**row._mapping) for row in connection.execute(query)]


def last(connection: Connection) -> tuple[int, str]:
    """The number and hash of the newest row; 0 and `FIRST` when there is none."""
    row = connection.execute(
        select(audit.c.sequence, audit.c.hash).order_by(audit.c.sequence.desc()).limit(1)
    ).first()
    return (row.sequence, row.hash) if row else (0, FIRST)
