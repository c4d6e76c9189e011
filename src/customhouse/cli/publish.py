"""`customhouse packs build`, `keygen`, `trust`, `install`, `rollback`, `installed`, `export`.

Only click is imported at the top: the rest is loaded by the command that needs it.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from customhouse.cli.door import BAD_USE, Fault
from customhouse.cli.options import format_option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from customhouse.publishing.export import Format
    from customhouse.publishing.installed import Standing

PASSPHRASE = "CUSTOMHOUSE_KEY_PASSPHRASE"  # noqa: S105  the name of a variable
"""The environment variable that gives the passphrase where nobody can be asked."""

_FORMATS = ("datapackage", "csv", "jsonld", "parquet", "sqlite")


@contextmanager
def _refusals() -> Iterator[None]:
    """Show every reason of a refusal, a line each, and leave with exit code 2."""
    from customhouse.reference.tables import PackError
    from customhouse.report.passage import plain

    try:
        yield
    except PackError as error:
        for problem in error.problems:
            click.echo(plain(f"customhouse: {' '.join(str(problem).split())}"), err=True)
        raise click.exceptions.Exit(BAD_USE) from None


@click.command()
@click.argument("name", metavar="NAME")
@click.option("--passphrase", is_flag=True, help=f"Encrypt it; asks, or takes {PASSPHRASE}.")
def keygen(name: str, passphrase: bool) -> None:
    """Make a pair of keys: NAME.key signs and stays secret, NAME.pub is given to all."""
    from customhouse.publishing import signing

    secret, public = Path(f"{name}.key"), Path(f"{name}.pub")
    words = _new_passphrase() if passphrase else ""
    key = signing.generate()
    for path, data, mode in (
        (secret, signing.private_pem(key, words), 0o600),
        (public, signing.public_pem(key.public_key()), 0o644),
    ):
        _write_new(path, data, mode)
    click.echo(f"{secret}: keep it secret and safe\n{public}: give it to those who install")
    click.echo(f"fingerprint: {signing.fingerprint(key.public_key())}")


@click.command()
@click.argument("folder", metavar="FOLDER")
@click.option("--key", required=True, metavar="KEY", help="The private key that signs.")
@click.option("--output", metavar="FILE", help="Default: <name>-<version>.chpack, here.")
def build(folder: str, key: str, output: str | None) -> None:
    """Seal the pack in FOLDER in one signed file.

    The pack is verified first, next to the packs in use. The same files and key give the same
    bytes.
    """
    import hashlib

    from customhouse.publishing import bundle
    from customhouse.publishing.installed import check_beside, installation
    from customhouse.reference.pack import load_pack

    if not Path(folder).is_dir():
        raise Fault(folder, "there is no such folder", "Name the folder of a pack.")
    with _refusals():
        private = _private_key(key)
        check_beside(load_pack(Path(folder)), installation().packs())
        pack, data = bundle.build(Path(folder), private)
    target = Path(output or bundle.file_name(pack))
    _write_file(target, data)
    click.echo(f"{pack.label}: {len(data)} bytes, written to {target}")
    click.echo(f"SHA-256: {hashlib.sha256(data).hexdigest()}")


@click.command()
@click.argument("key", required=False, metavar="[KEY.pub]")
@click.option("--list", "listing", is_flag=True, help="List the trusted keys.")
@click.option("--remove", metavar="FINGERPRINT", help="Trust this key no more.")
def trust(key: str | None, listing: bool, remove: str | None) -> None:
    """Trust the key in KEY.pub: packs that it signed may be installed.

    Compare the fingerprint with its owner's, by another way than the file came.
    """
    from customhouse.publishing.installed import installation

    if sum((key is not None, listing, remove is not None)) != 1:
        raise Fault("packs trust", "give one of KEY.pub, --list and --remove", "See --help.")
    with _refusals():
        folder = installation().trust
        if key is not None:
            click.echo(f"trusted: {folder.add(_contents(key), key)}")
        elif remove is not None:
            click.echo(f"no longer trusted: {folder.remove(remove)}")
            click.echo("Packs that it signed stay in use; see 'customhouse packs installed'.")
        else:
            for fingerprint in sorted(folder.keys()):
                click.echo(fingerprint)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def install(files: tuple[str, ...]) -> None:
    """Install packs from bundles, without a network; all of them or none.

    The signature, hashes, form and facts are checked first. A bundle that is refused changes
    nothing.
    """
    from customhouse.publishing.installed import installation

    here = installation()
    with _refusals():
        fresh = here.install({file: _contents(file) for file in files})
    for pack in fresh:
        use = "is in use" if pack.name in here.always else "is used where it is asked for"
        click.echo(f"{pack.label} {use}: law as of {pack.valid_from}")
    if not fresh:
        click.echo("in use already; nothing was changed")


@click.command()
@click.argument("name")
def rollback(name: str) -> None:
    """Go back to the version of pack NAME before the one in use."""
    from customhouse.publishing.installed import installation

    with _refusals():
        label = installation().rollback(name)
    click.echo(f"{label} is in use" if label else f"{name} is no longer in use")


@click.command()
@format_option
def installed(form: str) -> None:
    """List which version of each pack is in use, and where it came from."""
    from customhouse.cli.output import json_bytes, write_bytes
    from customhouse.publishing.installed import installation

    with _refusals():
        here = installation()
        standings = here.standings()
        here.check()
    if form == "json":
        write_bytes(json_bytes(standings))
        return
    for one in standings:
        click.echo(_line(one))


@click.command()
@click.argument("name")
@click.option("--format", "form", type=click.Choice(_FORMATS), required=True, help="The form.")
@click.option(
    "--output", required=True, metavar="PATH", help="A new folder; a file for jsonld and sqlite."
)
def export(name: str, form: "Format", output: str) -> None:
    """Write pack NAME in a form that other software reads.

    NAME is a pack in use, or a folder. The same pack gives the same bytes.
    """
    from customhouse.publishing.export import export as exported
    from customhouse.publishing.installed import installation
    from customhouse.publishing.memory import read_pack_files

    with _refusals():
        here = installation()
        known = {one.name for one in here.standings() if one.in_use}
        folder = Path(name) if name not in known and Path(name).is_dir() else here.folder_of(name)
        data = exported(read_pack_files(folder), form)
    if isinstance(data, bytes):
        _write_file(Path(output), data)
    else:
        _write_folder(Path(output), data)
    click.echo(f"{name} written to {output}")


COMMANDS: tuple[click.Command, ...] = (build, keygen, trust, install, rollback, installed, export)
"""What `customhouse packs` gains by this module."""


def _line(one: "Standing") -> str:
    if not one.in_use:
        line = f"{one.name}: not in use"
    elif not one.installed:
        line = f"{one.name}@{one.in_use}: came with customhouse"
    else:
        line = f"{one.name}@{one.in_use}: installed"
    if one.before:
        line += f", after {', '.join(one.before)}"
    if one.withdrawn:
        line += f", rolled back from {', '.join(one.withdrawn)}"
    if one.shipped_is_newer:
        line += (
            f"; {one.shipped} came with customhouse and is newer: install it as a bundle, or "
            f"go back to it with 'customhouse packs rollback {one.name}'"
        )
    return line


def _contents(file: str) -> bytes:
    """The bytes of a bundle or key. Raises `Fault` when they cannot be read."""
    from customhouse.publishing.installed import read_bundle

    try:
        return read_bundle(Path(file))
    except OSError as error:
        raise Fault.of_system(error, file, "Check its name and that you may read it.") from None


def _private_key(file: str) -> "Ed25519PrivateKey":
    from customhouse.publishing import signing

    data = _contents(file)
    try:
        return signing.read_private(data, file, os.environ.get(PASSPHRASE, ""))
    except signing.PassphraseError:
        words = click.prompt(f"Passphrase of {file}", hide_input=True, err=True)
        return signing.read_private(data, file, words)


def _new_passphrase() -> str:
    given: str = os.environ.get(PASSPHRASE, "") or click.prompt(
        "Passphrase", hide_input=True, confirmation_prompt=True, err=True
    )
    return given


def _write_file(path: Path, data: bytes) -> None:
    """Write a file in one step, over an older one. Raises `Fault` when it cannot be written."""
    from customhouse.publishing import durable

    try:
        durable.write(path, data)
    except OSError as error:
        raise Fault.of_system(error, str(path), "Write it somewhere else.") from None


def _write_new(path: Path, data: bytes, mode: int) -> None:
    """Write a file that only its owner may read from its first moment. Never over another."""
    try:
        with open(path, "xb", opener=_opener(mode)) as file:
            file.write(data)
    except FileExistsError:
        raise Fault(str(path), "there is such a file already", "Give another name.") from None
    except OSError as error:
        raise Fault.of_system(error, str(path), "Write it somewhere else.") from None


def _opener(mode: int) -> Callable[[str, int], int]:
    return lambda path, flags: os.open(path, flags, mode)


def _write_folder(folder: Path, files: "Mapping[str, bytes]") -> None:
    """Write a new folder, which appears only once it is whole."""
    import tempfile

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Fault(str(folder), "it is there already", "Name a new folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(
        dir=folder.parent, prefix=f".{folder.name}.", ignore_cleanup_errors=True
    ) as part:
        whole = Path(part) / "whole"
        whole.mkdir()
        for name, data in files.items():
            (whole / name).write_bytes(data)
        if folder.exists():
            folder.rmdir()
        whole.rename(folder)
