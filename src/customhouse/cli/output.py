"""How an answer leaves: to the terminal, a pipe or a file, in the characters it can show."""

import os
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

import click

from customhouse.cli.door import Fault

_WIDTH = 80
_WIDEST = 100
_LAYOUT_CHARACTERS = "»«─…"


class Paper(NamedTuple):
    """What the answer is written on: its columns, whether it shows colour, only ASCII."""

    width: int = _WIDTH
    colour: bool = False
    ascii_only: bool = False


def standard_output() -> Paper:
    """The paper of standard output. Raises `Fault` when there is none."""
    if sys.stdout is None:
        raise Fault("standard output", "it is closed", "Leave it open, or give --output FILE.")
    ascii_only = not _can_write(_LAYOUT_CHARACTERS)
    if not sys.stdout.isatty():
        return Paper(ascii_only=ascii_only)
    width = min(shutil.get_terminal_size((_WIDTH, 24)).columns, _WIDEST)
    colour = "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    return Paper(width, colour, ascii_only)


def _can_write(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def readable(argument: str) -> str:
    """An argument whose bytes that are no text are shown as such, so that it can be written."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def write_text(text: str) -> None:
    """Write to standard output; a letter that it cannot show is written as its number."""
    encoding = sys.stdout.encoding or "ascii"
    click.echo(text.encode(encoding, "backslashreplace").decode(encoding), nl=False)


def json_bytes(value: object) -> bytes:
    """A record as JSON with an indent of two spaces, its fields in the order of the record."""
    import msgspec

    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def write_bytes(data: bytes) -> None:
    """Write to standard output as it is. Raises `Fault` when there is none."""
    standard_output()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def write_file(name: str, data: bytes) -> None:
    """Write a report to a file, over an older one. Raises `Fault` when it cannot be written."""
    try:
        Path(name).write_bytes(data)
    except OSError as error:
        raise Fault.of_system(error, name, "Write the answer somewhere else.") from None
