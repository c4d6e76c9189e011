"""`customhouse screen`: the answer for the declarations of a file.

Only click is imported at the top: the rest is loaded by the command that needs it.
"""

import datetime
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from customhouse.cli.door import Fault
from customhouse.cli.layers import desk_with, layer_option
from customhouse.cli.optional import with_option
from customhouse.cli.options import day_of
from customhouse.cli.output import (
    Paper,
    json_bytes,
    standard_output,
    write_bytes,
    write_file,
    write_text,
)

if TYPE_CHECKING:
    from customhouse.declarations.declaration import Declaration
    from customhouse.declarations.read import ReadResult
    from customhouse.desk import Desk
    from customhouse.report.parts import Outline
    from customhouse.screening.finding import Assessment

EXIT_CODES = {"release": 0, "request_documents": 10, "refer": 11, "hold": 12, "refuse": 13}

STANDARD_INPUT = "-"


@click.command()
@click.argument("file")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html"]),
    default="text",
    show_default=True,
    help="Text to read, JSON for another program, or a page to keep or send.",
)
@click.option(
    "--as-of",
    metavar="YYYY-MM-DD",
    callback=day_of,
    help="The day whose law applies. Default: the date of the declaration, else today.",
)
@click.option("--output", metavar="FILE", help="Write the answer to FILE.")
@click.option(
    "--save",
    "save_in",
    metavar="FOLDER",
    help="Keep each declaration with its answer in FOLDER, for 'replay' and 'reopen'.",
)
@layer_option
@with_option
@click.pass_context
def screen(
    context: click.Context,
    file: str,
    form: str,
    as_of: datetime.date | None,
    output: str | None,
    save_in: str | None,
    layers: tuple[str, ...],
    optional: tuple[str, ...],
) -> None:
    """Screen the declarations in FILE and say what to do with the goods.

    FILE is JSON, ASYCUDA SAD XML or CSV; - reads standard input. Exit codes: 0 release,
    10 request documents, 11 refer, 12 hold, 13 refuse (the strictest, where there are several
    declarations); 2 bad input or use.
    """
    from customhouse.screening.finding import strictest

    paper = standard_output() if output is None else Paper()
    if output is not None and _same_file(file, output):
        raise Fault(output, "this is the declaration itself", "Write the answer somewhere else.")
    read = _read(file)
    desk = desk_with(layers, optional)
    assessments = [_assess(desk, d, as_of, read.notes) for d in read.declarations]
    outcome = strictest([assessment.outcome for assessment in assessments])
    if save_in is not None:
        from customhouse.cli.saved import save

        save(save_in, read.declarations, assessments)
    if form == "json":
        data = json_bytes(assessments[0] if len(assessments) == 1 else assessments)
        write_bytes(data) if output is None else write_file(output, data)
    else:
        outlines = _outlines(read.declarations, assessments)
        _report(outlines, form, paper, output)
    if output is not None:
        from customhouse.report.words import ANSWERS, OUTCOME_NAMES

        click.echo(f"{OUTCOME_NAMES[outcome]}. {ANSWERS[outcome]}\nWritten to {output}")
    context.exit(EXIT_CODES[outcome])


def _read(file: str) -> "ReadResult":
    """The declarations of a file. Raises `Fault` for a file that cannot be read or holds none."""
    from customhouse.declarations.declaration import DeclarationError
    from customhouse.declarations.read import read_declarations

    name = "standard input" if file == STANDARD_INPUT else file
    try:
        read = read_declarations(_contents(file, name), "" if file == STANDARD_INPUT else file)
    except DeclarationError as error:
        place = str(error).removesuffix(f"{error.problem}. {error.remedy}")
        raise Fault(f"{name}: {place}".rstrip(": "), error.problem, error.remedy) from None
    if not read.declarations:
        raise Fault(name, "no declaration is in it", "Check that it is the right file.")
    return read


def _contents(file: str, name: str) -> bytes:
    """The bytes of a file, one more than is allowed at most: the reader then refuses it."""
    from customhouse.declarations.source import DEFAULT_LIMITS

    if file == STANDARD_INPUT and sys.stdin is None:
        raise Fault(name, "it is closed", "Name a file instead.")
    most = DEFAULT_LIMITS.file_bytes + 1
    try:
        if file == STANDARD_INPUT:
            return sys.stdin.buffer.read(most)
        with Path(file).open("rb") as opened:
            return opened.read(most)
    except FileNotFoundError:
        raise Fault(name, "there is no such file", "Check its name and folder.") from None
    except IsADirectoryError:
        raise Fault(name, "this is a folder", "Name a file in it.") from None
    except PermissionError:
        raise Fault(name, "you may not read it", "Ask its owner for the right to.") from None
    except OSError as error:
        raise Fault.of_system(error, name, "Try with a copy of it.") from None


def _same_file(file: str, output: str) -> bool:
    try:
        return file != STANDARD_INPUT and Path(file).samefile(output)
    except OSError:
        return False


def _assess(
    desk: "Desk", declaration: "Declaration", as_of: datetime.date | None, notes: Sequence[str]
) -> "Assessment":
    """Screen under the law of the day asked for, else of the declaration, else of today."""
    day = as_of or declaration.date
    if day is None:
        day = datetime.date.today()
        notes = (*notes, f"No date is declared: the law of today, {day}, was taken.")
    return desk.screen(declaration, day, notes)


def _outlines(
    declarations: "Sequence[Declaration]", assessments: "Sequence[Assessment]"
) -> "list[Outline]":
    from customhouse.report.outline import outline

    return list(map(outline, declarations, assessments))


def _report(outlines: "Sequence[Outline]", form: str, paper: Paper, output: str | None) -> None:
    if form == "html":
        from customhouse.report import html

        page = html.render(outlines).encode()
        write_bytes(page) if output is None else write_file(output, page)
        return
    from customhouse.report import text

    words = text.render(outlines, **paper._asdict())
    write_text(words) if output is None else write_file(output, words.encode())
