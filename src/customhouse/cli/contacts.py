"""`customhouse packs contacts-template`: a table for a State to fill in its authorities.

Only click is imported at the top: the rest is loaded by the command that needs it.
"""

from pathlib import Path

import click

from customhouse.cli.door import Fault
from customhouse.cli.optional import with_option
from customhouse.cli.output import write_file, write_text


@click.command("contacts-template")
@click.argument("iso3")
@click.option("--output", metavar="FILE", help="Write the table to FILE, which must be new.")
@with_option
def contacts_template(iso3: str, output: str | None, optional: tuple[str, ...]) -> None:
    """Write a contacts table for the State ISO3 to fill in, one row a convention and role.

    ISO3 is the ISO 3166-1 alpha-3 code of the State, such as KEN. docs/contacts.md says what
    each column means and how the filled table is checked.
    """
    from customhouse.reference.contacts import template
    from customhouse.reference.pack import load_pack, shipped_folder
    from customhouse.reference.records import Country

    code = iso3.strip().upper()
    countries = load_pack(shipped_folder("common")).rows(Country)
    if code not in {country.iso3 for country in countries}:
        raise Fault(
            "contacts-template",
            f"'{iso3}' is no State that the packs know",
            "Give its ISO 3166-1 alpha-3 code, such as KEN.",
        )
    text = template(code, optional)
    if output is None:
        write_text(text)
        return
    if Path(output).exists():
        raise Fault(output, "it is there already", "Name a new file, so that nothing is lost.")
    write_file(output, text.encode())
    click.echo(f"Written to {output}: fill in or delete each row.")
