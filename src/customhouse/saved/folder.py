"""The folder that holds saved screenings, one file each. The only part that touches a disk."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from customhouse.saved.record import (
    SavedError,
    SavedScreening,
    decode,
    encode,
    file_name,
    fingerprint,
)

Kept = Literal["new", "there"]


def keep(folder: Path, saved: SavedScreening) -> tuple[Path, Kept]:
    """Write a screening into a folder, which is made when it is missing.

    A screening that is there already is left as it is, with the day on which it was saved
    first. The file appears whole or not at all. Raises `SavedError` when a file of this name
    holds anything else, and `OSError` when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file_name(saved)
    if path.exists():
        if _same(path, saved):
            return path, "there"
        raise SavedError("a file of this name holds something else, and it is not overwritten")
    handle, part = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(encode(saved))
            out.flush()
            os.fsync(out.fileno())
        Path(part).chmod(_MODE)
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    return path, "new"


_MODE = 0o640
"""Readable by the office, written by its owner: a declaration names traders."""


def _same(path: Path, saved: SavedScreening) -> bool:
    try:
        return fingerprint(decode(path.read_bytes())) == fingerprint(saved)
    except SavedError:
        return False


def files(place: Path) -> tuple[Path, ...]:
    """The file itself, or the JSON files of a folder by name; hidden ones are left out."""
    if not place.is_dir():
        return (place,)
    return tuple(
        sorted(p for p in place.glob("*.json") if p.is_file() and not p.name.startswith("."))
    )


def contents(place: Path) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of each file. Raises `OSError` for one that cannot be read."""
    for path in files(place):
        yield path.name, path.read_bytes()
