"""Files that are either the old or the new, whenever the power fails."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from customhouse.reference.tables import PackError

PART = ".part"
"""How the name of a file ends that is not yet whole."""


def write(path: Path, data: bytes) -> None:
    """Put a file in its place in one step, and return once it is on the disk.

    Raises `OSError`; the file is then what it was before.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=PART)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one process at a time change a folder, and clear what a killed one left half done.

    The system gives the lock back when its holder ends, however it ends. Raises `PackError`
    while another holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("ab") as file:
        try:
            _lock(file.fileno())
        except OSError:
            raise PackError.one(
                str(folder), 0, "another install or rollback is under way", "wait for it to end"
            ) from None
        for part in folder.glob(f".*{PART}"):
            part.unlink(missing_ok=True)
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _sync_folder(folder: Path) -> None:
        """Windows has no way to; it writes renames through by itself."""

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _sync_folder(folder: Path) -> None:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
