"""The installation's own key, and the keys of installations whose cases it takes in.

Trust in cases is apart from trust in packs: who may send a case may not change the law. Each
trusted key stands for one State.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from customhouse.publishing import durable, signing
from customhouse.publishing.trust import TrustFolder
from customhouse.reference.tables import PackError


class Peers:
    """The folder `cases` of a home folder: `installation.key`, and trusted keys by State."""

    def __init__(self, home: Path):
        self.folder = home / "cases"
        self.secret = self.folder / "installation.key"
        self._trust = self.folder / "trust"

    def key(self) -> Ed25519PrivateKey:
        """The key that seals. Raises `PackError` when there is none yet, or it is damaged."""
        try:
            data = self.secret.read_bytes()
        except FileNotFoundError:
            raise PackError.one(
                str(self.secret),
                0,
                "this installation has no key to seal with yet",
                "the person who runs the server makes it with 'customhouse cases key'",
            ) from None
        return signing.read_private(data, str(self.secret))

    def make_key(self) -> Ed25519PrivateKey:
        """The key; a new one when there is none. One that is there is never written over."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = self.folder / f".installation.{os.getpid()}{durable.PART}"
        if not self.secret.exists():
            try:
                with open(part, "xb", opener=_for_its_owner) as file:
                    file.write(signing.private_pem(signing.generate()))
                    file.flush()
                    os.fsync(file.fileno())
                with contextlib.suppress(FileExistsError):
                    os.link(part, self.secret)
            finally:
                part.unlink(missing_ok=True)
        return self.key()

    def trusted(self) -> dict[str, Ed25519PublicKey]:
        """The keys whose bundles are taken in, by fingerprint. Raises `PackError`."""
        return {name: key for _, folder in self._states() for name, key in folder.keys().items()}

    def state_of(self, fingerprint: str) -> str:
        """The State that a trusted key stands for; empty for a key that is not trusted."""
        return next((iso3 for iso3, one in self._states() if fingerprint in one.keys()), "")  # noqa: SIM118

    def add(self, data: bytes, place: str, iso3: str) -> str:
        """Trust the key of a PEM file for a State and give its fingerprint. Raises `PackError`."""
        name = signing.fingerprint(signing.read_public(data, place))
        known = self.state_of(name)
        if known not in ("", iso3):
            raise PackError.one(
                place,
                0,
                f"this key is trusted for {known} already",
                "a key stands for one State; remove it first if that was wrong",
            )
        return TrustFolder(self._trust / iso3, signing.CASE.command).add(data, place)

    def remove(self, start: str) -> str:
        """Trust a key no more, by the beginning of its fingerprint. Raises `PackError`."""
        found = [
            (folder, name)
            for _, folder in self._states()
            for name in folder.keys()  # noqa: SIM118
            if start and name.startswith(start.lower())
        ]
        if len(found) != 1:
            raise PackError.one(
                str(self._trust),
                0,
                f"{len(found)} trusted keys have a fingerprint that begins with {start!r}",
                "give more of the fingerprint, as 'customhouse cases trust --list' shows it",
            )
        folder, name = found[0]
        return folder.remove(name)

    def listed(self) -> list[tuple[str, str]]:
        """State and fingerprint of every trusted key. Raises `PackError`."""
        return [(iso3, name) for iso3, folder in self._states() for name in sorted(folder.keys())]

    def _states(self) -> Iterator[tuple[str, TrustFolder]]:
        for folder in sorted(self._trust.glob("*")):
            if folder.is_dir():
                yield folder.name, TrustFolder(folder, signing.CASE.command)


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
