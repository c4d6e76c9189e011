"""`customhouse hs`: what a customs code may hide, and the codes of a listed item.

Only click is imported at the top: the rest is loaded by the command that needs it.
"""

from typing import TYPE_CHECKING

import click

from customhouse.cli.door import Fault
from customhouse.cli.options import format_option
from customhouse.cli.output import json_bytes, standard_output, write_bytes, write_text

if TYPE_CHECKING:
    from customhouse.reference.hs import HsCodes
    from customhouse.reference.records import HsEdition

_EDITIONS = ("2012", "2017", "2022", "2028")


@click.command()
@click.argument("query", metavar="CODE|REF")
@click.option("--edition", type=click.Choice(_EDITIONS), help="Of this edition of the HS alone.")
@format_option
def hs(query: str, edition: "HsEdition | None", form: str) -> None:
    """Show what a customs code may hide, or the customs codes of a listed item.

    CODE has 4 to 12 digits, with points or without: what listed items it may hide by edition of
    the Harmonized System, the codes beside it, and what became of it. REF is a listed item such
    as stockholm:lindane, basel:A1181 or lindane: its codes by edition. Exit code 0 even when
    nothing is known of a code.
    """
    from customhouse.cli.desk import packs_in_use
    from customhouse.reference.hs import HsCodes

    codes = HsCodes(packs_in_use())
    if any(character.isalpha() for character in query):
        _answer_ref(codes, query, edition, form)
    else:
        _answer_code(codes, query, edition, form)


def _answer_code(codes: "HsCodes", query: str, edition: "HsEdition | None", form: str) -> None:
    from customhouse.reference.hs import HsCodeError, normalise

    try:
        code = normalise(query)
    except HsCodeError as error:
        raise Fault(
            "hs", f"{query!r} is no customs code: {error}", "Write it as 2903.81 or 290381."
        ) from None
    hides = codes.hides(code, edition)
    siblings = codes.siblings(code, edition)
    history = codes.history(code, edition)
    if form == "json":
        write_bytes(
            json_bytes(
                {
                    "query": query,
                    "code": code,
                    "edition": edition or "",
                    "hides": hides,
                    "siblings": siblings,
                    "history": history,
                }
            )
        )
        return
    from customhouse.report.customs_codes import render_code

    write_text(render_code(code, edition, hides, siblings, history, **standard_output()._asdict()))


def _answer_ref(codes: "HsCodes", query: str, edition: "HsEdition | None", form: str) -> None:
    refs = codes.refs(query)
    if not refs:
        raise Fault(
            "hs",
            f"{query!r} is neither a customs code nor a listed item",
            "Write an item as stockholm:lindane; 'customhouse lookup' finds it by its name.",
        )
    items = [
        (
            ref,
            codes.name(ref),
            {e: found for e, found in codes.codes_of(ref).items() if edition in (None, e)},
        )
        for ref in refs
    ]
    if form == "json":
        found = [{"ref": ref, "name": name, "codes": by} for ref, name, by in items]
        write_bytes(json_bytes({"query": query, "edition": edition or "", "items": found}))
        return
    from customhouse.report.customs_codes import render_refs

    write_text(render_refs(items, **standard_output()._asdict()))
