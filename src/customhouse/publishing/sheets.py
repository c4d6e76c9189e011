"""The tables of a pack as any export sees them: typed columns, a key, rows, and links."""

import types
from datetime import date
from pathlib import PurePath
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from customhouse.publishing.descriptions import COLUMNS
from customhouse.reference.pack import Pack
from customhouse.reference.records import Record, Rule
from customhouse.reference.tables import KEYS, RULES, TABLES, columns
from customhouse.reference.verify import check_duplicates

Value = str | float | date | tuple[str, ...] | None
Kind = Literal["text", "number", "date", "list"]


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column: `values` are the only ones allowed, where there are such."""

    name: str
    kind: Kind
    required: bool
    values: tuple[str, ...]
    pattern: str
    description: str


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A column whose every value is the value of a column of another table of the pack."""

    column: str
    to_sheet: str
    to_column: str


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One table: `rows` in file order, `places` where each is cited from.

    A value that is not known is `None`. `file` is the file of the pack it was read from.
    """

    name: str
    file: str
    record: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: tuple[dict[str, Value], ...]
    places: tuple[str, ...]
    links: tuple[Link, ...] = ()

    @property
    def key_is_complete(self) -> bool:
        """Whether every column of the key has a value in every row, by the form of the table."""
        required = {column.name for column in self.columns if column.required}
        return required.issuperset(self.key)


_POINTERS: dict[str, tuple[tuple[str, str], ...]] = {
    "substance_id": (("substances", "substance_id"), ("waste_codes", "code")),
    "ref_id": (("substances", "substance_id"), ("waste_codes", "code")),
    "resembles": (("substances", "substance_id"), ("waste_codes", "code")),
    "ref": (("substances", "substance_id"), ("waste_codes", "code")),
    "except_from": (("agreements", "agreement_id"),),
    "iso3": (("countries", "iso3"),),
}
"""What a column may point at, as the checks of `reference.pointers` have it."""


def sheets(pack: Pack) -> tuple[Sheet, ...]:
    """The tables and rules of a pack, by name.

    A link is stated where it holds inside the pack for every row; rows that point into other
    packs have none. Raises `PackError` where a table says the same thing twice, as its key
    would then be none.
    """
    from customhouse.reference.tables import PackError

    doubled = list(check_duplicates(pack))
    if doubled:
        raise PackError(doubled)
    found = [
        _sheet(file, kind, columns(kind), KEYS[kind], pack.rows(kind))
        for file, kind in TABLES.items()
        if kind in pack.tables
    ]
    if pack.rules:
        names = tuple(name for name in Rule.__struct_fields__ if name != "row")
        found.append(_sheet(RULES, Rule, names, ("id",), pack.rules))
    by_name = {sheet.name: sheet for sheet in found}
    return tuple(
        msgspec.structs.replace(by_name[name], links=_links(by_name[name], by_name))
        for name in sorted(by_name)
    )


def _sheet(
    file: str,
    kind: type[Record] | type[Rule],
    names: tuple[str, ...],
    key: tuple[str, ...],
    rows: tuple[Record, ...] | tuple[Rule, ...],
) -> Sheet:
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    return Sheet(
        name=PurePath(file).stem,
        file=file,
        record=kind.__name__,
        description=" ".join((kind.__doc__ or "").split()).replace("`", ""),
        columns=tuple(_column(fields[name]) for name in names),
        key=key,
        rows=tuple({name: _value(getattr(row, name)) for name in names} for row in rows),
        places=tuple(row.row for row in rows),
    )


def _column(field: msgspec.structs.FieldInfo) -> Column:
    kind: Any = field.type
    pattern = ""
    if get_origin(kind) in (Union, types.UnionType):
        (kind,) = (one for one in get_args(kind) if one is not type(None))
    if get_origin(kind) is Annotated:
        kind, meta = get_args(kind)
        pattern = meta.pattern or ""
    values = get_args(kind) if get_origin(kind) is Literal else ()
    kinds: dict[Any, Kind] = {date: "date", float: "number", tuple: "list"}
    return Column(
        name=field.name,
        kind=kinds.get(get_origin(kind) or kind, "text"),
        required=field.required,
        values=tuple(value for value in values if value),
        pattern=pattern,
        description=COLUMNS[field.name],
    )


def _value(value: Any) -> Value:
    return None if value in ("", ()) else value


def _links(sheet: Sheet, by_name: dict[str, Sheet]) -> tuple[Link, ...]:
    links = []
    for column in sheet.columns:
        for to_sheet, to_column in _POINTERS.get(column.name, ()):
            target = by_name.get(to_sheet)
            if target is None or target is sheet or column.kind == "list":
                continue
            known = [row[to_column] for row in target.rows]
            used = {row[column.name] for row in sheet.rows} - {None}
            if used and used.issubset(known) and len(set(known)) == len(known):
                links.append(Link(column=column.name, to_sheet=to_sheet, to_column=to_column))
    return tuple(links)
