"""The one form in which files are put in a bundle, and how a bundle from a stranger is opened.

A bundle is a ZIP whose bytes depend on nothing but its files: no clock, user, order or
compression. So the reader can build it anew and refuse whatever differs by a single byte:
hidden data, doubled names and second headers have no place to be. Nothing is ever unpacked to
disk, so no name in a bundle can lead out of a folder.
"""

import io
import re
import shutil
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, BinaryIO, NamedTuple

from customhouse.reference.tables import PackError

MAX_BUNDLE = 64 * 2**20
"""Bytes; the largest bundle that is opened."""

MAX_FILES = 64
"""The most files that a bundle may hold; a pack has some thirty."""


class Limits(NamedTuple):
    """How much a bundle may hold: bytes in all, and files."""

    size: int
    files: int


PACK = Limits(MAX_BUNDLE, MAX_FILES)
_CHUNK = 2**20
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READ_BY_ALL = 0o100644 << 16
_GET_IT_AGAIN = "ask for the bundle again and compare its SHA-256 with that of the sender"
_NO_ZIP = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    OverflowError,
    OSError,
    struct.error,
)


def join(files: Mapping[str, bytes]) -> bytes:
    """The bundle of some files: the same files give the same bytes on every machine."""
    target = io.BytesIO()
    write(target, files, lambda name: io.BytesIO(files[name]))
    return target.getvalue()


def write(target: IO[bytes], names: Iterable[str], content: Callable[[str], BinaryIO]) -> None:
    """Write a bundle to a file that can be gone back in; one file at a time is held in memory."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(names):
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.create_system = _UNIX
            entry.external_attr = _READ_BY_ALL
            with content(name) as source, archive.open(entry, "w") as place:
                shutil.copyfileobj(source, place, _CHUNK)


def split(data: bytes, place: str) -> dict[str, bytes]:
    """The files of a bundle.

    `place` names the bundle in problems. Raises `PackError` for what is no bundle, is cut
    short, too large, compressed, holds a name that is no plain file name, or differs in any
    byte from what `join` makes of its files.
    """
    with opened(io.BytesIO(data), place, PACK) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@contextmanager
def opened(source: IO[bytes], place: str, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """A bundle in a file, checked as `split` does and never held in memory as a whole."""
    size = source.seek(0, io.SEEK_END)
    if size > limits.size:
        raise _refused(place, f"it is larger than {limits.size // 2**20} MiB")
    try:
        with zipfile.ZipFile(source) as archive:
            _check_entries(archive.infolist(), size, place, limits)
            same = _is_canonical(archive, source)
    except _NO_ZIP:
        raise _refused(place, "it is cut short, damaged or no bundle at all") from None
    if not same:
        raise _refused(place, "it holds more than its files, or was changed on its way")
    with zipfile.ZipFile(source) as archive:
        yield archive


def _is_canonical(archive: zipfile.ZipFile, source: IO[bytes]) -> bool:
    """Whether the bundle is what `write` makes of its files."""
    with tempfile.SpooledTemporaryFile(max_size=8 * _CHUNK) as anew:
        write(anew, archive.namelist(), lambda name: archive.open(name))  # type: ignore[arg-type,return-value]
        anew.seek(0)
        source.seek(0)
        while True:
            one, other = source.read(_CHUNK), anew.read(_CHUNK)
            if one != other:
                return False
            if not one:
                return True


def _check_entries(entries: list[zipfile.ZipInfo], size: int, place: str, limits: Limits) -> None:
    if len(entries) > limits.files:
        raise _refused(place, f"it holds {len(entries)} files and {limits.files} are allowed")
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise _refused(place, "it holds two files of one name")
    for entry in entries:
        if not _NAME.fullmatch(entry.filename):
            raise _refused(place, f"it holds {entry.filename[:100]!r}, which is no plain file name")
        if entry.compress_type != zipfile.ZIP_STORED or entry.file_size != entry.compress_size:
            raise _refused(
                place, f"{entry.filename} in it is compressed and could unfold to any size"
            )
    if sum(entry.file_size for entry in entries) > size:
        raise _refused(place, "its files claim to be larger than the bundle itself")


def _refused(place: str, problem: str) -> PackError:
    return PackError.one(place, 0, problem, _GET_IT_AGAIN)
