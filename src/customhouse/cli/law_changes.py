"""`customhouse packs changes`: what the dates in the packs say happened in a span of time.

Only click is imported at the top: the rest is loaded by the command that needs it.
"""

import datetime

import click

from customhouse.cli.door import Fault
from customhouse.cli.options import day_of, format_option
from customhouse.cli.output import json_bytes, standard_output, write_bytes, write_text


def before(day: datetime.date) -> datetime.date:
    """The day before, as what changes on the first day of a span belongs to the span."""
    return day if day == datetime.date.min else day - datetime.timedelta(days=1)


def in_order(start: datetime.date, end: datetime.date) -> None:
    """Raises `Fault` for a span that ends before it starts."""
    if end < start:
        raise Fault("--to", f"{end} is before --from {start}", "Give the earlier day first.")


@click.command()
@click.option(
    "--from", "start", metavar="DATE", required=True, callback=day_of, help="First day of the span."
)
@click.option(
    "--to", "end", metavar="DATE", required=True, callback=day_of, help="Last day of the span."
)
@click.option("--convention", metavar="NAME", help="Only of one convention, such as stockholm.")
@format_option
def changes(start: datetime.date, end: datetime.date, convention: str | None, form: str) -> None:
    """Tell what became other law from one day to another, both included.

    Listings, waste codes, exemptions, Parties, bans, import responses, agreements and limits,
    each under the first day of the changed law. Rows without a date are counted apart.
    """
    from customhouse.cli.desk import packs_in_use
    from customhouse.reference.changes import changes_between, undated

    in_order(start, end)
    packs = packs_in_use()
    known = sorted({pack.name for pack in packs} - {"common"})
    if convention is not None and convention not in known:
        raise Fault("--convention", f"no pack {convention!r}", f"Use one of {', '.join(known)}.")
    found = [
        change
        for change in changes_between(packs, before(start), end)
        if convention in (None, change.convention)
    ]
    gaps = undated(packs, convention)
    if form == "json":
        write_bytes(json_bytes({"from": start, "to": end, "changes": found, "undated": gaps}))
        return
    from customhouse.report.law import render_changes

    span = f"of law from {start} to {end}" + (f" ({convention})" if convention else "")
    write_text(render_changes(found, gaps, span, **standard_output()._asdict()))
