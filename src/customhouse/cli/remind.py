"""`customhouse remind`: letters about time limits that end soon or have ended, for a daily run.

The mail server is named in the environment alone, as its password would show in a list of running
programs. Only click is imported at the top: the rest is loaded by the command.
"""

import os

import click

from customhouse.cli.door import Fault
from customhouse.cli.output import write_text
from customhouse.cli.served import database_option, public_url_option

NOT_SENT = 1
_SERVER = "CUSTOMHOUSE_SMTP_URL"
_SENDER = "CUSTOMHOUSE_MAIL_FROM"


@click.command()
@public_url_option
@database_option
def remind(public_url: str, database: str | None) -> None:
    """Send the reminders that are due: 7 days and 1 day before the end of a time limit, and after.

    Set CUSTOMHOUSE_SMTP_URL to smtp://USER:PASSWORD@HOST:PORT (encrypted by STARTTLS) or
    smtps://... (encrypted from the start), and CUSTOMHOUSE_MAIL_FROM to the address of the sender.
    Ends with the exit code 1 when a letter could not be sent; it is tried again by the next run.
    """
    from customhouse.cli.database import open_store
    from customhouse.cli.desk import packs_in_use
    from customhouse.mail import MailError, mail_server
    from customhouse.operations.context import Context
    from customhouse.operations.reminders import remind as run
    from customhouse.report.passage import plain

    if not public_url.startswith(("http://", "https://")):
        raise Fault("--public-url", f"{public_url} is no web address", "Begin it with https://.")
    url, sender = os.environ.get(_SERVER, ""), os.environ.get(_SENDER, "")
    if not url:
        raise Fault(_SERVER, "no mail server is set", "Set it to smtp://USER:PASSWORD@HOST:PORT.")
    try:
        server = mail_server(url, sender)
    except MailError as error:
        remedy = f"Set {_SERVER} to smtp://USER:PASSWORD@HOST:PORT, {_SENDER} to an address."
        raise Fault(_SERVER, str(error), remedy) from None
    tried = run(Context(packs_in_use(), open_store(database)), public_url, server)
    for one in tried:
        told = f"{one.problem or 'sent':<30}  {one.address:<40}  {one.subject}"
        write_text(plain(told) + "\n")
    failed = sum(1 for one in tried if one.problem)
    write_text(f"Sent: {len(tried) - failed}. Not sent: {failed}.\n")
    if failed:
        raise click.exceptions.Exit(NOT_SENT)
