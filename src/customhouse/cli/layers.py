"""National layers on the command line: choosing them for an answer, and starting a new one.

Only click is imported at the top: the rest is loaded by the command that needs it.
"""

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from customhouse.cli.door import BAD_USE, Fault

if TYPE_CHECKING:
    from customhouse.desk import Desk
    from customhouse.reference.pack import Pack

layer_option = click.option(
    "--layer",
    "layers",
    multiple=True,
    metavar="NAME|FOLDER",
    help="Add a State's own law: a layer that is shipped (eu, in) or your own folder. Repeatable.",
)


def desk_with(layers: Sequence[str], optional: Sequence[str] = ()) -> "Desk":
    """The desk with the packs that `packs_with` gives."""
    from customhouse.desk import Desk

    return Desk(packs_with(layers, optional))


def packs_with(layers: Sequence[str], optional: Sequence[str] = ()) -> "Sequence[Pack]":
    """The packs in use and these layers, each a shipped name or a folder.

    `optional` are names of optional treaties to load as well.

    A folder is verified next to the packs in use first. Raises `Fault` for a layer that is
    none, and leaves with each problem on a line when a folder does not verify.
    """
    from customhouse.cli.desk import packs_in_use
    from customhouse.reference.pack import LAYERS

    names = [name for name in dict.fromkeys(layers) if name in LAYERS]
    folders = [Path(name) for name in dict.fromkeys(layers) if name not in LAYERS]
    for folder in folders:
        if not folder.is_dir():
            known = ", ".join(LAYERS)
            raise Fault(
                f"--layer {folder}",
                f"it is neither a folder nor one of the layers {known}",
                "Name the folder that holds the layer, or one of these.",
            )
    in_use = packs_in_use((*names, *optional))
    return _with_folders(in_use, folders) if folders else in_use


def _with_folders(packs: "Sequence[Pack]", folders: Sequence[Path]) -> "Sequence[Pack]":
    from customhouse.reference.layers import layer_names
    from customhouse.reference.pack import load_packs
    from customhouse.reference.tables import PackError
    from customhouse.reference.verify import verify

    try:
        own = load_packs(folders)
        for folder, pack in zip(folders, own, strict=True):
            _check_name(folder, pack, {one.name for one in (*packs, *own) if one is not pack})
            if pack.name not in layer_names((*packs, pack)):
                raise Fault(
                    f"--layer {folder}",
                    f"the pack is called '{pack.name}', which is no State",
                    "Name it by the two letters of the State: see 'customhouse packs new-layer'.",
                )
        problems = verify(own, packs)
    except PackError as error:
        problems = list(error.problems)
    if problems:
        for problem in problems:
            click.echo(" ".join(f"customhouse: layer: {problem}".split()), err=True)
        raise click.exceptions.Exit(BAD_USE)
    return (*packs, *own)


def _check_name(folder: Path, pack: "Pack", taken: set[str]) -> None:
    if pack.name in taken:
        raise Fault(
            f"--layer {folder}",
            f"a pack called '{pack.name}' is in use already",
            "Leave one of the two out.",
        )


@click.command("new-layer")
@click.argument("iso2", metavar="ISO2")
@click.option(
    "--output",
    required=True,
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write; it must be new or empty.",
)
@click.option(
    "--valid-from",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    help="The day whose law the layer will record. Default: today.",
)
def new_layer(iso2: str, output: Path, valid_from: datetime.datetime | None) -> None:
    """Write an empty national layer of the State ISO2, which verifies as it is.

    Fill in its tables, replace the example rule and source, seal it with 'packs manifest', check
    it with 'packs verify' and use it with 'screen --layer FOLDER'. See docs/national.md.
    """
    from customhouse.reference.new_layer import write_layer
    from customhouse.reference.pack import load_pack, shipped_folder
    from customhouse.reference.records import Country

    countries = load_pack(shipped_folder("common")).rows(Country)
    country = next((c for c in countries if c.iso2 == iso2.strip().upper()), None)
    if country is None:
        raise Fault(f"'{iso2}'", "it is no ISO 3166 code of two letters", "Write it as KE.")
    day = valid_from.date() if valid_from else datetime.date.today()
    try:
        written = write_layer(output, country, day)
    except FileExistsError:
        raise Fault(
            str(output), "there is something in it already", "Name a new or an empty folder."
        ) from None
    click.echo(f"{written.name}@{written.version}: {len(written.files)} files in {output}")
