"""`customhouse packs`: list, verify, compare, show and build reference packs.

Only click is imported at the top: the rest is loaded by the command that needs it, so that
`customhouse --help` answers at once.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from customhouse.cli.options import format_option

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from customhouse.reference.compare import Change
    from customhouse.reference.pack import Pack
    from customhouse.reference.records import Record, Rule
    from customhouse.reference.tables import PackProblem

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_DATE = click.DateTime(formats=["%Y-%m-%d"])
_JSON_ONLY = frozenset({"notes", "note", "confidence"})


@click.group()
def packs() -> None:
    """List, verify, compare, show and build reference packs."""


@packs.command("list")
@format_option
def list_packs(form: str) -> None:
    """List the packs that come with customhouse, optional treaties last."""
    from customhouse.reference.pack import LAYERS, OPTIONAL, load_shipped

    with _bad_packs_exit():
        shipped = load_shipped(LAYERS, OPTIONAL)
    if form == "json":
        _print_json([_summary(pack) for pack in shipped])
        return
    header = ("pack", "version", "law as of", "rows", "title")
    rows = [
        (p.name, p.version, str(p.valid_from), str(sum(p.row_counts().values())), p.title)
        for p in shipped
    ]
    _print_table(header, rows)


@packs.command()
@click.argument("folders", nargs=-1, type=_FOLDER, metavar="[FOLDER...]")
@format_option
def verify(folders: tuple[Path, ...], form: str) -> None:
    """Check packs: hashes, numbers, dates, references, duplicates.

    Without FOLDER, the packs that come with customhouse. A FOLDER is checked next to those of
    them that have another name, as its rows may point there. Exit code 2 when anything is
    wrong, with each problem on a line of its own.
    """
    from customhouse.reference.pack import LAYERS, OPTIONAL, SHIPPED, load_packs, shipped_folder
    from customhouse.reference.tables import PackError
    from customhouse.reference.verify import verify as problems_of

    try:
        checked = load_packs(folders or map(shipped_folder, (*SHIPPED, *LAYERS, *OPTIONAL)))
        others = [name for name in SHIPPED if name not in {pack.name for pack in checked}]
        problems = problems_of(checked, load_packs(map(shipped_folder, others)))
    except PackError as error:
        problems, checked = list(error.problems), ()
    if form == "json":
        _print_json({"packs": [pack.label for pack in checked], "problems": problems})
    if problems:
        _print_problems(problems)
        raise click.exceptions.Exit(2)
    if form == "text":
        for pack in checked:
            click.echo(f"{pack.label}: {sum(pack.row_counts().values())} rows, no problems")


@packs.command()
@click.argument("old")
@click.argument("new")
@click.option("--words", is_flag=True, help="Tell each change in a sentence.")
@format_option
def diff(old: str, new: str, words: bool, form: str) -> None:
    """Show what changed from pack OLD to pack NEW, row by row.

    Each is the name of a pack that comes with customhouse, or a folder; write ./basel for a
    folder that is named like a pack.
    """
    from customhouse.reference.compare import compare, describe
    from customhouse.reference.pack import load_packs

    with _bad_packs_exit():
        before, after = load_packs((_locate(old), _locate(new)))
    changes = compare(before, after)
    if form == "json":
        _print_json({"old": before.label, "new": after.label, "changes": changes})
        return
    count = {0: "no row differs", 1: "1 row differs"}.get(
        len(changes), f"{len(changes)} rows differ"
    )
    click.echo(f"{before.label} -> {after.label}: {count}")
    for line in _in_words(changes, (before, after)) if words else describe(changes):
        click.echo(line)


def _in_words(changes: "Sequence[Change]", differing: "Sequence[Pack]") -> list[str]:
    """Each change as a sentence, with the names that the shipped packs and these two give."""
    from customhouse.reference.explain import explain
    from customhouse.reference.names import Names
    from customhouse.reference.pack import load_shipped

    names = Names((*load_shipped(), *differing))
    return [explain(change, names) for change in changes]


@packs.command()
@click.argument("name")
@click.argument("table", required=False)
@click.option(
    "--as-of",
    type=_DATE,
    help="Only rows in effect on this day (YYYY-MM-DD); a listing not yet in force is left out.",
)
@format_option
def show(name: str, table: str | None, as_of: datetime | None, form: str) -> None:
    """Show pack NAME, or one TABLE of it such as substances.

    NAME is the name of a pack that comes with customhouse, or a folder. Notes, confidence and
    the place of a row are in the JSON only.
    """
    from customhouse.reference.pack import load_pack

    with _bad_packs_exit():
        pack = load_pack(_locate(name))
    if table is None:
        if as_of is not None:
            raise click.UsageError("--as-of needs a TABLE")
        _show_pack(pack, form)
        return
    columns, rows = _table(pack, table, as_of.date() if as_of else None)
    if form == "json":
        _print_json(rows)
    else:
        shown = [name for name in columns if name not in _JSON_ONLY]
        _print_table(shown, [[_cell(getattr(row, name)) for name in shown] for row in rows])


@packs.command()
@click.argument("folder", type=_FOLDER)
@click.option("--version", required=True, help="Version of the pack, as 2026.1.")
@click.option("--valid-from", required=True, type=_DATE, help="The day whose law the pack records.")
@click.option("--title", help="Title of the pack. Default: as before.")
@click.option("--license", "license_id", help="SPDX id of its licence. Default: as before.")
def manifest(
    folder: Path, version: str, valid_from: datetime, title: str | None, license_id: str | None
) -> None:
    """Build the manifest of the pack in FOLDER from its files as they are now."""
    from customhouse.reference.pack import write_manifest

    with _bad_packs_exit():
        written = write_manifest(
            folder, version, valid_from.date(), title=title, license_id=license_id
        )
    rows = sum(written.counts.values())
    click.echo(f"{written.name}@{written.version}: {len(written.files)} files, {rows} rows")


@contextmanager
def _bad_packs_exit() -> Iterator[None]:
    """Turn a bad pack, or a folder that cannot be written, into lines on stderr and exit 2."""
    from customhouse.reference.tables import PackError

    try:
        yield
    except PackError as error:
        _print_problems(error.problems)
        raise click.exceptions.Exit(2) from None
    except OSError as error:
        click.echo(f"{error.filename}: {error.strerror}. Remedy: check the permissions.", err=True)
        raise click.exceptions.Exit(2) from None


def _locate(name: str) -> "Traversable":
    """The folder of a shipped pack's name, or the folder itself."""
    from customhouse.reference.pack import LAYERS, OPTIONAL, SHIPPED, shipped_folder

    known = (*SHIPPED, *LAYERS, *OPTIONAL)
    if name in known:
        return shipped_folder(name)
    if Path(name).is_dir():
        return Path(name)
    raise click.UsageError(f"{name!r} is neither a folder nor one of the packs {', '.join(known)}")


