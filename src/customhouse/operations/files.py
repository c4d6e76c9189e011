"""Files of cases: looked at before they are kept, read only through a case.

A file that the house's scanner calls infected is refused, and that is audited. One that no
scanner has looked at is kept and says so wherever it is shown.
"""

import hashlib
import uuid
from collections.abc import Collection
from typing import Literal

import msgspec
from sqlalchemy import Connection

from customhouse.accounts.actor import Actor
from customhouse.coordination import media_types
from customhouse.coordination.case import Case
from customhouse.coordination.entries import (
    Answered,
    Corrected,
    Entry,
    FileAdded,
    FileRole,
)
from customhouse.coordination.media_types import MediaTypeError
from customhouse.operations import cases as case_operations
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.store import audit, cases, files, photos
from customhouse.store.files import FileRecord
from customhouse.store.photos import PhotoError
from customhouse.store.scan_command import Scan, scan

LARGEST_FILE = 20_000_000
"""Bytes."""

Problem = Literal["empty", "type", "active", "too_large", "photo", "infected"]


class FileError(ValueError):
    """A file that is not taken, or not given out; `told` are the words of the scanner."""

    def __init__(self, problem: Problem, told: str = ""):
        super().__init__(f"the file is refused: {problem}")
        self.problem: Problem = problem
        self.told = told


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes that may be kept."""

    content: bytes
    sha256: str
    media_type: str
    scan: Scan


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What a person says of a file: of a document its type, reference and issuer too."""

    role: FileRole
    name: str
    about: str = ""
    document_type: str = ""
    reference: str = ""
    issuer_iso3: str = ""


class CaseFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as a case names it."""

    record: FileRecord
    name: str


def add(
    context: Context,
    actor: Actor,
    key: uuid.UUID,
    seen: int,
    about: About,
    content: bytes,
    *,
    scan_command: str = "",
) -> Entry:
    """Add a file to the actor's case: the file and its entry are kept together, or neither.

    Raises `DeniedError`, `NotFoundError`, `FileError` and `ConflictError`.
    """
    actor.require("cases.write")
    with context.store.reading() as connection:
        case_operations.current(connection, actor, key, seen)
    checked = check(context, actor, f"case:{key}", content, scan_command=scan_command)
    with context.store.writing() as connection:
        case = case_operations.current(connection, actor, key, seen)
        keep(context, connection, checked)
        body = added(about, checked)
        return case_operations.append(context, connection, actor, case, [body])[0]


def check(
    context: Context, by: Actor | None, subject: str, content: bytes, *, scan_command: str
) -> Checked:
    """Look at bytes before they are kept; no transaction may be open, a scanner takes its time.

    `by` is `None` for a guest; `subject` is what the refusal of an infected file is audited
    under. Raises `FileError`.
    """
    if len(content) > LARGEST_FILE:
        raise FileError("too_large")
    try:
        media_type = media_types.media_type_of(content)
        if media_type in media_types.PHOTOS:
            photos.small(content)
    except MediaTypeError as error:
        raise FileError(error.problem) from None
    except PhotoError:
        raise FileError("photo") from None
    sha256 = hashlib.sha256(content).hexdigest()
    told = scan(scan_command, content)
    if told.verdict == "infected":
        with context.store.writing() as connection:
            files.tell_scan(connection, sha256, told)
            detail = {"sha256": sha256, "told": told.told}
            audit.record(connection, by, context.now(), "file.refused", subject, detail)
        raise FileError("infected", told.told)
    return Checked(content=content, sha256=sha256, media_type=media_type, scan=told)


def keep(context: Context, connection: Connection, checked: Checked) -> None:
    """Keep the bytes, in the transaction of the entry that names them."""
    files.put(
        connection,
        checked.sha256,
        checked.media_type,
        checked.content,
        checked.scan,
        context.now(),
    )


def added(about: About, checked: Checked) -> FileAdded:
    """The entry that names a file."""
    return FileAdded(
        role=about.role,
        sha256=checked.sha256,
        name=media_types.file_name(about.name, checked.media_type),
        media_type=checked.media_type,
        size=len(checked.content),
        about=about.about,
        document_type=about.document_type,
        reference=about.reference,
        issuer_iso3=about.issuer_iso3,
    )


def read(
    context: Context, actor: Actor, key: uuid.UUID, sha256: str, *, small: bool = False
) -> tuple[CaseFile, bytes]:
    """A file of a case that the actor may see whole; `small` gives a photograph made small.

    Raises `NotFoundError` for any other, and `FileError` for one that was found infected.
    """
    with context.store.reading() as connection:
        case = cases.get(connection, actor, key)
        found = file_of(connection, case, sha256) if case else None
        if found is None or (small and found.record.media_type not in media_types.PHOTOS):
            raise NotFoundError
        content = content_of(connection, found)
    return found, photos.small(content) if small else content


def file_of(
    connection: Connection, case: Case, sha256: str, shared: Collection[int] | None = None
) -> CaseFile | None:
    """A file that the case names, also in an entry that was corrected; `None` for any other.

    `shared` are the numbers of the entries that a guest may see; a file of no other is found.
    """
    for entry in reversed(case.entries):
        if shared is not None and entry.sequence not in shared:
            continue
        body = entry.body.body if isinstance(entry.body, Corrected) else entry.body
        if isinstance(body, FileAdded) and body.sha256 == sha256:
            name = body.name
        elif isinstance(body, Answered) and sha256 in body.files:
            name = sha256[:12]
        else:
            continue
        record = files.known(connection, [sha256]).get(sha256)
        if record is None:
            return None
        return CaseFile(record=record, name=media_types.file_name(name, record.media_type))
    return None


def content_of(connection: Connection, found: CaseFile) -> bytes:
    """The bytes to give out. Raises `FileError` for a file that was found infected since."""
    if found.record.scan == "infected":
        raise FileError("infected", found.record.scan_told)
    return files.content(connection, found.record.sha256)
