"""A pack as one SQLite database with typed tables, keys and links between tables."""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import date

from customhouse.publishing.sheets import Column, Sheet, Value, sheets
from customhouse.reference.pack import CLASS_RULES, SOURCES, Pack

_ABOUT = """
CREATE TABLE "pack" (
    "name" TEXT NOT NULL PRIMARY KEY, "version" TEXT NOT NULL, "valid_from" TEXT NOT NULL,
    "title" TEXT NOT NULL, "license" TEXT NOT NULL
);
CREATE TABLE "pack_source" ("key" TEXT NOT NULL PRIMARY KEY, "document" TEXT NOT NULL);
CREATE TABLE "pack_file" ("name" TEXT NOT NULL PRIMARY KEY, "content" TEXT NOT NULL);
"""


def sqlite(pack: Pack, files: Mapping[str, bytes]) -> bytes:
    """The bytes of the database; `files` are those of the pack.

    Days are ISO text and checked to be days; several values have ; between them. `pack` says
    what it is, `pack_source` what the keys in `source` stand for, `pack_file` holds what is no
    table. The same pack gives the same bytes under one version of SQLite. Raises `PackError`
    for a table that says the same thing twice.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as base:
        base.execute("PRAGMA page_size = 4096")
        base.execute("PRAGMA encoding = 'UTF-8'")
        base.execute("PRAGMA auto_vacuum = NONE")
        base.execute("PRAGMA foreign_keys = ON")
        base.executescript(_ABOUT)
        about = (pack.name, pack.version, str(pack.valid_from), pack.title, pack.license)
        _insert(base, "pack", [about])
        _insert(base, "pack_source", sorted(pack.sources.items()))
        others = [name for name in (CLASS_RULES, SOURCES) if name in files]
        _insert(base, "pack_file", [(name, files[name].decode()) for name in others])
        found = sheets(pack)
        targets = {(link.to_sheet, link.to_column) for sheet in found for link in sheet.links}
        pointed_at = {name for name, _ in targets}
        for sheet in sorted(found, key=lambda one: (one.name not in pointed_at, one.name)):
            base.execute(_create(sheet, {column for name, column in targets if name == sheet.name}))
            rows = zip(sheet.rows, sheet.places, strict=True)
            cells = [(*map(_cell, row.values()), place) for row, place in rows]
            _insert(base, sheet.name, cells)
        base.execute("VACUUM")
        return base.serialize()


def _insert(
    base: sqlite3.Connection, table: str, rows: Iterable[tuple[str | float | None, ...]]
) -> None:
    for row in rows:
        marks = ", ".join("?" * len(row))
        base.execute(f'INSERT INTO "{table}" VALUES ({marks})', row)  # noqa: S608  own names


def _create(sheet: Sheet, pointed_at: set[str]) -> str:
    """The table; a column that others point at has to be known as unique."""
    parts = [_column(column) for column in sheet.columns] + ['"row" TEXT NOT NULL']
    key = ", ".join(f'"{name}"' for name in sheet.key)
    parts.append(f"{'PRIMARY KEY' if sheet.key_is_complete else 'UNIQUE'} ({key})")
    parts += [f'UNIQUE ("{name}")' for name in sorted(pointed_at) if (name,) != sheet.key]
    parts += [
        f'FOREIGN KEY ("{link.column}") REFERENCES "{link.to_sheet}" ("{link.to_column}")'
        for link in sheet.links
    ]
    return f'CREATE TABLE "{sheet.name}" (\n    ' + ",\n    ".join(parts) + "\n)"


def _column(column: Column) -> str:
    name = f'"{column.name}"'
    text = f"{name} {'REAL' if column.kind == 'number' else 'TEXT'}"
    if column.required:
        text += " NOT NULL"
    if column.kind == "date":
        text += f" CHECK ({name} IS date({name}))"
    if column.values:
        allowed = ", ".join("'" + value.replace("'", "''") + "'" for value in column.values)
        text += f" CHECK ({name} IN ({allowed}))"
    return text


def _cell(value: Value) -> str | float | None:
    if isinstance(value, date):
        return value.isoformat()
    return ";".join(value) if isinstance(value, tuple) else value
