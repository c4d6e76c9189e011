"""`customhouse serve`: the pages and the API, on SQLite unless a database is named."""

import gc
import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from customhouse.cli.door import Fault
from customhouse.cli.layers import layer_option, packs_with
from customhouse.cli.optional import with_option
from customhouse.cli.served import database_option

if TYPE_CHECKING:
    from customhouse.coordination.reviewed_rates import Rates

_SWITCH = 0.0005
"""Seconds a thread may keep the others waiting; at Python's 5 ms an answer waits for several."""

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@database_option
@click.option(
    "--public-url",
    envvar="CUSTOMHOUSE_PUBLIC_URL",
    metavar="URL",
    help="How browsers reach the server, as https://desk.example.org.",
)
@click.option(
    "--second-factor/--no-second-factor",
    "factor_required",
    default=None,
    help="Ask supervisors, administrators and auditors for a second factor. Default: yes, "
    "unless the server listens on this machine only.",
)
@click.option(
    "--requests-a-minute",
    default=600,
    show_default=True,
    type=click.IntRange(1, 10_000_000),
    help="How many requests one API key may make.",
)
@click.option(
    "--oidc-issuer",
    envvar="CUSTOMHOUSE_OIDC_ISSUER",
    metavar="URL",
    default="",
    help="Sign-in by your organisation's service (OpenID Connect): its issuer address.",
)
@click.option(
    "--oidc-client-id",
    envvar="CUSTOMHOUSE_OIDC_CLIENT_ID",
    metavar="ID",
    default="",
    help="How that service knows this server. Its secret is read from "
    "CUSTOMHOUSE_OIDC_CLIENT_SECRET only.",
)
@click.option(
    "--oidc-name",
    envvar="CUSTOMHOUSE_OIDC_NAME",
    metavar="NAME",
    default="",
    help="What the sign-in page calls that service.",
)
@click.option(
    "--scan-command",
    envvar="CUSTOMHOUSE_SCAN_COMMAND",
    metavar="COMMAND",
    default="",
    help="A virus scanner for files: it gets their bytes on standard input and ends with 0 for "
    "clean, 1 for infected, as 'clamdscan --fdpass -' does.",
)
@click.option(
    "--hit-rates",
    "rates_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Reviewed hit rates of indicators, to be shown beside what they find.",
)
@layer_option
@with_option
def serve(
    host: str,
    port: int,
    database: str | None,
    public_url: str | None,
    factor_required: bool | None,
    requests_a_minute: int,
    oidc_issuer: str,
    oidc_client_id: str,
    oidc_name: str,
    scan_command: str,
    rates_file: Path | None,
    layers: tuple[str, ...],
    optional: tuple[str, ...],
) -> None:
    """Serve the pages and the API.

    The first start prints a link with which the first account is made.
    """
    import uvicorn

    from customhouse.accounts.oidc import safe_address
    from customhouse.cli.database import open_store
    from customhouse.http.settings import Settings
    from customhouse.operations.accounts import setup_token
    from customhouse.operations.context import Context
    from customhouse.server.app import build

    local = host in _LOOPBACK
    if public_url and not public_url.startswith(("http://", "https://")):
        raise Fault("--public-url", f"{public_url} is no web address", "Begin it with https://.")
    if oidc_issuer and not safe_address(oidc_issuer):
        raise Fault("--oidc-issuer", f"{oidc_issuer} is not reached by HTTPS", "Use https://.")
    if bool(oidc_issuer) != bool(oidc_client_id):
        raise Fault("--oidc-issuer", "it goes with --oidc-client-id", "Give both, or neither.")
    rates = _rates(rates_file) if rates_file else {}
    listener = _listening(host, port)
    port = listener.getsockname()[1]
    address = (public_url or f"http://{f'[{host}]' if ':' in host else host}:{port}").rstrip("/")
    settings = Settings(
        public_url=address,
        factor_required=not local if factor_required is None else factor_required,
        requests_a_minute=requests_a_minute,
        oidc_issuer=oidc_issuer,
        oidc_client_id=oidc_client_id,
        oidc_client_secret=os.environ.get("CUSTOMHOUSE_OIDC_CLIENT_SECRET", ""),
        oidc_name=oidc_name,
        scan_command=scan_command,
    )
    store = open_store(database)
    context = Context(packs_with(layers, optional), store, rates=rates)
    token = setup_token(context)
    app = build(context, settings)
    click.echo(f"customhouse serves {address}")
    if token:
        click.echo(f"Make the first account here, within a day: {address}/setup?token={token}")
    config = uvicorn.Config(app, log_level="warning", server_header=False, access_log=False)
    sys.setswitchinterval(_SWITCH)
    gc.collect()
    gc.freeze()  # packs and indexes stay: looking through them for garbage takes 0.2 s each time
    uvicorn.Server(config).run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    """A socket on the address. Raises `Fault` when another program has it, or there is none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        place = f"{host} port {port}"
        raise Fault.of_system(error, place, "Choose another --port or --host.") from None


def _rates(file: Path) -> "Rates":
    """The reviewed hit rates of a file. Raises `Fault` for a draft, and for any other file."""
    from customhouse.coordination.reviewed_rates import RatesError, read

    try:
        return read(file.read_bytes())
    except RatesError as error:
        raise Fault(str(file), str(error), error.remedy) from None
