"""The folder of trusted public keys: a key is trusted while its file lies there."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from customhouse.publishing import durable, signing
from customhouse.reference.tables import PackError

SUFFIX = ".pub"


class TrustFolder:
    """Public keys as PEM files that end in `.pub`, under any name.

    `command` is the group of commands that deals with them.
    """

    def __init__(self, folder: Path, command: str = signing.PACK.command):
        self.folder = folder
        self._command = command

    def keys(self) -> dict[str, Ed25519PublicKey]:
        """The trusted keys by fingerprint.

        Raises `PackError` for a file that is no key: whoever put it there believes that it
        is trusted.
        """
        return {signing.fingerprint(key): key for _, key in self._files()}

    def add(self, data: bytes, place: str) -> str:
        """Trust the key of a PEM file and give its fingerprint. Raises `PackError`."""
        key = signing.read_public(data, place)
        name = signing.fingerprint(key)
        self.folder.mkdir(parents=True, exist_ok=True)
        durable.write(self.folder / f"{name[:16]}{SUFFIX}", signing.public_pem(key))
        return name

    def remove(self, start: str) -> str:
        """Trust a key no more; `start` is the beginning of its fingerprint, or all of it.

        Packs that it signed stay in use. Raises `PackError` when it fits no key or several.
        """
        found = [
            (signing.fingerprint(key), path)
            for path, key in self._files()
            if signing.fingerprint(key).startswith(start.lower())
        ]
        names = {name for name, _ in found}
        if len(names) != 1 or not start:
            raise PackError.one(
                str(self.folder),
                0,
                f"{len(names)} trusted keys have a fingerprint that begins with {start!r}",
                "give more of the fingerprint, as "
                f"'customhouse {self._command} trust --list' shows it",
            )
        for _, path in found:
            path.unlink()
        return names.pop()

    def _files(self) -> list[tuple[Path, Ed25519PublicKey]]:
        paths = sorted(self.folder.glob(f"*{SUFFIX}"))
        return [(path, signing.read_public(path.read_bytes(), str(path))) for path in paths]
