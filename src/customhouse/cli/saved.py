"""`customhouse replay` and `customhouse reopen`: screenings that were saved, looked at again.

Only click is imported at the top: the rest is loaded by the command that needs it.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from customhouse.cli.door import BAD_USE, Fault
from customhouse.cli.law_changes import before, in_order
from customhouse.cli.options import day_of, format_option
from customhouse.cli.output import json_bytes, standard_output, write_bytes, write_text

if TYPE_CHECKING:
    from customhouse.declarations.declaration import Declaration
    from customhouse.desk import Desk
    from customhouse.reference.pack import Pack
    from customhouse.saved.record import SavedScreening
    from customhouse.saved.replay import Replayed
    from customhouse.screening.finding import Assessment

DIFFERS = 1
"""The exit code when a replayed answer is another; nothing to replay it with is `BAD_USE`."""

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_VERDICTS = {
    "same": "the same answer, byte for byte",
    "differs": "ANOTHER ANSWER",
    "packs_not_at_hand": "NOT REPLAYED, the packs are not at hand",
    "unreadable": "NOT REPLAYED, the file cannot be used",
}


def save(
    folder: str, declarations: "Sequence[Declaration]", assessments: "Sequence[Assessment]"
) -> None:
    """Keep each screening in a folder and say on standard error how many are new.

    Raises `Fault` when one cannot be kept.
    """
    from customhouse.saved.folder import keep
    from customhouse.saved.record import SavedError, SavedScreening, file_name

    today = datetime.date.today()
    new = 0
    for declaration, assessment in zip(declarations, assessments, strict=True):
        saved = SavedScreening(declaration=declaration, assessment=assessment, saved_on=today)
        try:
            _, kept = keep(Path(folder), saved)
        except SavedError as error:
            place = str(Path(folder, file_name(saved)))
            raise Fault(place, error.problem, "Move that file away, or name another folder.") from (
                None
            )
        except OSError as error:
            raise Fault.of_system(error, folder, "Name a folder that you may write to.") from None
        new += kept == "new"
    there = len(assessments) - new
    click.echo(f"Saved in {folder}: {new} new, {there} there already.", err=True)


@click.command()
@click.argument("place", type=click.Path(exists=True, path_type=Path), metavar="FILE|FOLDER")
@click.option(
    "--packs",
    "folders",
    type=_FOLDER,
    multiple=True,
    metavar="FOLDER",
    help="A pack of the version that was used, in place of the one that comes with customhouse.",
)
@format_option
@click.pass_context
def replay(context: click.Context, place: Path, folders: tuple[Path, ...], form: str) -> None:
    """Screen saved declarations again, with the same packs and day, and compare the answers.

    Exit codes: 0 every answer is the same byte for byte, 1 one differs, 2 one could not be
    replayed.
    """
    from customhouse.saved.folder import contents

    desks = _Desks(_packs_in(folders))
    results = [_replayed(file, data, desks) for file, data in contents(place)]
    if not results:
        raise Fault(str(place), "no saved screening is in it", "Save some with 'screen --save'.")
    if form == "json":
        write_bytes(json_bytes(results))
    else:
        for result in results:
            name = (
                f"{result.file} ({result.declaration_id})"
                if result.declaration_id
                else (result.file)
            )
            _line(f"{name}: {_VERDICTS[result.verdict]}")
            for why in result.why:
                _line(f"    {why}")
    verdicts = {result.verdict for result in results}
    if verdicts & {"packs_not_at_hand", "unreadable"}:
        context.exit(BAD_USE)
    context.exit(DIFFERS if "differs" in verdicts else 0)


@click.command()
@click.argument("folder", type=click.Path(exists=True, path_type=Path), metavar="FOLDER")
@click.option("--from", "start", metavar="DATE", callback=day_of, help="First day of the span.")
@click.option(
    "--to",
    "end",
    metavar="DATE",
    callback=day_of,
    help="Last day of the span; the law of this day gives the new answer.",
)
@click.option(
    "--old",
    type=_FOLDER,
    multiple=True,
    metavar="PACKFOLDER",
    help="The pack as it was when the screenings were answered.",
)
@click.option(
    "--new", type=_FOLDER, multiple=True, metavar="PACKFOLDER", help="The pack as it is now."
)
@format_option
def reopen(
    folder: Path,
    start: datetime.date | None,
    end: datetime.date | None,
    old: tuple[Path, ...],
    new: tuple[Path, ...],
    form: str,
) -> None:
    """List saved screenings that a change touches, with the answer then and now.

    With --from and --to: what the dates in the packs say changed from one day to the other,
    both included. With --old and --new: what differs between two versions of a pack; the new
    answer is then under the law of the screening's own day, or of --to. Other packs are those
    that come with customhouse.
    """
    from customhouse.saved.reopen import reopen_by_dates, reopen_by_packs, together

    by_packs = bool(old or new)
    if by_packs and (start is not None or not (old and new)):
        raise Fault("reopen", "one of --old and --new is missing, or --from is given too", _HOW)
    if not by_packs and (start is None or end is None):
        raise Fault("reopen", "neither a span of time nor two packs are given", _HOW)
    groups = _by_packs(_screenings(folder))
    desks = _Desks(_packs_in(new))
    if by_packs:
        before_them = {pack.name: pack for pack in _packs_in(old)}
        _same_packs(before_them.keys(), {pack.name for pack in _packs_in(new)})
        span = "from one version of the packs to the other"
        parts = [
            reopen_by_packs(group, _former(before_them, desks.of(names)), desks.of(names), end)
            for names, group in groups.items()
        ]
    else:
        assert start is not None and end is not None  # noqa: S101
        in_order(start, end)
        span = f"of law from {start} to {end}"
        parts = [
            reopen_by_dates(group, desks.of(names), before(start), end)
            for names, group in groups.items()
        ]
    found = together(parts)
    if form == "json":
        write_bytes(json_bytes(found))
        return
    from customhouse.report.law import render_reopening

    write_text(render_reopening(found, span, **standard_output()._asdict()))


_HOW = "Give --from and --to, or --old and --new."


class _Desks:
    """A desk for each set of packs that screenings were answered with, built once.

    Packs given as folders stand in place of those in use on this machine.
    """

    def __init__(self, instead: "Iterable[Pack]"):
        self._instead = {pack.name: pack for pack in instead}
        self._desks: dict[tuple[str, ...], Desk] = {}

    def of(self, names: Iterable[str]) -> "Desk":
        """The desk with the packs that are always in use, and those named that are at hand."""
        from customhouse.reference.pack import LAYERS, OPTIONAL

        known = frozenset((*LAYERS, *OPTIONAL)) - self._instead.keys()
        more = tuple(name for name in names if name in known)
        if more not in self._desks:
            self._desks[more] = self._build(more)
        return self._desks[more]

    def _build(self, more: Sequence[str]) -> "Desk":
        from customhouse.cli.desk import desk
        from customhouse.desk import Desk

        in_use = desk(more)
        if not self._instead:
            return in_use
        packs = {pack.name: pack for pack in in_use.library.packs} | self._instead
        return Desk(tuple(packs.values()))


def _replayed(file: str, data: bytes, desks: _Desks) -> "Replayed":
    from customhouse.saved.record import SavedError, decode
    from customhouse.saved.replay import replay

    try:
        names: Iterable[str] = decode(data).assessment.packs
    except SavedError:
        names = ()
    return replay(file, data, desks.of(names))


def _screenings(place: Path) -> "list[tuple[str, SavedScreening]]":
    """All saved screenings of a folder. Raises `Fault` for a file that is none, or for none."""
    from customhouse.saved.folder import contents
    from customhouse.saved.record import SavedError, decode

    found = []
    for file, data in contents(place):
        try:
            found.append((file, decode(data)))
        except SavedError as error:
            raise Fault(file, error.problem, "Move it out of the folder.") from None
    if not found:
        raise Fault(str(place), "no saved screening is in it", "Save some with 'screen --save'.")
    return found


def _by_packs(
    screenings: "Iterable[tuple[str, SavedScreening]]",
) -> "Mapping[tuple[str, ...], list[tuple[str, SavedScreening]]]":
    groups: dict[tuple[str, ...], list[tuple[str, SavedScreening]]] = {}
    for file, saved in screenings:
        groups.setdefault(tuple(saved.assessment.packs), []).append((file, saved))
    return groups


def _packs_in(folders: Sequence[Path]) -> "Sequence[Pack]":
    """The packs of folders; a folder without a manifest holds packs in folders of its own."""
    from customhouse.reference.pack import MANIFEST, load_packs

    found: list[Path] = []
    for folder in folders:
        inner = sorted(path.parent for path in folder.glob(f"*/{MANIFEST}"))
        if (folder / MANIFEST).exists() or not inner:
            found.append(folder)
        else:
            found += inner
    return load_packs(found)


def _former(old: "Mapping[str, Pack]", desk: "Desk") -> "list[Pack]":
    """The packs as they were: the old ones, and for the rest those of the desk."""
    return [old.get(pack.name, pack) for pack in desk.library.packs]


def _same_packs(old: Iterable[str], new: Iterable[str]) -> None:
    alone = sorted(set(old) ^ set(new))
    if alone:
        raise Fault(
            "--old and --new",
            f"{', '.join(alone)} is on one side only",
            "Give two versions of the same pack.",
        )


def _line(text: str) -> None:
    from customhouse.report.passage import plain

    write_text(plain(text) + "\n")
