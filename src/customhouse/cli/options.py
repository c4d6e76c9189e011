"""Options that several commands share, and how their values are read."""

import datetime

import click

from customhouse.cli.door import Fault

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text to read, or JSON for another program.",
)

limit_option = click.option(
    "--limit",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    help="How many results at most.",
)


def day_of(
    _context: click.Context, parameter: click.Parameter, value: str | None
) -> datetime.date | None:
    """The day that an option gives, as YYYY-MM-DD; `None` when it is not given.

    Raises `Fault` for what is no day.
    """
    if value is None:
        return None
    try:
        return datetime.datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError:
        problem = f"'{value}' is not a day"
        raise Fault(parameter.opts[0], problem, "Write it as 2025-06-01.") from None
