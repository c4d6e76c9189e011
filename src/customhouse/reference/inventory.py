"""What is in each table of the packs, counted: rows, sources, sureness, dates, languages."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import get_args

import msgspec

from customhouse.reference.pack import Pack
from customhouse.reference.records import Confidence, Record, Rule
from customhouse.reference.tables import RULES, TABLES


class SourceUse(msgspec.Struct, frozen=True, kw_only=True):
    """A document of SOURCES.md and how many rows of a table rest on it, alone or with others."""

    key: str
    document: str
    rows: int


class TableFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One table of one pack.

    `row_is` says what a row stands for. `confidence` counts rows by how sure they are, all
    three ways always named. `first` and `last` are the earliest and the latest day that a row
    names, `None` in a table without days. `languages` counts rows by language, and is empty
    in a table without languages.
    """

    pack: str
    table: str
    row_is: str
    rows: int
    confidence: dict[str, int]
    sources: tuple[SourceUse, ...]
    first: date | None
    last: date | None
    languages: dict[str, int]


def inventory(packs: Sequence[Pack]) -> tuple[TableFacts, ...]:
    """The facts of every table, in the order of the packs and of the files."""
    found: list[TableFacts] = []
    for pack in packs:
        for table, kind in TABLES.items():
            if kind in pack.tables:
                found.append(_facts(pack, table, kind, pack.tables[kind]))
        if pack.rules:
            found.append(_facts(pack, RULES, Rule, pack.rules))
    return tuple(found)


def _facts(
    pack: Pack, table: str, kind: type[Record] | type[Rule], rows: Sequence[Record | Rule]
) -> TableFacts:
    sure = Counter(row.confidence for row in rows)
    uses = Counter(key.strip() for row in rows for key in row.source.split(";"))
    days = sorted(_days(rows))
    return TableFacts(
        pack=pack.label,
        table=table,
        row_is=(kind.__doc__ or "").split("\n")[0].rstrip("."),
        rows=len(rows),
        confidence={name: sure[name] for name in get_args(Confidence)},
        sources=tuple(
            SourceUse(key=key, document=pack.sources.get(key, ""), rows=count)
            for key, count in sorted(uses.items(), key=lambda use: (-use[1], use[0]))
        ),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        languages=dict(sorted(Counter(_languages(rows)).items())),
    )


def _days(rows: Iterable[Record | Rule]) -> Iterable[date]:
    return (
        value
        for row in rows
        for name in row.__struct_fields__
        if isinstance(value := getattr(row, name), date)
    )


def _languages(rows: Iterable[Record | Rule]) -> Iterable[str]:
    return (row.lang for row in rows if hasattr(row, "lang"))
