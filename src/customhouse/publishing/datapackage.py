"""`datapackage.json`: a pack described so that any Frictionless software can read it."""

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from customhouse.publishing.sheets import Column, Sheet, sheets
from customhouse.reference.pack import MANIFEST, Pack

DATAPACKAGE = "datapackage.json"

_MEDIA = {"csv": "text/csv", "json": "application/json", "md": "text/markdown"}
_TYPES = {"text": "string", "number": "number", "date": "date", "list": "string"}
SEVERAL = " Several values have ; between them."


def datapackage(pack: Pack, files: Mapping[str, bytes]) -> bytes:
    """The description of a pack; `files` are its files, the manifest among them.

    The same pack gives the same bytes: no clock is asked. Raises `PackError` for a table
    that says the same thing twice.
    """
    by_file = {sheet.file: sheet for sheet in sheets(pack)}
    described = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": pack.name,
        "id": f"urn:customhouse:{pack.name}",
        "title": pack.title,
        "version": pack.version,
        "description": f"Facts on the law as of {pack.valid_from}. An empty cell is an unknown "
        "value. Every row says how sure it is and which source it rests on.",
        "licenses": [{"name": pack.license}],
        "sources": [
            {"title": document, "key": key} for key, document in sorted(pack.sources.items())
        ],
        "resources": [
            _resource(name, files[name], by_file.get(name))
            for name in sorted({*pack.files, MANIFEST} & files.keys())
        ],
    }
    return msgspec.json.format(msgspec.json.encode(described), indent=2) + b"\n"


def _resource(name: str, data: bytes, sheet: Sheet | None) -> dict[str, Any]:
    stem, _, ending = name.lower().rpartition(".")
    about: dict[str, Any] = {
        "name": stem,
        "path": name,
        "format": ending,
        "mediatype": _MEDIA.get(ending, "application/octet-stream"),
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
    }
    if sheet is None or ending != "csv":
        return about
    return about | {
        "type": "table",
        "profile": "tabular-data-resource",
        "description": sheet.description,
        "schema": table_schema(sheet),
    }


def table_schema(sheet: Sheet) -> dict[str, Any]:
    """The Table Schema of a table.

    A key with a column that may be empty is no primary key there, but a unique key.
    """
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in sheet.columns],
        "missingValues": [""],
    }
    if sheet.key_is_complete:
        schema["primaryKey"] = list(sheet.key)
    else:
        schema["uniqueKeys"] = [list(sheet.key)]
    if sheet.links:
        schema["foreignKeys"] = [
            {
                "fields": [link.column],
                "reference": {"resource": link.to_sheet, "fields": [link.to_column]},
            }
            for link in sheet.links
        ]
    return schema


def _field(column: Column) -> dict[str, Any]:
    about: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "description": column.description + (SEVERAL if column.kind == "list" else ""),
    }
    if column.kind == "list":
        about["separator"] = ";"
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    if column.pattern:
        constraints["pattern"] = column.pattern
    return about | ({"constraints": constraints} if constraints else {})
