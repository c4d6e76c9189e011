"""A Secretariat that signs and an office that installs: small packs, real keys, real files."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from customhouse.publishing import bundle, signing
from customhouse.publishing.installed import Installation
from customhouse.reference.pack import load_pack, write_manifest
from tests.reference.folders import LAW_AS_OF, SOUND, write_files

KEY = Ed25519PrivateKey.from_private_bytes(b"a key that is known to all tests")
"""Never the same as a key that anyone uses."""

_COMMON = ("SOURCES.md", "countries.csv")
FILES: Mapping[str, Mapping[str, str]] = {
    "common": {name: SOUND[name] for name in _COMMON},
    "basel": {name: SOUND[name] for name in SOUND if name != "countries.csv"},
}


class World(NamedTuple):
    """An office with the shipped packs common@2026.1 and basel@2026.1."""

    root: Path
    office: Installation

    @property
    def home(self) -> Path:
        return self.root / "home"

    def files_of_home(self) -> dict[str, bytes]:
        """All that is kept, but for the lock, which says nothing."""
        paths = sorted(self.home.rglob("*"))
        return {
            str(p.relative_to(self.home)): p.read_bytes()
            for p in paths
            if p.is_file() and p.name != ".lock"
        }

    def labels(self) -> list[str]:
        return [pack.label for pack in self.office.packs()]


def found(root: Path) -> World:
    """Set up an office that trusts `KEY`, with nothing installed."""
    for name in FILES:
        pack_folder(root / "shipped" / name, name, "2026.1")
    world = World(root, office(root))
    world.office.trust.add(signing.public_pem(KEY.public_key()), "key.pub")
    return world


def office(root: Path) -> Installation:
    shipped = {name: root / "shipped" / name for name in FILES}
    return Installation(root / "home", shipped, tuple(FILES))


def pack_folder(
    folder: Path, name: str, version: str, changes: Mapping[str, str] | None = None
) -> Path:
    """A pack folder with a manifest; `changes` are files that differ from the sound pack's."""
    named = folder.parent / name  # a new manifest takes the name of its folder
    write_files(named, {**FILES.get(name, FILES["basel"]), **(changes or {})})
    write_manifest(named, version, LAW_AS_OF)
    return named if named == folder else Path(shutil.move(named, folder))


def sealed(
    root: Path,
    name: str = "basel",
    version: str = "2026.2",
    changes: Mapping[str, str] | None = None,
    key: Ed25519PrivateKey = KEY,
) -> bytes:
    """A signed bundle of a changed pack."""
    folder = root / f"made-{name}-{version}-{len(list(root.iterdir()))}" / name
    pack_folder(folder, name, version, changes)
    pack, data = bundle.build(folder, key)
    assert pack.label == f"{name}@{version}" == load_pack(folder).label
    return data
