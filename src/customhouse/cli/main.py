"""The command line of customhouse. Commands load what they need, so that help answers at once."""

import click

from customhouse import __version__
from customhouse.cli.audit import audit
from customhouse.cli.cases import cases
from customhouse.cli.clear_factors import clear_second_factor
from customhouse.cli.contacts import contacts_template
from customhouse.cli.door import Door
from customhouse.cli.find import identify, lookup
from customhouse.cli.hs import hs
from customhouse.cli.inventory import data
from customhouse.cli.law_changes import changes
from customhouse.cli.layers import new_layer
from customhouse.cli.packs import packs
from customhouse.cli.publish import COMMANDS as PUBLISHING
from customhouse.cli.remind import remind
from customhouse.cli.saved import reopen, replay
from customhouse.cli.screen import screen
from customhouse.cli.search import search
from customhouse.cli.serve import serve
from customhouse.cli.users import users


@click.group("customhouse", cls=Door, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="customhouse")
def cli() -> None:
    """Screen goods under the Basel, Rotterdam and Stockholm conventions.

    The software advises; a person decides.
    """


for command in (screen, lookup, identify, packs, hs, replay, reopen, serve, audit, users):
    cli.add_command(command)
packs.add_command(changes)
cli.add_command(cases)
users.add_command(clear_second_factor)
cli.add_command(search)
cli.add_command(remind)
packs.add_command(data)
packs.add_command(new_layer)
packs.add_command(contacts_template)


for command in PUBLISHING:
    packs.add_command(command)


def main() -> None:
    """Run the command line and leave with its exit code."""
    cli(prog_name="customhouse")
