"""`customhouse packs data`: what is in the packs, counted from the packs themselves.

Only click is imported at the top: the rest is loaded by the command.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from customhouse.cli.door import Fault
from customhouse.cli.options import format_option
from customhouse.cli.output import json_bytes, write_bytes, write_file, write_text

if TYPE_CHECKING:
    from customhouse.reference.pack import Pack


@click.command()
@click.option(
    "--write",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="PAGE",
    help="Write the text between the marks of this page, such as docs/data.md.",
)
@format_option
def data(page: Path | None, form: str) -> None:
    """Show what each table holds: rows, sources, how sure they are, days and languages.

    All packs that come with customhouse are counted, also those that are not always loaded.
    """
    from customhouse.reference.inventory import inventory
    from customhouse.report.inventory import render_inventory

    packs = every_shipped_pack()
    tables = inventory(packs)
    if page is not None:
        _write(page, render_inventory(packs, tables))
    elif form == "json":
        write_bytes(json_bytes(tables))
    else:
        write_text(render_inventory(packs, tables) + "\n")


def every_shipped_pack() -> "tuple[Pack, ...]":
    """All packs that come with customhouse: those of every answer first, then the others.

    National layers and optional treaties are counted though they are loaded only when asked
    for. Raises `PackError`.
    """
    from importlib.resources import files

    from customhouse.reference.pack import MANIFEST, SHIPPED, load_packs

    folders = {one.name: one for one in files("customhouse").joinpath("packs").iterdir()}
    others = sorted(
        name
        for name, folder in folders.items()
        if name not in SHIPPED and folder.joinpath(MANIFEST).is_file()
    )
    return load_packs(folders[name] for name in (*SHIPPED, *others))


def _write(page: Path, block: str) -> None:
    from customhouse.report.inventory import END, START, in_page

    try:
        text = in_page(page.read_text("utf-8"), block)
    except UnicodeDecodeError:
        raise Fault(str(page), "it is not text in UTF-8", "Name a page of Markdown.") from None
    if text is None:
        raise Fault(
            str(page), "it has no place for the figures", f"Put {START} and {END} into it first."
        )
    write_file(str(page), text.encode("utf-8"))
