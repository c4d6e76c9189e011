"""A folder held in memory, so that a pack is checked and read before anything is on disk."""

import io
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import IO, Any

from customhouse.reference.pack import MANIFEST, load_pack


class MemoryFile(Traversable):
    """A file of such a folder."""

    def __init__(self, name: str, data: bytes | None):
        self._name = name
        self._data = data

    @property
    def name(self) -> str:
        """The file's own name."""
        return self._name

    def iterdir(self) -> Iterator[Traversable]:
        """Raises `NotADirectoryError`."""
        raise NotADirectoryError(self._name)

    def is_dir(self) -> bool:
        """Always false."""
        return False

    def is_file(self) -> bool:
        """Whether the folder has it."""
        return self._data is not None

    def read_bytes(self) -> bytes:
        """What it holds. Raises `FileNotFoundError`."""
        if self._data is None:
            raise FileNotFoundError(2, "No such file", self._name)
        return self._data

    def read_text(self, encoding: str | None = None) -> str:
        """The same as text. Raises `FileNotFoundError`."""
        return self.read_bytes().decode(encoding or "utf-8")

    def open(self, mode: str = "r", *args: Any, **kwargs: Any) -> IO[Any]:
        """It as a stream of text, or of bytes where `mode` has a b."""
        stream = io.BytesIO(self.read_bytes())
        return stream if "b" in mode else io.TextIOWrapper(stream, *args, **kwargs)

    def joinpath(self, *descendants: Any) -> Traversable:
        """Raises `NotADirectoryError`."""
        raise NotADirectoryError(self._name)

    __truediv__ = joinpath


class MemoryFolder(Traversable):
    """A folder of files and no folders, under a name that problems show."""

    def __init__(self, name: str, files: Mapping[str, bytes]):
        self._name = name
        self.files = dict(files)

    @property
    def name(self) -> str:
        """The folder's name."""
        return self._name

    def iterdir(self) -> Iterator[Traversable]:
        """Its files."""
        return (MemoryFile(name, data) for name, data in self.files.items())

    def is_dir(self) -> bool:
        """Always true."""
        return True

    def is_file(self) -> bool:
        """Always false."""
        return False

    def read_bytes(self) -> bytes:
        """Raises `IsADirectoryError`."""
        raise IsADirectoryError(self._name)

    def read_text(self, encoding: str | None = None) -> str:
        """Raises `IsADirectoryError`."""
        raise IsADirectoryError(self._name)

    def open(self, mode: str = "r", *args: Any, **kwargs: Any) -> IO[Any]:
        """Raises `IsADirectoryError`."""
        raise IsADirectoryError(self._name)

    def joinpath(self, *descendants: Any) -> Traversable:
        """A file of the folder, whether or not there is one of that name."""
        name = "/".join(map(str, descendants))
        return MemoryFile(name, self.files.get(name))

    __truediv__ = joinpath


def read_pack_files(folder: Traversable) -> MemoryFolder:
    """The manifest of a pack and the files it lists, read once.

    Raises `PackError` for a folder that does not load as a pack.
    """
    pack = load_pack(folder)
    names = (MANIFEST, *pack.files)
    return MemoryFolder(folder.name, {n: folder.joinpath(n).read_bytes() for n in names})
