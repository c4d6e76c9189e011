"""A reference pack: a folder of tables, rules and sources with a version and hashes.

The manifest makes a pack one dated thing: an assessment that names `basel@2026.1` can be
repeated, because a table that was changed afterwards no longer loads under that version.
Loading checks the hashes and the form of every row; whether the facts hold together is for
`customhouse.reference.verify`.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec

from customhouse.reference.records import Record, Rule
from customhouse.reference.tables import (
    RULES,
    TABLES,
    PackError,
    PackProblem,
    read_rules,
    read_table,
)

R = TypeVar("R", bound=Record)

SHIPPED = ("common", "basel", "rotterdam", "stockholm")
"""The packs that come with customhouse, in the order in which they load."""

LAYERS = ("eu", "in")
"""The national layers that come with customhouse; each is loaded only when it is asked for."""

OPTIONAL = ("montreal", "minamata", "cwc")
"""Treaties that load only when asked for; they flag that a licence may be needed, no more."""

MANIFEST = "manifest.json"
SOURCES = "SOURCES.md"
CLASS_RULES = "class_rules.json"


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a pack says of itself: `files` gives SHA-256 by file, `counts` rows by table.

    `valid_from` is the day whose law the pack records.
    """

    name: Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]*$")]
    version: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}\.[0-9]+$")]
    valid_from: date
    title: str
    license: str
    files: dict[str, str]
    counts: dict[str, int]


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """One loaded pack; `valid_from` is the day its law was read as of.

    `sources` gives the document behind each key of SOURCES.md. `class_rules` is the JSON text
    of class_rules.json, empty when the pack has none; who uses it decodes it to its own type.
    `files` are the names that the manifest lists, `present` those in the folder, a folder
    with a `/` at its end; `counts` are the rows by table that the manifest claims.
    """

    name: str
    version: str
    valid_from: date
    tables: dict[type[Record], tuple[Record, ...]]
    rules: tuple[Rule, ...] = ()
    title: str = ""
    license: str = ""
    sources: dict[str, str] = {}
    class_rules: bytes = b""
    files: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    counts: dict[str, int] = {}

    @property
    def label(self) -> str:
        """The pack as a finding cites it, `<name>@<version>`."""
        return f"{self.name}@{self.version}"

    def rows(self, record_type: type[R]) -> tuple[R, ...]:
        """The rows of one table, in file order; empty when the pack has no such table."""
        return self.tables.get(record_type, ())  # type: ignore[return-value]

    def row_counts(self) -> dict[str, int]:
        """The number of rows of each table that the pack holds, by file name."""
        counts = {
            file: len(self.tables[kind]) for file, kind in TABLES.items() if kind in self.tables
        }
        return counts | ({RULES: len(self.rules)} if self.rules else {})


def load_shipped(layers: Sequence[str] = (), optional: Sequence[str] = ()) -> tuple[Pack, ...]:
    """The packs that come with customhouse, and `layers` and `optional` ones after them.

    The order and repetition of `optional` make no difference. Raises `PackError` with the
    problems of all, and `ValueError` for a name that is not of `OPTIONAL`.
    """
    unknown = sorted(set(optional) - set(OPTIONAL))
    if unknown:
        raise ValueError(f"no optional pack is called {', '.join(unknown)}")
    chosen = (name for name in OPTIONAL if name in optional)
    return load_packs(shipped_folder(name) for name in (*SHIPPED, *layers, *chosen))


def shipped_folder(name: str) -> Traversable:
    """The folder of a pack that comes with customhouse, of `SHIPPED`, `LAYERS` or `OPTIONAL`."""
    return files("customhouse").joinpath("packs", name)


def load_packs(folders: Iterable[Traversable]) -> tuple[Pack, ...]:
    """Load several packs. Raises `PackError` with the problems of all of them."""
    packs: list[Pack] = []
    problems: list[PackProblem] = []
    for folder in folders:
        try:
            packs.append(load_pack(folder))
        except PackError as error:
            problems.extend(error.problems)
    if problems:
        raise PackError(problems)
    return tuple(packs)


def load_pack(folder: Traversable) -> Pack:
    """Load the pack in a folder, which may be a `pathlib.Path`.

    Only files that the manifest lists are read. Raises `PackError` with every problem: a
    file that is missing or was changed since the manifest was built, a row of the wrong form.
    """
    manifest = _manifest(folder)
    label = f"{manifest.name}@{manifest.version}"
    present = _present(folder)
    problems: list[PackProblem] = []
    contents: dict[str, bytes] = {}
    for name, digest in manifest.files.items():
        if name not in present:
            problems.append(PackProblem(file=f"{label}/{name}", line=0, **_MISSING))
            continue
        contents[name] = _bytes(folder, name)
        if hashlib.sha256(contents[name]).hexdigest() != digest:
            problems.append(PackProblem(file=f"{label}/{name}", line=0, **_CHANGED))
    try:
        pack = _pack(manifest, contents, present)
    except PackError as error:
        problems.extend(error.problems)
    if problems:
        raise PackError(problems)
    return pack


_MISSING = {
    "problem": "the manifest lists this file and the folder lacks it",
    "remedy": "put the file back, or rebuild the manifest",
}
_CHANGED = {
    "problem": "the file was changed after the manifest was built",
    "remedy": "restore the file, or rebuild the manifest under a new version",
}


