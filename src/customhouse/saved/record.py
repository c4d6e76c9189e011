"""A screening that is kept: what was declared, what was answered, and when.

The answer names the packs and the day of its law, so nothing else is needed to repeat it.
"""

import datetime
import hashlib
import re
import unicodedata

import msgspec

from customhouse.declarations.declaration import Declaration
from customhouse.screening.finding import Assessment


class SavedScreening(msgspec.Struct, frozen=True, kw_only=True):
    """One declaration and its assessment; `saved_on` is the day on which it was kept."""

    declaration: Declaration
    assessment: Assessment
    saved_on: datetime.date


class SavedError(Exception):
    """A file that is no saved screening; `problem` says why, in words without a full stop."""

    def __init__(self, problem: str):
        super().__init__(problem)
        self.problem = problem


class _Raw(msgspec.Struct):
    assessment: msgspec.Raw


def encode(saved: SavedScreening) -> bytes:
    """The bytes of the file: JSON with an indent of two spaces."""
    return msgspec.json.format(msgspec.json.encode(saved), indent=2) + b"\n"


def decode(data: bytes) -> SavedScreening:
    """The screening of a file. Raises `SavedError` when it holds none."""
    try:
        return msgspec.json.decode(data, type=SavedScreening)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SavedError(f"it is not a saved screening: {error}") from None


def answer_bytes(data: bytes) -> bytes:
    """The assessment of a file byte by byte as it stands there, without its indent.

    Unlike decoding and encoding again, this keeps what the record does not know.
    """
    raw = msgspec.json.decode(data, type=_Raw)
    return msgspec.json.format(bytes(raw.assessment), indent=-1)


def fingerprint(saved: SavedScreening) -> str:
    """SHA-256 of the declaration and its assessment, in hex; the day of saving is no part."""
    return hashlib.sha256(msgspec.json.encode([saved.declaration, saved.assessment])).hexdigest()


def file_name(saved: SavedScreening) -> str:
    """The name of the file: the declaration's id as far as a file may be called so, and a hash.

    Two declarations with one id, or one that is answered anew, get names of their own.
    """
    plain = unicodedata.normalize("NFKD", saved.declaration.id).encode("ascii", "ignore").decode()
    words = _UNSAFE.sub("-", plain).strip("-.")[:_LONGEST_ID].rstrip("-.")
    return f"{words or 'screening'}-{fingerprint(saved)[:_HASH]}.json"


_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_ID = 60
_HASH = 16