def _table(
    pack: "Pack", name: str, as_of: date | None
) -> tuple[Sequence[str], "Sequence[Record | Rule]"]:
    """The columns and rows of a table, named with or without its ending."""
    from customhouse.reference.pack import in_effect
    from customhouse.reference.tables import RULES, TABLES, columns

    if name in {RULES, Path(RULES).stem}:
        return ("id", "provision", "outcome", "requires", "deadline", "source"), pack.rules
    kind = TABLES.get(name) or TABLES.get(f"{name}.csv")
    if kind is None or kind not in pack.tables:
        tables = ", ".join(Path(table).stem for table in pack.row_counts())
        raise click.UsageError(f"{pack.label} has no table {name!r}; it has {tables}")
    rows = [row for row in pack.rows(kind) if as_of is None or in_effect(row, as_of)]
    return columns(kind), rows


def _summary(pack: "Pack") -> dict[str, Any]:
    return {
        "name": pack.name,
        "version": pack.version,
        "valid_from": pack.valid_from,
        "title": pack.title,
        "license": pack.license,
        "rows": pack.row_counts(),
    }


def _show_pack(pack: "Pack", form: str) -> None:
    if form == "json":
        _print_json(_summary(pack) | {"sources": pack.sources})
        return
    click.echo(f"{pack.label}  {pack.title}")
    click.echo(f"law as of {pack.valid_from}, licence {pack.license}, {len(pack.sources)} sources")
    _print_table(("table", "rows"), [(Path(t).stem, str(n)) for t, n in pack.row_counts().items()])


def _cell(value: object) -> str:
    if value is None:
        return ""
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def _print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table as wide as the terminal, or one line a row where the output goes elsewhere.

    Columns that are empty in every row are left out.
    """
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = [n for n in range(len(header)) if not rows or any(row[n] for row in rows)]
    table = Table(*(header[n] for n in shown), box=SIMPLE)
    for row in rows:
        table.add_row(*(Text(row[n]) for n in shown))
    Console(width=None if sys.stdout.isatty() else _NO_TERMINAL).print(table)


_NO_TERMINAL = 100_000
"""Columns; wide enough that a row never wraps."""


def _print_json(value: object) -> None:
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def _print_problems(problems: "Sequence[PackProblem]") -> None:
    for problem in problems:
        click.echo(" ".join(str(problem).split()), err=True)
