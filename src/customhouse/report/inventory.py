"""What is in the packs as a page that a person reads, and the place of it in a longer page."""

from collections.abc import Sequence

from customhouse.reference.inventory import SourceUse, TableFacts
from customhouse.reference.pack import Pack

START, END = "<!-- measured: start -->", "<!-- measured: end -->"
"""The marks between which a page holds what was counted."""


def render_inventory(packs: Sequence[Pack], tables: Sequence[TableFacts]) -> str:
    """The tables as Markdown: one overview, then for each pack its tables and documents.

    The same packs give the same text.
    """
    total = sum(table.rows for table in tables)
    lines = [
        f"{len(packs)} packs, {len(tables)} tables, {total} rows.",
        "",
        "| pack | table | one row is | rows | source | known | unverified | days | languages |",
        "|---|---|---|---|---|---|---|---|---|",
        *map(_row, tables),
    ]
    for pack in packs:
        own = [table for table in tables if table.pack == pack.label]
        lines += ["", f"### {pack.label}", ""]
        lines.append(f"{_cell(pack.title)}; law as of {pack.valid_from}; licence {pack.license}.")
        lines += ["", "| source | document | rows that rest on it |", "|---|---|---|"]
        lines += _documents(pack, own)
    return "\n".join(lines)


def in_page(page: str, block: str) -> str | None:
    """The page with the block between its marks; `None` when it has not both, in order."""
    before, start, rest = page.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        return None
    return f"{before}{START}\n\n{block}\n\n{END}{after}"


def _row(table: TableFacts) -> str:
    shares = (
        f"{count} ({count / table.rows:.0%})" if count else "0"
        for count in table.confidence.values()
    )
    days = f"{table.first} to {table.last}" if table.first else ""
    languages = ", ".join(f"{lang} {count}" for lang, count in table.languages.items())
    cells = (table.pack, table.table, table.row_is, str(table.rows), *shares, days, languages)
    return f"| {' | '.join(map(_cell, cells))} |"


def _documents(pack: Pack, tables: Sequence[TableFacts]) -> list[str]:
    """The documents of a pack, each with its rows by table; those that no row names last."""
    uses: dict[str, list[tuple[TableFacts, SourceUse]]] = {key: [] for key in pack.sources}
    for table in tables:
        for use in table.sources:
            uses.setdefault(use.key, []).append((table, use))
    ranked = sorted(uses.items(), key=lambda one: -sum(use.rows for _, use in one[1]))
    return [
        f"| {_cell(key)} | {_cell(pack.sources.get(key, 'not in SOURCES.md'))} | "
        + (", ".join(f"{table.table} {use.rows}" for table, use in found) or "none")
        + " |"
        for key, found in ranked
    ]


def _cell(text: str) -> str:
    """A text that cannot break the table it stands in."""
    return " ".join(text.replace("|", "\\|").split())
