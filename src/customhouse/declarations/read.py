"""The door for files: which format a file is in, and the declarations it holds."""

from collections.abc import Mapping
from pathlib import PurePath

import msgspec

from customhouse.declarations.csv_reader import read_csv
from customhouse.declarations.declaration import Declaration, DocumentType
from customhouse.declarations.json_reader import read_json
from customhouse.declarations.source import DEFAULT_LIMITS, Limits, decode
from customhouse.declarations.wording import Notes


class ReadResult(msgspec.Struct, frozen=True, kw_only=True):
    """The declarations of a file, and in plain words what was not read as written."""

    declarations: tuple[Declaration, ...]
    notes: tuple[str, ...] = ()


def read_declarations(
    data: bytes,
    name: str,
    *,
    limits: Limits = DEFAULT_LIMITS,
    document_codes: Mapping[str, DocumentType] | None = None,
) -> ReadResult:
    """The declarations in the bytes of a file: JSON, ASYCUDA SAD XML or CSV.

    The first character tells the format; where it does not, the end of `name` does, and CSV
    is left. `document_codes` are an administration's own codes for attached documents, added
    to those of `asycuda.DOCUMENT_CODES`. Raises `DeclarationError`, and nothing else, for
    bytes that are no declaration.
    """
    notes = Notes()
    text = decode(data, limits)
    first = text.lstrip()[:1]
    suffix = PurePath(name).suffix.lower()
    if first == "<" or (suffix == ".xml" and first not in "{["):
        # lxml costs a fifth of the start-up: only files that need it pay.
        from customhouse.declarations.asycuda import read_asycuda

        declarations = read_asycuda(text, notes, limits, document_codes or {})
    elif first in "{[" or suffix == ".json":
        declarations = read_json(text, notes, limits)
    else:
        declarations = read_csv(text, notes, limits)
    return ReadResult(declarations=declarations, notes=notes.texts())
