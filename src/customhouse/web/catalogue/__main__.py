"""`python -m customhouse.web.catalogue`: bring the catalogues up to date, or translate."""

import json
import sys
from pathlib import Path

import click

from customhouse.web.catalogue import files, fill
from customhouse.web.catalogue.extract import messages


@click.group(invoke_without_command=True)
@click.option("--check", is_flag=True, help="Change nothing; fail when a file is out of date.")
@click.pass_context
def main(context: click.Context, check: bool) -> None:
    """Gather the texts of the pages, and bring the catalogue of each language up to date."""
    if context.invoked_subcommand is not None:
        return
    if check:
        stale = list(files.stale(messages()))
        for line in stale:
            click.echo(line)
        sys.exit(1 if stale else 0)
    update()
    for language in files.TRANSLATED:
        count = files.count(language)
        click.echo(f"{language}: {count.translated} of {count.texts} texts translated")


@main.command("missing")
@click.argument("language", type=click.Choice(files.TRANSLATED))
def show_missing(language: str) -> None:
    """Print the texts without a translation as JSON, to be filled in."""
    found = fill.missing(files.read(language), language)
    click.echo(json.dumps(found, ensure_ascii=False, indent=1))


@main.command("fill")
@click.argument("language", type=click.Choice(files.TRANSLATED))
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def put_in(language: str, source: Path) -> None:
    """Take the translations of a JSON file; none of them when one is wrong."""
    try:
        given = json.loads(source.read_text("utf-8-sig"))
    except ValueError as error:
        raise click.ClickException(f"{source.name} is no JSON: {error}") from None
    if not isinstance(given, dict):
        raise click.ClickException(f"{source.name}: write one object, of texts and translations")
    catalogue = files.read(language)
    problems = fill.fill(catalogue, language, given)
    if problems:
        raise click.ClickException("\n".join(["nothing was taken:", *problems]))
    files.write(files.path_of(language), files.whole(catalogue, language))
    files.tell_counts()
    count = files.count(language)
    click.echo(f"{language}: {count.translated} of {count.texts} texts translated")


def update() -> None:
    """Write every catalogue file that is out of date, and the table of counts."""
    for path, text in files.expected(messages()).items():
        if not path.exists() or path.read_text("utf-8") != text:
            files.write(path, text)
    files.tell_counts()


if __name__ == "__main__":
    main()