def write_manifest(
    folder: Path,
    version: str,
    valid_from: date,
    *,
    title: str | None = None,
    license_id: str | None = None,
) -> Manifest:
    """Build the manifest of a pack from the files that are in its folder now.

    The same files give the same manifest. `version` is `<year>.<number>`. Name, title and
    licence stay what the present manifest says; without one the name is the folder's and the
    licence Apache-2.0. Raises `PackError`, and writes nothing, when a table cannot be read.
    """
    before = _manifest(folder) if (folder / MANIFEST).exists() else None
    name = before.name if before else folder.resolve().name
    present = _present(folder)
    contents = {file: _bytes(folder, file) for file in present if not file.endswith("/")}
    fields = {
        "name": name,
        "version": version,
        "valid_from": valid_from,
        "title": title or (before.title if before else f"{name.capitalize()} reference pack"),
        "license": license_id or (before.license if before else "Apache-2.0"),
        "files": {file: hashlib.sha256(data).hexdigest() for file, data in contents.items()},
        "counts": {},
    }
    try:
        manifest = msgspec.convert(fields, Manifest)
    except msgspec.ValidationError as error:
        raise _unfit(folder, error) from None
    pack = _pack(manifest, contents, present)
    manifest = msgspec.structs.replace(manifest, counts=dict(sorted(pack.row_counts().items())))
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"
    (folder / MANIFEST).write_bytes(text)
    return manifest


def in_effect(record: Record, day: date) -> bool:
    """Whether a row holds on a day, by whatever dates its table has.

    A row whose first day is not recorded holds, as the fact is known and only its beginning
    is not; a listing is the exception, for it binds nobody before it is known to be in force.
    """
    for name in ("in_force_from", "valid_from", "entry_into_force"):
        first = getattr(record, name, date.min)
        if first is None and name == "in_force_from":
            return False
        if first is not None and day < first:
            return False
    for name in ("valid_to", "expires"):
        last = getattr(record, name, None)
        if last is not None and last < day:
            return False
    return True


def _manifest(folder: Traversable) -> Manifest:
    try:
        return msgspec.json.decode(_bytes(folder, MANIFEST), type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _unfit(folder, error) from None


def _unfit(folder: Traversable, error: Exception) -> PackError:
    return PackError.one(
        f"{folder.name}/{MANIFEST}",
        0,
        f"not a manifest: {error}",
        "use a name of small letters, digits and hyphens and a version such as 2026.1; "
        f"delete a broken {MANIFEST} and build it with `customhouse packs manifest`",
    )


def _present(folder: Traversable) -> tuple[str, ...]:
    """The names in a folder, a folder's with a `/`; hidden files are no part of a pack."""
    names = (one.name + ("/" if one.is_dir() else "") for one in folder.iterdir())
    return tuple(sorted(n for n in names if n != MANIFEST and not n.startswith(".")))


def _bytes(folder: Traversable, name: str) -> bytes:
    try:
        return folder.joinpath(name).read_bytes()
    except OSError as error:
        raise PackError.one(
            f"{folder.name}/{name}",
            0,
            f"cannot be read: {error.strerror}",
            "name a folder that holds a pack, or build its manifest with "
            "`customhouse packs manifest`",
        ) from None


def _pack(manifest: Manifest, contents: dict[str, bytes], present: tuple[str, ...]) -> Pack:
    label = f"{manifest.name}@{manifest.version}"
    problems: list[PackProblem] = []
    tables: dict[type[Record], tuple[Record, ...]] = {}
    rules: tuple[Rule, ...] = ()
    for name, data in contents.items():
        try:
            if name == RULES:
                rules = read_rules(data, f"{label}/{name}")
            elif name.endswith(".csv"):
                kind = _kind(label, name)
                tables[kind] = read_table(kind, data, f"{label}/{name}")
        except PackError as error:
            problems.extend(error.problems)
    if problems:
        raise PackError(problems)
    return Pack(
        name=manifest.name,
        version=manifest.version,
        valid_from=manifest.valid_from,
        tables=tables,
        rules=rules,
        title=manifest.title,
        license=manifest.license,
        sources=_sources(contents.get(SOURCES, b"").decode("utf-8", "replace")),
        class_rules=contents.get(CLASS_RULES, b""),
        files=tuple(manifest.files),
        present=present,
        counts=manifest.counts,
    )


def _kind(label: str, name: str) -> type[Record]:
    if name not in TABLES:
        remedy = f"remove the file or name it as one of {', '.join(TABLES)}"
        raise PackError.one(f"{label}/{name}", 0, "no table has this name", remedy)
    return TABLES[name]


_SOURCE = re.compile(r"^\|\s*`?(?P<key>[^|`]*?)`?\s*\|\s*(?P<document>.*?)\s*\|\s*$", re.M)


def _sources(text: str) -> dict[str, str]:
    """The rows of the tables `| key | document |` of SOURCES.md."""
    rows = {found["key"]: found["document"] for found in _SOURCE.finditer(text)}
    return {key: what for key, what in rows.items() if key != "key" and key.strip("-: ")}
