"""`customhouse users`: accounts, for the person who runs the server.

A password is never an argument: a link lets its owner choose one. Only click is imported at
the top: the rest is loaded by the command that needs it.
"""

from typing import TYPE_CHECKING

import click

from customhouse.cli.door import Fault
from customhouse.cli.output import write_text
from customhouse.cli.served import database_option, public_url_option

if TYPE_CHECKING:
    import uuid

    from customhouse.operations.context import Context
    from customhouse.store.engine import Store
    from customhouse.store.organisations import Organisation


@click.group()
def users() -> None:
    """Give accounts on a server, list them, make links to choose a password."""


@users.command()
@click.argument("login")
@click.option("--name", required=True, help="The name of the person.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    metavar="ROLE",
    help="officer, supervisor, authority, trainer, learner, administrator or auditor. Repeatable.",
)
@click.option(
    "--organisation",
    metavar="NAME",
    help="The organisation of the person, as 'users list' writes it. Not needed when there is one.",
)
@public_url_option
@database_option
def add(
    login: str,
    name: str,
    roles: tuple[str, ...],
    organisation: str | None,
    public_url: str,
    database: str | None,
) -> None:
    """Give the person who signs in as LOGIN an account, and print a link to choose a password."""
    from customhouse.accounts.permissions import ROLES
    from customhouse.cli.database import open_store
    from customhouse.operations.accounts import AccountError, add_user

    address = _web_address(public_url)
    given = [role for role in ROLES if role in roles]
    if unknown := sorted(set(roles) - set(ROLES)):
        raise Fault("--role", f"there is no role {unknown[0]}", f"Name one of {', '.join(ROLES)}.")
    store = open_store(database)
    home = _organisation(store, organisation)
    context = _context(store)
    try:
        user = add_user(context, None, organisation_id=home.id, login=login, name=name, roles=given)
    except AccountError as error:
        raise Fault(error.field, str(error), "Change it and run the command again.") from None
    _write_link(context, address, user.id)


@users.command("list")
@database_option
def list_accounts(database: str | None) -> None:
    """List all accounts: organisation, sign-in name, name, roles, whether closed."""
    from customhouse.cli.database import open_store
    from customhouse.report.passage import plain
    from customhouse.store import organisations
    from customhouse.store import users as accounts

    with open_store(database).reading() as connection:
        for home in organisations.every(connection):
            write_text(plain(_label(home)) + "\n")
            for user in accounts.of_organisation(connection, home.id):
                closed = "" if user.active else "  closed"
                told = f"  {user.login}  {user.name}  {' '.join(sorted(user.roles))}{closed}"
                write_text(plain(told) + "\n")


@users.command()
@click.argument("login")
@public_url_option
@database_option
def link(login: str, public_url: str, database: str | None) -> None:
    """Print a link with which the person who signs in as LOGIN chooses a password."""
    from customhouse.cli.database import open_store
    from customhouse.store import users as accounts

    address = _web_address(public_url)
    store = open_store(database)
    with store.reading() as connection:
        user = accounts.by_login(connection, login)
    if user is None:
        raise Fault("LOGIN", f"nobody signs in as {login}", "See 'customhouse users list'.")
    _write_link(_context(store), address, user.id)


def _web_address(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise Fault("--public-url", f"{url} is no web address", "Begin it with https://.")
    return url.rstrip("/")


def _context(store: "Store") -> "Context":
    from customhouse.cli.desk import packs_in_use
    from customhouse.operations.context import Context

    return Context(packs_in_use(), store)


def _organisation(store: "Store", wanted: str | None) -> "Organisation":
    from customhouse.store import organisations

    with store.reading() as connection:
        known = organisations.every(connection)
    if not known:
        raise Fault(
            "--database",
            "there is no organisation yet",
            "Start the server with 'customhouse serve' and follow the link that it prints.",
        )
    found = [one for one in known if wanted is None or wanted in (one.name, _label(one))]
    if len(found) == 1:
        return found[0]
    problem = f"{len(found)} organisations fit" if found else "there is none of this name"
    raise Fault("--organisation", problem, f"Name one of: {'; '.join(map(_label, known))}.")


def _label(organisation: "Organisation") -> str:
    return f"{organisation.iso3} {organisation.name}"


def _write_link(context: "Context", address: str, user_id: "uuid.UUID") -> None:
    from customhouse.operations.accounts import AccountError
    from customhouse.operations.people import link as make_link

    try:
        token = make_link(context, None, user_id)
    except AccountError as error:
        raise Fault(error.field, str(error), "An administrator does that on a page.") from None
    write_text(f"Choose a password here, within three days: {address}/account/password/{token}\n")
