"""A pack as one JSON-LD document: a schema.org Dataset and a node for every row."""

from datetime import date
from typing import Any
from urllib.parse import quote

import msgspec

from customhouse.publishing.sheets import Sheet, sheets
from customhouse.reference.pack import Pack

_FIELD = "urn:customhouse:field:"


def jsonld(pack: Pack) -> bytes:
    """The document. All it needs is inside: its context is its own and asks no address.

    A row is `urn:customhouse:<pack>:<table>:<key>`, the values of the key percent-encoded with
    a colon between them; the version is that of the dataset, so a row keeps its name from one
    version to the next. Raises `PackError` for a table that says the same thing twice.
    """
    found = sheets(pack)
    dataset = {
        "@id": _pack_id(pack),
        "@type": "Dataset",
        "name": pack.title,
        "version": pack.version,
        "temporalCoverage": pack.valid_from,
        "license": pack.license,
        "citation": [f"{key}: {document}" for key, document in sorted(pack.sources.items())],
        "hasPart": [{"@id": _sheet_id(pack, sheet)} for sheet in found],
    }
    graph: list[dict[str, Any]] = [dataset]
    for sheet in found:
        graph.append(
            {
                "@id": _sheet_id(pack, sheet),
                "@type": "Dataset",
                "name": sheet.name,
                "description": sheet.description,
                "isPartOf": {"@id": _pack_id(pack)},
                "variableMeasured": [
                    {
                        "@type": "PropertyValue",
                        "@id": _FIELD + column.name,
                        "name": column.name,
                        "description": column.description,
                    }
                    for column in sheet.columns
                ],
            }
        )
        graph += _rows(pack, sheet)
    document = {"@context": _context(found), "@graph": graph}
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def _context(found: tuple[Sheet, ...]) -> dict[str, Any]:
    terms: dict[str, Any] = {
        "@vocab": "https://schema.org/",
        "field": {"@id": _FIELD, "@prefix": True},
        "record": {"@id": "urn:customhouse:record:", "@prefix": True},
    }
    for column in (column for sheet in found for column in sheet.columns):
        if column.kind == "date":
            terms[f"field:{column.name}"] = {
                "@id": _FIELD + column.name,
                "@type": "http://www.w3.org/2001/XMLSchema#date",
            }
    return terms


def _rows(pack: Pack, sheet: Sheet) -> list[dict[str, Any]]:
    nodes = []
    for row, place in zip(sheet.rows, sheet.places, strict=True):
        key = ":".join(quote(_text(row[name]), safe="") for name in sheet.key)
        values = {f"field:{name}": value for name, value in row.items() if value is not None}
        nodes.append(
            {
                "@id": f"{_sheet_id(pack, sheet)}:{key}",
                "@type": f"record:{sheet.record}",
                "identifier": place,
                "isPartOf": {"@id": _sheet_id(pack, sheet)},
            }
            | values
        )
    return nodes


def _text(value: str | float | date | tuple[str, ...] | None) -> str:
    if value is None:
        return ""
    return ";".join(value) if isinstance(value, tuple) else str(value)


def _pack_id(pack: Pack) -> str:
    return f"urn:customhouse:{pack.name}"


def _sheet_id(pack: Pack, sheet: Sheet) -> str:
    return f"{_pack_id(pack)}:{sheet.name}"
