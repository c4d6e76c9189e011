"""Photos and documents by the SHA-256 of their bytes; the same bytes are kept once."""

import datetime
from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, Insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from customhouse.store.scan_command import Scan, Verdict
from customhouse.store.tables import files


class FileRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a file. `scan_told` are the scanner's words, or why there are none."""

    sha256: str
    size: int
    media_type: str
    scan: Verdict
    scan_told: str
    added_at: datetime.datetime


_KNOWN = (
    files.c.sha256,
    files.c.size,
    files.c.media_type,
    files.c.scan,
    files.c.scan_told,
    files.c.added_at,
)


def put(
    connection: Connection,
    sha256: str,
    media_type: str,
    content: bytes,
    scan: Scan,
    now: datetime.datetime,
) -> None:
    """Keep the bytes; of bytes kept before only what the scanner says now, if it says anything.

    Two at once with the same bytes: the second waits for the first, and one row is kept.
    """
    known = connection.execute(
        select(files.c.scan).where(files.c.sha256 == sha256)
    ).scalar_one_or_none()
    if known is None:
        added = connection.execute(
            _insert(connection),
            {
                "sha256": sha256,
                "size": len(content),
                "media_type": media_type,
                "scan": scan.verdict,
                "scan_told": scan.told,
                "added_at": now,
                "content": content,
            },
        )
        if added.rowcount == 1:
            return
    if scan.verdict != "not_scanned":
        tell_scan(connection, sha256, scan)


def tell_scan(connection: Connection, sha256: str, scan: Scan) -> None:
    """Note what the scanner says of bytes that may be kept already."""
    connection.execute(
        update(files).where(files.c.sha256 == sha256).values(scan=scan.verdict, scan_told=scan.told)
    )


def known(connection: Connection, hashes: Collection[str]) -> dict[str, FileRecord]:
    """What is known of files by their hash; who may see them is not asked here."""
    rows = connection.execute(select(*_KNOWN).where(files.c.sha256.in_(list(hashes))))
    return {row.sha256: FileRecord(**row._mapping) for row in rows}


def content(connection: Connection, sha256: str) -> bytes:
    """The bytes of a file that is kept. Raises `sqlalchemy.exc.NoResultFound` for any other."""
    found: bytes = connection.execute(
        select(files.c.content).where(files.c.sha256 == sha256)
    ).scalar_one()
    return bytes(found)


def _insert(connection: Connection) -> Insert:
    if connection.dialect.name == "postgresql":
        return postgresql.insert(files).on_conflict_do_nothing()
    return sqlite.insert(files).on_conflict_do_nothing()
