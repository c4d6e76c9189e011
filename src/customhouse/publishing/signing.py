"""Signatures of bundles: Ed25519 keys in PEM, and what a signature says and covers."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple

import msgspec
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from customhouse.reference.tables import PackError


class Purpose(NamedTuple):
    """What is signed. `command` is the group of commands that deals with it.

    `heading` is put before it, so that no signature for another purpose can be passed off here.
    """

    heading: bytes
    command: str


PACK = Purpose(b"customhouse pack bundle 1\n", "packs")
CASE = Purpose(b"customhouse case bundle 1\n", "cases")

_Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]


class Signature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who signed what: `key` is the fingerprint of the key, `digest` that of the content."""

    algorithm: Literal["Ed25519"]
    key: _Hash
    digest: _Hash
    signature: str

    def to_bytes(self) -> bytes:
        """The one way in which a signature is written."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"


class PassphraseError(Exception):
    """A private key is encrypted and no passphrase was given."""


def generate() -> Ed25519PrivateKey:
    """A new private key from the system's source of randomness."""
    return Ed25519PrivateKey.generate()


def private_pem(key: Ed25519PrivateKey, passphrase: str = "") -> bytes:
    """The private key as PEM (PKCS 8), encrypted where there is a passphrase."""
    encryption: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        encryption = serialization.BestAvailableEncryption(passphrase.encode())
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption
    )


def public_pem(key: Ed25519PublicKey) -> bytes:
    """The public key as PEM."""
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def read_private(data: bytes, place: str, passphrase: str = "") -> Ed25519PrivateKey:
    """The private key of a PEM file.

    Raises `PassphraseError`, and `PackError` for a wrong passphrase or what is no such key.
    """
    try:
        key = serialization.load_pem_private_key(data, passphrase.encode() or None)
    except TypeError:
        if not passphrase:
            raise PassphraseError(place) from None
        return read_private(data, place)
    except (ValueError, UnsupportedAlgorithm):
        problem = "it is no private key" + (", or the passphrase is wrong" if passphrase else "")
        raise _bad_key(place, problem) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise _bad_key(place, "it is a private key of another kind than Ed25519")
    return key


def read_public(data: bytes, place: str) -> Ed25519PublicKey:
    """The public key of a PEM file. Raises `PackError` for what is no such key."""
    if b"PRIVATE KEY" in data:
        raise PackError.one(
            place,
            0,
            "this is a private key, which nobody but its owner may have",
            "give the file that ends in .pub; if others have seen this one, make a new pair",
        )
    try:
        key = serialization.load_pem_public_key(data)
    except (ValueError, UnsupportedAlgorithm):
        raise _bad_key(place, "it is no public key") from None
    if not isinstance(key, Ed25519PublicKey):
        raise _bad_key(place, "it is a public key of another kind than Ed25519")
    return key


def fingerprint(key: Ed25519PublicKey) -> str:
    """The SHA-256 of the public key, which people compare by telephone or on paper."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()


def read_signature(written: bytes, place: str) -> Signature:
    """The signature of a bundle, written in the one way. Raises `PackError` for any other."""
    try:
        signature = msgspec.json.decode(written, type=Signature)
    except (msgspec.DecodeError, UnicodeDecodeError):
        signature = None
    if signature is None or signature.to_bytes() != written:
        raise PackError.one(
            place, 0, "its signature is malformed", "ask the sender for the bundle again"
        )
    return signature


def hashes_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each file."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def content_digest(hashes: Mapping[str, str]) -> str:
    """The SHA-256 of the names and SHA-256 of all files, in the order of their names."""
    lines = [f"{hashes[name]}  {name}\n" for name in sorted(hashes)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def sign(files: Mapping[str, bytes], key: Ed25519PrivateKey) -> Signature:
    """Sign the files of a pack; the same files and key give the same signature."""
    return sign_hashes(hashes_of(files), key, PACK)


def sign_hashes(hashes: Mapping[str, str], key: Ed25519PrivateKey, purpose: Purpose) -> Signature:
    """Sign files, known by their SHA-256, for a purpose."""
    digest = content_digest(hashes)
    return Signature(
        algorithm="Ed25519",
        key=fingerprint(key.public_key()),
        digest=digest,
        signature=base64.b64encode(key.sign(purpose.heading + digest.encode())).decode(),
    )


def check(
    files: Mapping[str, bytes],
    signature: Signature,
    trusted: Mapping[str, Ed25519PublicKey],
    place: str,
) -> None:
    """Hold that a trusted key signed these very files of a pack.

    `trusted` gives keys by fingerprint. Raises `PackError` with the reason if not.
    """
    check_hashes(hashes_of(files), signature, trusted, place, PACK)


def check_hashes(
    hashes: Mapping[str, str],
    signature: Signature,
    trusted: Mapping[str, Ed25519PublicKey],
    place: str,
    purpose: Purpose,
) -> None:
    """The same for files that are known by their SHA-256, and any purpose."""
    key = trusted.get(signature.key)
    if key is None:
        raise PackError.one(
            place,
            0,
            f"it is signed by the key {signature.key[:16]}, which is not trusted here",
            "ask the sender for its fingerprint by another way; if it is the right one, trust "
            f"the key with 'customhouse {purpose.command} trust KEY.pub'",
        )
    digest = content_digest(hashes)
    try:
        if digest != signature.digest:
            raise InvalidSignature
        signed = base64.b64decode(signature.signature, validate=True)
        key.verify(signed, purpose.heading + digest.encode())
    except (InvalidSignature, binascii.Error, ValueError):
        raise PackError.one(
            place,
            0,
            "the signature does not fit what is in it: it was changed after it was signed",
            "do not use it; ask the sender for the bundle again",
        ) from None


def _bad_key(place: str, problem: str) -> PackError:
    return PackError.one(place, 0, problem, "give a key made with 'customhouse packs keygen'")
