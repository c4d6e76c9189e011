"""A sealed bundle, `.casebundle`: entries of a case and their files in one signed file.

It is an archive in the one form of `publishing.archive`: the manifest, the entries as they are
kept, one a line, each file under its SHA-256, and a signature over all of these. The same entries
and key give the same bytes. Nothing of a bundle is believed before a trusted key is found to
have signed it.
"""

import hashlib
import io
import uuid
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, Annotated, BinaryIO, Literal

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from customhouse.coordination.carried import BundleError, Kind, begins, files_of, first_unfit
from customhouse.coordination.entries import Entry, decode, encode, first_broken
from customhouse.publishing import archive, signing
from customhouse.publishing.archive import Limits
from customhouse.reference.tables import PackError

SUFFIX = ".casebundle"
LIMITS = Limits(size=200 * 2**20, files=2_000)
MANIFEST, ENTRIES, SIGNATURE = "manifest.json", "entries.jsonl", "signature.json"

_LARGEST_TEXT = 32 * 2**20
_CHUNK = 2**20
_AGAIN = "ask the sender for the bundle again"
_NEWER = "bring this installation up to date, or ask the sender for the bundle again"

_Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]


class Sender(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who sealed it: the fingerprint of the installation's key, the organisation, its State."""

    key: _Hash
    name: str
    iso3: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is in a bundle.

    `case` is the case of the one who asked, `referral` the question of it, `chain` the case whose
    entries these are. `hashes` lists all that was sent by now by number; those after `after` are
    carried. Between them are numbers left out where `gaps` is set. `to` is the State that a person
    confirmed.
    """

    format: Literal[1]
    kind: Kind
    case: uuid.UUID
    chain: uuid.UUID
    referral: uuid.UUID | None
    sender: Sender
    to: str
    after: int
    first: int
    last: int
    gaps: bool
    hashes: tuple[tuple[int, _Hash], ...]
    files: tuple[_Hash, ...]

    def to_bytes(self) -> bytes:
        """The one way in which a manifest is written."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


def manifest_of(
    *,
    kind: Kind,
    case: uuid.UUID,
    referral: uuid.UUID | None,
    sender: Sender,
    to: str,
    chosen: Sequence[Entry],
    after: int,
    files: Sequence[str],
) -> Manifest:
    """The manifest of what is sent. Raises `BundleError` when nothing is new after `after`."""
    carried = [entry.sequence for entry in chosen if entry.sequence > after]
    if not carried:
        raise BundleError(f"there is nothing after entry {after}", "begin at an earlier entry")
    return Manifest(
        format=1,
        kind=kind,
        case=case,
        chain=chosen[0].case,
        referral=referral,
        sender=sender,
        to=to,
        after=after,
        first=carried[0],
        last=carried[-1],
        gaps=kind != "case",
        hashes=tuple((entry.sequence, entry.hash) for entry in chosen),
        files=tuple(sorted(files)),
    )


def write(
    target: IO[bytes],
    manifest: Manifest,
    carried: Sequence[Entry],
    content: Callable[[str], bytes],
    key: Ed25519PrivateKey,
) -> str:
    """Seal a bundle and give its SHA-256. `content` gives each file, one at a time.

    Raises `BundleError` for one that would be too large.
    """
    texts = {
        MANIFEST: manifest.to_bytes(),
        ENTRIES: b"".join(encode(entry) + b"\n" for entry in carried),
    }
    hashes = signing.hashes_of(texts) | {sha256: sha256 for sha256 in manifest.files}
    texts[SIGNATURE] = signing.sign_hashes(hashes, key, signing.CASE).to_bytes()

    def source(name: str) -> BinaryIO:
        if target.tell() > LIMITS.size:
            raise _too_large()
        return io.BytesIO(texts[name] if name in texts else content(name))

    if len(manifest.files) + len(texts) > LIMITS.files:
        raise _too_large()
    archive.write(target, [*texts, *manifest.files], source)
    if target.tell() > LIMITS.size:
        raise _too_large()
    return digest(target)


def digest(file: IO[bytes]) -> str:
    """The SHA-256 of a file."""
    file.seek(0)
    found = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    return found


class Bundle:
    """An opened bundle that a trusted key signed and whose entries hold."""

    def __init__(
        self, files: zipfile.ZipFile, manifest: Manifest, carried: Sequence[Entry], sha256: str
    ):
        self._files = files
        self.manifest = manifest
        self.carried = tuple(carried)
        self.sha256 = sha256

    def file(self, sha256: str) -> bytes:
        """The bytes of a file that the manifest lists."""
        return self._files.read(sha256)


@contextmanager
def opened(
    source: IO[bytes], place: str, trusted: Mapping[str, Ed25519PublicKey]
) -> Iterator[Bundle]:
    """A bundle, checked. `trusted` gives keys by fingerprint; `place` names it in problems.

    Raises `BundleError` for what is none, is too large, was changed, or is signed by no trusted
    key.
    """
    try:
        with archive.opened(source, place, LIMITS) as files:
            manifest, carried = _checked(files, place, trusted)
            yield Bundle(files, manifest, carried, digest(source))
    except PackError as error:
        problem = error.problems[0]
        raise BundleError(problem.problem, problem.remedy) from None


def _checked(
    files: zipfile.ZipFile, place: str, trusted: Mapping[str, Ed25519PublicKey]
) -> tuple[Manifest, list[Entry]]:
    sizes = {entry.filename: entry.file_size for entry in files.infolist()}
    if not {MANIFEST, ENTRIES, SIGNATURE} <= sizes.keys():
        raise BundleError("it holds no signed case", "give a file that ends in .casebundle")
    if max(sizes[MANIFEST], sizes[ENTRIES], sizes[SIGNATURE]) > _LARGEST_TEXT:
        raise _too_large()
    signature = signing.read_signature(files.read(SIGNATURE), place)
    hashes = {name: _digest_of(files, name) for name in sizes if name != SIGNATURE}
    signing.check_hashes(hashes, signature, trusted, place, signing.CASE)
    manifest = _manifest(files.read(MANIFEST))
    named = {name: sha for name, sha in hashes.items() if name not in (MANIFEST, ENTRIES)}
    if manifest.sender.key != signature.key or list(named) != list(manifest.files):
        raise BundleError("its manifest tells of another bundle", _AGAIN)
    if any(name != sha256 for name, sha256 in named.items()):
        raise BundleError("a file in it is not the one that its name promises", _AGAIN)
    carried = _entries(files.read(ENTRIES))
    _check_entries(manifest, carried)
    return manifest, carried


def _digest_of(files: zipfile.ZipFile, name: str) -> str:
    found = hashlib.sha256()
    with files.open(name) as part:
        while chunk := part.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _manifest(data: bytes) -> Manifest:
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BundleError("its manifest cannot be read here", _NEWER) from None
    if manifest.to_bytes() != data:
        raise BundleError("its manifest is written in another way", _AGAIN)
    return manifest


def _entries(data: bytes) -> list[Entry]:
    """The entries, each written as this installation writes it: nothing else is in it."""
    lines = data.split(b"\n")
    try:
        entries = [decode(line) for line in lines[:-1]]
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BundleError("an entry in it cannot be read here", _NEWER) from None
    if b"".join(encode(entry) + b"\n" for entry in entries) != data:
        raise BundleError("an entry in it is written in another way", _NEWER)
    return entries


def _check_entries(manifest: Manifest, carried: Sequence[Entry]) -> None:
    listed = dict(manifest.hashes)
    told = [(entry.sequence, entry.hash) for entry in carried]
    whole = [one for one in manifest.hashes if one[0] > manifest.after]
    fit = (
        carried
        and list(listed) == sorted(listed)
        and len(listed) == len(manifest.hashes)
        and told == whole
        and (manifest.first, manifest.last) == (told[0][0], told[-1][0])
        and {entry.case for entry in carried} == {manifest.chain}
        and manifest.gaps == (manifest.kind != "case")
        and set(manifest.files) <= set(files_of(carried))
    )
    one_case = (manifest.kind == "answer") != (manifest.chain == manifest.case)
    about = (manifest.kind == "case") == (manifest.referral is None)
    if not (fit and one_case and about):
        raise BundleError("its manifest tells of other entries than it holds", _AGAIN)
    broken = first_unfit(carried)
    if manifest.kind == "case":
        if list(listed) != list(range(1, manifest.last + 1)):
            raise BundleError("entries are left out of its chain", _AGAIN)
        if manifest.after == 0:
            broken = first_broken(list(carried))
    if broken is not None:
        raise BundleError(f"entry {broken} in it was changed after it was written", _AGAIN)
    if manifest.kind != "answer" and manifest.after == 0 and not begins(carried):
        raise BundleError("the opening of the case is not in it", _AGAIN)


def _too_large() -> BundleError:
    return BundleError(
        f"it is larger than {LIMITS.size // 2**20} MiB",
        "send it in parts: choose the last entry that was sent before",
    )
