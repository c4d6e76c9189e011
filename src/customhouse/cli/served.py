"""Options of the commands about a served desk."""

import click

database_option = click.option(
    "--database",
    envvar="CUSTOMHOUSE_DATABASE",
    metavar="URL",
    help="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE. Default: a file of yours.",
)

public_url_option = click.option(
    "--public-url",
    envvar="CUSTOMHOUSE_PUBLIC_URL",
    required=True,
    metavar="URL",
    help="How browsers reach the server, as https://desk.example.org.",
)
