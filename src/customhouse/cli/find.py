"""`customhouse lookup` and `customhouse identify`: what a word, a number or a structure is.

Only click is imported at the top: the rest is loaded by the command that needs it.
"""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from customhouse.cli.door import Fault
from customhouse.cli.optional import with_option
from customhouse.cli.options import day_of, format_option, limit_option
from customhouse.cli.output import json_bytes, readable, standard_output, write_bytes, write_text

if TYPE_CHECKING:
    from customhouse.identify.lookup import Result


@click.command()
@click.argument("query", nargs=-1, required=True)
@format_option
@limit_option
@click.option(
    "--as-of",
    metavar="YYYY-MM-DD",
    callback=day_of,
    help="Only what the law of this day lists. Default: everything the packs hold.",
)
@with_option
def lookup(
    query: tuple[str, ...],
    form: str,
    limit: int,
    as_of: datetime.date | None,
    optional: tuple[str, ...],
) -> None:
    """Look up what is listed under a name, number or code, best match first.

    QUERY is a name in any of the languages of the packs, a CAS, EC, UN or customs number, or a
    Basel code. Exit code 0 even when nothing is found.
    """
    from customhouse.cli.desk import desk

    words = readable(" ".join(query)).strip()
    if not words:
        raise Fault("lookup", "there is nothing to look up", "Give a name, number or code.")
    _answer(words, desk(optional).lookup(words, limit, as_of), form)


@click.command()
@click.option("--smiles", required=True, metavar="SMILES", help="The structure as SMILES.")
@format_option
def identify(smiles: str, form: str) -> None:
    """Find the listed entries that a chemical structure falls under."""
    from customhouse.cli.desk import desk
    from customhouse.identify.structure import StructureError

    try:
        results = desk().identify_structure(readable(smiles))
    except StructureError as error:
        raise Fault("--smiles", error.problem, error.remedy) from None
    _answer(readable(smiles), results, form)


def _answer(query: str, results: "Sequence[Result]", form: str) -> None:
    if form == "json":
        write_bytes(json_bytes({"query": query, "results": results}))
        return
    from customhouse.report.results import render_results

    write_text(render_results(query, results, **standard_output()._asdict()))
