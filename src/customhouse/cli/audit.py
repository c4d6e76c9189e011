"""`customhouse audit`: check and read the log of what was done on a server.

Only click is imported at the top: the rest is loaded by the command that needs it.
"""

from typing import TYPE_CHECKING

import click

from customhouse.cli.options import limit_option
from customhouse.cli.output import write_text
from customhouse.cli.served import database_option

if TYPE_CHECKING:
    from customhouse.store.audit import Entry

BROKEN = 1


@click.group()
def audit() -> None:
    """Check and read the log of what was done on a server."""


@audit.command()
@database_option
def verify(database: str | None) -> None:
    """Check that no row of the log was changed, moved or taken out.

    Keep the last hash in another place: rows cut off at the end show only beside it. Ends with
    the exit code 1 when a row does not hold.
    """
    from customhouse.cli.database import open_store
    from customhouse.operations.audit_log import chain

    found = chain(open_store(database))
    if found.first_broken is not None:
        write_text(f"Broken: row {found.first_broken} is not as it was written.\n")
        raise click.exceptions.Exit(BROKEN)
    write_text(f"Rows: {found.rows}. All hold. Last hash: {found.last_hash}\n")


@audit.command("list")
@limit_option
@database_option
def list_rows(limit: int, database: str | None) -> None:
    """List the newest rows, of all States: number, time, who, what, to what."""
    from customhouse.cli.database import open_store
    from customhouse.store import audit as log
    from customhouse.store import names

    with open_store(database).reading() as connection:
        entries = log.latest(connection, limit=limit)
        people = names.of_people(connection, {one.user_id for one in entries if one.user_id})
    for entry in entries:
        who = people.get(entry.user_id, "") if entry.user_id else ""
        write_text(_line(entry, who or "-"))


def _line(entry: "Entry", who: str) -> str:
    from customhouse.report.passage import plain

    at = entry.at.isoformat(timespec="seconds")
    told = (str(entry.sequence), at, entry.iso3 or "-", who, entry.action, entry.subject or "-")
    return "  ".join((*(plain(one) for one in told), plain(entry.detail))) + "\n"
