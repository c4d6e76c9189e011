"""`customhouse cases`: the key of this installation, sealed bundles of cases, and their check.

Only click is imported at the top: the rest is loaded by the command that needs it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from customhouse.cli.door import Fault
from customhouse.cli.output import write_text
from customhouse.cli.served import database_option

if TYPE_CHECKING:
    import uuid

    from customhouse.accounts.actor import Actor
    from customhouse.operations.context import Context
    from customhouse.publishing.peers import Peers
    from customhouse.store.engine import Store

BROKEN = 1

as_option = click.option(
    "--as",
    "login",
    required=True,
    metavar="LOGIN",
    help="The supervisor who answers for it, by sign-in name.",
)


@click.group()
def cases() -> None:
    """Exchange cases with other installations as sealed files, and check them."""


@cases.command()
@click.option("--output", metavar="FILE.pub", help="Also write the public key to a file.")
def key(output: str | None) -> None:
    """Show the key of this installation; make it when there is none.

    The secret stays in the home folder. Give the public key to those who take in your cases, and
    tell them the fingerprint by another way.
    """
    from customhouse.cli.output import write_file
    from customhouse.publishing import signing

    with _refusals():
        public = _peers().make_key().public_key()
    write_text(signing.public_pem(public).decode())
    write_text(f"fingerprint: {signing.fingerprint(public)}\n")
    if output:
        write_file(output, signing.public_pem(public))


@cases.command()
@click.argument("file", required=False, metavar="[KEY.pub]")
@click.option("--state", metavar="ISO3", help="The State that the key stands for, as GHA.")
@click.option("--list", "listing", is_flag=True, help="List the trusted keys.")
@click.option("--remove", metavar="FINGERPRINT", help="Trust this key no more.")
def trust(file: str | None, state: str | None, listing: bool, remove: str | None) -> None:
    """Trust the key in KEY.pub: cases that it sealed may be taken in.

    Compare the fingerprint with its owner's, by another way than the file came.
    """
    if sum((file is not None, listing, remove is not None)) != 1:
        raise Fault("cases trust", "give one of KEY.pub, --list and --remove", "See --help.")
    with _refusals():
        if file is not None:
            write_text(f"trusted: {_peers().add(_contents(file), file, _state(state))}\n")
        elif remove is not None:
            write_text(f"no longer trusted: {_peers().remove(remove)}\n")
        else:
            for iso3, fingerprint in _peers().listed():
                write_text(f"{iso3}  {fingerprint}\n")


@cases.command()
@click.argument("number", metavar="CASE")
@click.option("--to", required=True, metavar="ISO3", help="The State that it goes to, as GHA.")
@click.option("--confirmed", metavar="ISO3", help="The same State again; without it you are asked.")
@click.option("--question", metavar="ID", help="Only what this question shares, or its answer.")
@click.option("--since", default=0, show_default=True, help="Only entries after this number.")
@click.option("--output", metavar="FILE", help="Default: a name of its own, here.")
@as_option
@database_option
def export(
    number: str,
    to: str,
    confirmed: str | None,
    question: str | None,
    since: int,
    output: str | None,
    login: str,
    database: str | None,
) -> None:
    """Seal CASE, by its number or id, in one file for another installation."""
    import tempfile

    from customhouse.operations.exchange import preview, send

    context = _context(database)
    actor = _actor(context.store, login)
    found, referral = _case(context, actor, number), _id(question) if question else None
    iso3 = _state(to)
    with _refusals():
        out = preview(context, actor, found, referral, since)
        numbers = ", ".join(str(entry.sequence) for entry in out.carried)
        click.echo(f"Case {out.case.number}: entries {numbers}; files: {len(out.files)}", err=True)
        if out.absent:
            click.echo(f"Files that are not kept here and stay out: {len(out.absent)}", err=True)
        asked = f"All of this goes to {iso3}. Write {iso3} to confirm"
        agreed = confirmed or click.prompt(asked, err=True)
        folder = Path(output).parent if output else Path()
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as part:
            try:
                sent = send(
                    context,
                    actor,
                    _peers(),
                    found,
                    part,
                    referral=referral,
                    after=since,
                    to=iso3,
                    confirmed_iso3=agreed.strip().upper(),
                )
                part.flush()
                os.fsync(part.fileno())
                target = Path(output or sent.name)
                Path(part.name).replace(target)
            finally:
                Path(part.name).unlink(missing_ok=True)
    write_text(f"{target}\nSHA-256: {sent.sha256}\n")


@cases.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--scan-command", envvar="CUSTOMHOUSE_SCAN_COMMAND", default="", metavar="COMMAND")
@as_option
@database_option
def import_(files: tuple[str, ...], scan_command: str, login: str, database: str | None) -> None:
    """Take in sealed files, one after the other. A file that came before adds nothing."""
    from customhouse.operations.taking_in import take_in
    from customhouse.report.passage import plain

    context = _context(database)
    actor = _actor(context.store, login)
    for file in files:
        with _refusals(file), Path(file).open("rb") as source:
            taken = take_in(context, actor, _peers(), source, file, scan_command=scan_command)
        told = f"{taken.iso3} {taken.sender}, new entries: {taken.entries}, case: {taken.case}"
        write_text(plain(told) + "\n")


@cases.command()
@database_option
def verify(database: str | None) -> None:
    """Check that no entry of any case was changed, moved or taken out.

    Ends with the exit code 1, and names case and entry, when one does not hold.
    """
    from customhouse.cli.database import open_store
    from customhouse.operations.case_check import check_cases
    from customhouse.report.passage import plain

    found = check_cases(open_store(database))
    for fault in found.faults:
        told = f"Broken: case {fault.number} ({fault.case}), entry {fault.entry}: {fault.problem}."
        write_text(plain(told) + "\n")
    if found.faults:
        raise click.exceptions.Exit(BROKEN)
    write_text(f"Cases: {found.cases}. Entries: {found.entries}. All hold.\n")


@contextmanager
def _refusals(place: str = "cases") -> Iterator[None]:
    """Turn the reason of a refusal into a line of plain words."""
    from customhouse.accounts.actor import DeniedError
    from customhouse.coordination.carried import BundleError
    from customhouse.operations.screenings import NotFoundError
    from customhouse.reference.tables import PackError

    try:
        yield
    except PackError as error:
        first = error.problems[0]
        raise Fault(first.file, first.problem, _sentence(first.remedy)) from None
    except BundleError as error:
        raise Fault(place, error.problem, _sentence(error.remedy)) from None
    except DeniedError:
        raise Fault("--as", "this account may not do this", "Name a supervisor.") from None
    except NotFoundError:
        raise Fault("CASE", "there is no such case of this organisation", "See /cases.") from None


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _peers() -> "Peers":
    from customhouse.publishing.home import home_folder
    from customhouse.publishing.peers import Peers

    return Peers(home_folder())


def _context(database: str | None) -> "Context":
    from customhouse.cli.database import open_store
    from customhouse.cli.desk import packs_in_use
    from customhouse.operations.context import Context

    return Context(packs_in_use(), open_store(database))


def _actor(store: "Store", login: str) -> "Actor":
    from customhouse.store import users

    with store.reading() as connection:
        user = users.by_login(connection, login)
        if user is None or not user.active:
            raise Fault("--as", f"nobody signs in as {login}", "See 'customhouse users list'.")
        return users.actor(connection, user, "command_line")


def _case(context: "Context", actor: "Actor", told: str) -> "uuid.UUID":
    import uuid

    from customhouse.operations.cases import history
    from customhouse.store.cases import CaseFilter

    lines, _ = history(context, actor, CaseFilter(words=told), limit=1000)
    found = [line.id for line in lines if line.number == told]
    if len(found) == 1:
        return found[0]
    try:
        return uuid.UUID(told)
    except ValueError:
        problem = f"{len(found)} cases have the number {told}"
        raise Fault("CASE", problem, "Give the id of the case: it is in its address.") from None


def _id(told: str) -> "uuid.UUID":
    import uuid

    try:
        return uuid.UUID(told)
    except ValueError:
        raise Fault("--question", f"{told} is no id", "It is in the address of its page.") from None


def _state(told: str | None) -> str:
    """A State by its three letters. Raises `Fault`."""
    from customhouse.cli.desk import desk
    from customhouse.reference.country_names import country_names

    iso3 = (told or "").strip().upper()
    if iso3 not in country_names(desk().library, "en"):
        raise Fault("State", f"'{iso3}' is no State", "Write its three letters, as GHA.")
    return iso3


def _contents(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise Fault.of_system(error, file, "Check its name and that you may read it.") from None
