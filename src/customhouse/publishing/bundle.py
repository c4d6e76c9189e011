"""A pack in one file, `<name>-<version>.chpack`: built, signed, opened and checked.

A bundle holds the files of the pack, its manifest, a `datapackage.json` that describes its
tables to other software, and a signature over all of these.
"""

from collections.abc import Mapping
from functools import cached_property
from importlib.resources.abc import Traversable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from customhouse.publishing import archive, signing
from customhouse.publishing.datapackage import DATAPACKAGE, datapackage
from customhouse.publishing.memory import MemoryFolder, read_pack_files
from customhouse.reference.pack import Pack, load_pack
from customhouse.reference.tables import PackError

SUFFIX = ".chpack"
SIGNATURE = "signature.json"
_BESIDE_THE_PACK = frozenset({SIGNATURE, DATAPACKAGE})


class Bundle:
    """An opened bundle. Nothing in it is to be believed before `check` has passed."""

    def __init__(self, files: Mapping[str, bytes], place: str):
        self.place = place
        self._files = dict(files)

    @classmethod
    def open(cls, data: bytes, place: str) -> "Bundle":
        """Open the bytes of a bundle. Raises `PackError` for what is none."""
        return cls(archive.split(data, place), place)

    def check(self, trusted: Mapping[str, Ed25519PublicKey]) -> signing.Signature:
        """Hold that a trusted key signed it. Raises `PackError` with the reason if not."""
        if SIGNATURE not in self._files:
            raise PackError.one(
                self.place, 0, "it is not signed", "ask the sender for the signed bundle"
            )
        signature = signing.read_signature(self._files[SIGNATURE], self.place)
        content = {name: data for name, data in self._files.items() if name != SIGNATURE}
        signing.check(content, signature, trusted, self.place)
        return signature

    @cached_property
    def pack(self) -> Pack:
        """The pack, its hashes and form checked. Raises `PackError` with every problem."""
        files = {n: data for n, data in self._files.items() if n not in _BESIDE_THE_PACK}
        return load_pack(MemoryFolder(self.place, files))

    @property
    def folder(self) -> MemoryFolder:
        """The files of the pack and its manifest alone."""
        names = {"manifest.json", *self.pack.files}
        return MemoryFolder(self.pack.name, {n: self._files[n] for n in sorted(names)})


def build(folder: Traversable, key: Ed25519PrivateKey) -> tuple[Pack, bytes]:
    """The pack of a folder and its signed bundle: the same files and key give the same bytes.

    Hidden files and files that the manifest does not list are left out. Whether the facts
    hold together is for `verify`. Raises `PackError` for a folder that does not load.
    """
    files = read_pack_files(folder).files
    pack = load_pack(MemoryFolder(folder.name, files))
    files[DATAPACKAGE] = datapackage(pack, files)
    files[SIGNATURE] = signing.sign(files, key).to_bytes()
    return pack, archive.join(files)


def file_name(pack: Pack) -> str:
    """The name under which the bundle of a pack travels."""
    return f"{pack.name}-{pack.version}{SUFFIX}"
