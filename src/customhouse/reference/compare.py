"""What changed between two versions of a pack, row by row and field by field.

Rows are matched by their natural key, so a table that was only sorted anew shows no change.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Literal, TypeVar

import msgspec

from customhouse.reference.bearing import bearing, body_of
from customhouse.reference.pack import CLASS_RULES, SOURCES, Pack
from customhouse.reference.records import Record, Rule
from customhouse.reference.tables import KEYS, RULES, TABLES

R = TypeVar("R", Record, Rule)
Kind = Literal["added", "removed", "changed"]
RowKey = tuple[str, tuple[str, ...]]
"""A row whatever its line: the table, and the values of its natural key."""

WHOLE_FILE = ("the file",)
"""The key of a change in a file that is compared as a whole."""


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a row before and after, as text; empty when there was no value."""

    name: str
    old: str
    new: str


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One row that is new, gone or different.

    `key` holds the values of the row's natural key. `fields` are the fields that differ: all
    that have a value for a row that was added or removed. `convention` is the body of law it
    belongs to; `refs` are the entries and `states` the States that the row, before or after,
    is about (see `bearing`).
    """

    table: str
    kind: Kind
    key: tuple[str, ...]
    fields: tuple[FieldChange, ...]
    convention: str = ""
    refs: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


class Touched(msgspec.Struct, frozen=True, kw_only=True):
    """What changes of packs bear on: entries, rows by their natural key, rules and States."""

    refs: frozenset[str] = frozenset()
    rows: frozenset[RowKey] = frozenset()
    rules: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()


def compare(old: Pack, new: Pack) -> list[Change]:
    """The changes from one pack to another, by table and key; empty when the rows agree."""
    changes: list[Change] = []
    for table, kind in sorted(TABLES.items()):
        changes.extend(_changes(table, KEYS[kind], old.rows(kind), new.rows(kind)))
    changes.extend(_changes(RULES, ("id",), old.rules, new.rules))
    changes.extend(_sources(old.sources, new.sources))
    changes.extend(_whole_file(CLASS_RULES, old.class_rules, new.class_rules))
    return changes


def touched(changes: Iterable[Change]) -> Touched:
    """All that the changes bear on; for one change alone, pass that one."""
    changes = tuple(changes)
    return Touched(
        refs=frozenset(ref for change in changes for ref in change.refs),
        rows=frozenset((change.table, change.key) for change in changes),
        rules=frozenset(change.key[0] for change in changes if change.table == RULES),
        states=frozenset(state for change in changes for state in change.states),
    )


def key_of(row: Record | Rule) -> RowKey:
    """The table of a row and its natural key, as a `Change` has them."""
    if isinstance(row, Rule):
        return RULES, (row.id,)
    return _FILES[type(row)], _key(KEYS[type(row)], row)


_FILES = {kind: table for table, kind in TABLES.items()}


def describe(changes: Sequence[Change]) -> list[str]:
    """The changes in plain words, one line a row and one below it for each field changed."""
    lines: list[str] = []
    for change in changes:
        lines.append(f"{change.table}: {' / '.join(filter(None, change.key))} was {change.kind}")
        if change.kind == "changed":
            lines.extend(
                f"    {field.name}: {field.old or '(empty)'} -> {field.new or '(empty)'}"
                for field in change.fields
            )
    return lines


def _changes(
    table: str, key: Sequence[str], old: Sequence[R], new: Sequence[R]
) -> Iterator[Change]:
    before, after = _by_key(key, old), _by_key(key, new)
    for values in sorted(before.keys() | after.keys()):
        for one, other in zip_longest(before.get(values, ()), after.get(values, ())):
            fields = tuple(_fields(one, other))
            if fields:
                rows = [row for row in (one, other) if row is not None]
                about = [bearing(row) for row in rows]
                yield Change(
                    table=table,
                    kind=_kind(one, other),
                    key=values,
                    fields=fields,
                    convention=body_of(rows[-1]),
                    refs=tuple(dict.fromkeys(ref for part in about for ref in part.refs)),
                    states=tuple(dict.fromkeys(state for part in about for state in part.states)),
                )


def _by_key(key: Sequence[str], rows: Sequence[R]) -> Mapping[tuple[str, ...], Sequence[R]]:
    found: defaultdict[tuple[str, ...], list[R]] = defaultdict(list)
    for row in rows:
        found[_key(key, row)].append(row)
    return found


def _key(names: Sequence[str], row: Record | Rule) -> tuple[str, ...]:
    return tuple(_text(getattr(row, name)) for name in names)


def _fields(old: Record | Rule | None, new: Record | Rule | None) -> Iterator[FieldChange]:
    for name in (old or new).__struct_fields__:  # type: ignore[union-attr]
        before, after = _text(getattr(old, name, None)), _text(getattr(new, name, None))
        if name != "row" and before != after:
            yield FieldChange(name=name, old=before, new=after)


def _text(value: str | float | date | tuple[str, ...] | None) -> str:
    if value is None:
        return ""
    return ";".join(value) if isinstance(value, tuple) else str(value)


def _sources(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for key in sorted(old.keys() | new.keys()):
        before, after = old.get(key, ""), new.get(key, "")
        if before != after:
            yield Change(
                table=SOURCES,
                kind=_kind(before, after),
                key=(key,),
                fields=(FieldChange(name="document", old=before, new=after),),
            )


def _whole_file(table: str, old: bytes, new: bytes) -> Iterator[Change]:
    if old != new:
        yield Change(table=table, kind=_kind(old, new), key=WHOLE_FILE, fields=())


def _kind(old: object, new: object) -> Kind:
    return "changed" if old and new else "added" if new else "removed"
