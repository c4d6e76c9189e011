"""Days on the command line."""

import datetime

import click

from customhouse.cli.door import Fault


def day(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> datetime.date | None:
    """The day that an option gives, as YYYY-MM-DD; `None` when it is not given."""
    if value is None:
        return None
    try:
        return datetime.datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError:
        raise Fault("--as-of", f"'{value}' is not a day", "Write it as 2025-06-01.") from None
