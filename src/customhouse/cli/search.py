"""`customhouse search`: one quick search over all that the packs hold.

Only click and the names of the kinds are imported at the top: the rest is loaded by the command.
"""

from collections.abc import Sequence

import click

from customhouse.cli.door import Fault
from customhouse.cli.options import format_option, limit_option
from customhouse.cli.output import json_bytes, standard_output, write_bytes, write_text
from customhouse.search.kinds import KINDS


@click.command()
@click.argument("query", nargs=-1, required=True, metavar="WORDS...")
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(KINDS),
    multiple=True,
    help="Only this kind of thing; may be given several times.",
)
@click.option(
    "--convention",
    "conventions",
    multiple=True,
    metavar="NAME",
    help="Only what belongs to this convention, as basel; may be given several times.",
)
@limit_option
@format_option
def search(
    query: tuple[str, ...],
    kinds: tuple[str, ...],
    conventions: tuple[str, ...],
    limit: int,
    form: str,
) -> None:
    """Search listed chemicals, codes, provisions, States, terms and products at once.

    WORDS are names in any language of the packs, CAS, EC, UN or customs numbers, waste codes,
    provisions ('article 6 basel') or terms of the glossary. Every word has to be met; misspelt
    words count where nothing better is found. Exit code 0 even when nothing is found.
    """
    from customhouse.cli.desk import packs_in_use
    from customhouse.search.search import Search

    words = " ".join(query).strip()
    if not words:
        raise Fault("search", "there is nothing to search for", "Give a name, number or term.")
    index = Search(packs_in_use())
    _check(conventions, index.conventions)
    found = index.find(words, kinds=kinds, conventions=conventions, limit=limit)
    if form == "json":
        write_bytes(json_bytes(found))
        return
    from customhouse.report.found import render_found

    write_text(render_found(found, **standard_output()._asdict()))


def _check(asked: Sequence[str], known: frozenset[str]) -> None:
    for name in asked:
        if name not in known:
            raise Fault(
                "--convention",
                f"no pack has {name!r}",
                f"Give one of {', '.join(sorted(known))}.",
            )
