"""The rows of all packs by what they are about, and the documents that they rest on."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeVar

import msgspec

from customhouse.reference.bearing import body_of
from customhouse.reference.library import Library
from customhouse.reference.records import Record, Rule

R = TypeVar("R", bound=Record)


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A document by the key that rows cite; `document` is empty where the pack names none."""

    pack: str
    key: str
    document: str


class Rows:
    """The rows of all packs, layers and optional treaties included. Build one and keep it."""

    def __init__(self, library: Library):
        self._packs = library.packs
        self._tables: dict[tuple[type[Record], str], dict[str, tuple[Record, ...]]] = {}
        self._by_place: dict[str, Record] | None = None

    def all(self, record_type: type[R]) -> Iterator[R]:
        """Every row of one table, pack after pack."""
        return (row for pack in self._packs for row in pack.rows(record_type))

    def of(self, record_type: type[R], field: str, key: str) -> tuple[R, ...]:
        """The rows of a table whose `field` is `key`, in the order of packs and files."""
        table = self._tables.get((record_type, field))
        if table is None:
            groups: defaultdict[str, list[Record]] = defaultdict(list)
            for row in self.all(record_type):
                groups[getattr(row, field)].append(row)
            table = {name: tuple(group) for name, group in groups.items()}
            self._tables[record_type, field] = table
        return table.get(key, ())  # type: ignore[return-value]

    def at(self, place: str) -> Record | None:
        """The row read from `<pack>@<version>/<table>:<line>`."""
        if self._by_place is None:
            self._by_place = {
                row.row: row
                for pack in self._packs
                for rows in pack.tables.values()
                for row in rows
            }
        return self._by_place.get(place)

    def rules(self) -> Iterator[Rule]:
        """The rules of all packs, in their order."""
        return (rule for pack in self._packs for rule in pack.rules)


@lru_cache(maxsize=8)
def rows_of(library: Library) -> Rows:
    """The rows of a library, indexed the first time that they are asked for."""
    return Rows(library)


def own_first(rows: Iterable[R], convention: str) -> tuple[R, ...]:
    """The rows of a convention's own pack before those of others, else as they were."""
    return tuple(sorted(rows, key=lambda row: body_of(row) != convention))


def once(rows: Iterable[R], *fields: str) -> tuple[R, ...]:
    """Of rows that say the same in these fields, the first."""
    known: dict[tuple[object, ...], R] = {}
    for row in rows:
        known.setdefault(tuple(getattr(row, field) for field in fields), row)
    return tuple(known.values())


def sources_of(library: Library, dossier: msgspec.Struct) -> tuple[Source, ...]:
    """Every document that a fact of a dossier rests on, by pack and key.

    A key may stand in the list of another pack than the row: the first that names it is taken.
    """
    documents = {pack.name: pack.sources for pack in library.packs}
    wanted = {
        (fact.row.partition("@")[0], key.strip())
        for fact in facts_of(dossier)
        for key in fact.source.split(";")
        if key.strip()
    }
    return tuple(
        Source(pack=pack, key=key, document=_document(documents, pack, key))
        for pack, key in sorted(wanted)
    )


def _document(documents: dict[str, dict[str, str]], pack: str, key: str) -> str:
    own = documents.get(pack, {}).get(key)
    return own or next((known[key] for known in documents.values() if key in known), "")


def facts_of(value: object) -> Iterator[Record | Rule]:
    """Every row that a dossier holds, however deep."""
    if isinstance(value, Record | Rule):
        yield value
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from facts_of(getattr(value, field))
    elif isinstance(value, tuple):
        for one in value:
            yield from facts_of(one)
