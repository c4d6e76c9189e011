"""`customhouse users clear-second-factor`: for somebody who lost phone, key and codes."""

import click

from customhouse.cli.door import Fault
from customhouse.cli.output import write_text
from customhouse.cli.served import database_option


@click.command("clear-second-factor")
@click.argument("login")
@database_option
def clear_second_factor(login: str, database: str | None) -> None:
    """Take away app, passkeys and recovery codes of the person who signs in as LOGIN.

    Do it only when you know who asks. Every sign-in of the person ends.
    """
    from customhouse.cli.database import open_store
    from customhouse.cli.desk import packs_in_use
    from customhouse.operations.context import Context
    from customhouse.operations.enrolment import clear
    from customhouse.store import users

    store = open_store(database)
    with store.reading() as connection:
        user = users.by_login(connection, login)
    if user is None:
        raise Fault("LOGIN", f"nobody signs in as {login}", "See 'customhouse users list'.")
    clear(Context(packs_in_use(), store), None, user.id)
    write_text("Done. The next sign-in asks for the password only, and may lead to a new factor.\n")
