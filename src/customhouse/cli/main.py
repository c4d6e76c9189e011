"""The command line of customhouse. Commands load what they need, so that help answers at once."""

import click

from customhouse import __version__
from customhouse.cli.door import Door
from customhouse.cli.find import identify, lookup
from customhouse.cli.packs import packs
from customhouse.cli.screen import screen


@click.group("customhouse", cls=Door, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="customhouse")
def cli() -> None:
    """Screen goods under the Basel, Rotterdam and Stockholm conventions.

    The software advises; a person decides.
    """


for command in (screen, lookup, identify, packs):
    cli.add_command(command)


def main() -> None:
    """Run the command line and leave with its exit code."""
    cli(prog_name="customhouse")
