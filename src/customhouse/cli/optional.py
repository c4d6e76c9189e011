"""The option that adds optional treaties to an answer.

Only click is imported at the top: the names of the packs are looked up when one is given.
"""

import click

from customhouse.cli.door import Fault


def _known(
    context: click.Context, parameter: click.Parameter, names: tuple[str, ...]
) -> tuple[str, ...]:
    """The names given, each once and in the order of the packs. Raises `Fault` for another."""
    if not names:
        return ()
    from customhouse.reference.pack import OPTIONAL

    for name in names:
        if name not in OPTIONAL:
            raise Fault(
                "--with",
                f"no optional pack is called '{name}'",
                f"Name one of {', '.join(OPTIONAL)}.",
            )
    return tuple(name for name in OPTIONAL if name in names)


with_option = click.option(
    "--with",
    "optional",
    multiple=True,
    metavar="PACK",
    callback=_known,
    help="Also flag what may need a licence under montreal, minamata or cwc. May be repeated.",
)
