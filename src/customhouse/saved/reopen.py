"""Saved screenings that a change of the law touches, with the answer then and now."""

import datetime
from collections.abc import Iterable, Sequence

import msgspec

from customhouse.desk import Desk
from customhouse.reference.changes import LawChange, changes_between
from customhouse.reference.compare import Touched, compare, touched
from customhouse.reference.explain import explain
from customhouse.reference.names import Names
from customhouse.reference.pack import SOURCES, Pack
from customhouse.saved.basis import RowKeys, basis, why_touched
from customhouse.saved.differences import differences
from customhouse.saved.record import SavedScreening
from customhouse.screening.finding import Outcome


class Touch(msgspec.Struct, frozen=True, kw_only=True):
    """A change that touches an answer; `day` is absent for a change of a pack."""

    words: str
    because: str
    day: datetime.date | None = None
    row: str = ""
    confidence: str = ""


class Reopened(msgspec.Struct, frozen=True, kw_only=True):
    """A saved screening to look at again.

    `then` was the answer under the law of `as_of`, `now` is that under the law of `now_as_of`.
    `differences` are empty when nothing but the law's words changed.
    """

    file: str
    declaration_id: str
    saved_on: datetime.date
    as_of: datetime.date
    now_as_of: datetime.date
    then: Outcome
    now: Outcome
    changes: tuple[Touch, ...]
    differences: tuple[str, ...]


class Reopening(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a whole folder.

    `reopened` are the screenings that a change touches, those whose answer differs first.
    `otherwise` are screenings that no change touches and that would be answered in another way
    all the same: a paper ran out meanwhile, or the packs differ in more than was asked about.
    `unresolved` names packs whose rows are cited and were not at hand: there, rows could not be
    compared, and entries, rules and States alone were.
    """

    looked_at: int
    reopened: tuple[Reopened, ...]
    otherwise: tuple[Reopened, ...]
    unresolved: tuple[str, ...]


class _Watch(msgspec.Struct, frozen=True, kw_only=True):
    """A change and what it bears on."""

    convention: str
    touched: Touched
    words: str
    day: datetime.date | None = None
    row: str = ""
    confidence: str = ""


def together(parts: Iterable[Reopening]) -> Reopening:
    """Several reopenings as one, for screenings that were answered with different layers."""
    parts = tuple(parts)
    return Reopening(
        looked_at=sum(part.looked_at for part in parts),
        reopened=tuple(sorted((r for p in parts for r in p.reopened), key=_urgency)),
        otherwise=tuple(sorted((r for p in parts for r in p.otherwise), key=_urgency)),
        unresolved=tuple(sorted({label for part in parts for label in part.unresolved})),
    )


Named = tuple[str, SavedScreening]
"""A screening with the name of its file."""


def reopen_by_dates(
    screenings: Iterable[Named], desk: Desk, start: datetime.date, end: datetime.date
) -> Reopening:
    """The screenings touched by what became law after `start` and until `end`.

    A screening knew the law of its own day, so only what came later touches it. It is answered
    anew under the law of `end`.
    """
    packs = desk.library.packs
    keys = RowKeys(packs)
    watches = [_of_law(change, keys) for change in changes_between(packs, start, end)]
    return _reopen(screenings, desk, keys, watches, end)


def reopen_by_packs(
    screenings: Iterable[Named],
    old: Sequence[Pack],
    desk: Desk,
    end: datetime.date | None = None,
) -> Reopening:
    """The screenings touched by what differs between the packs `old` and those of the desk.

    Packs are compared by name; one that is only on one side is not. Each screening is answered
    anew under the law of its own day, or of `end` when that is given.
    """
    before = {pack.name: pack for pack in old}
    watches: list[_Watch] = []
    for new in desk.library.packs:
        if new.name not in before:
            continue
        names = Names((before[new.name], *desk.library.packs))
        watches += [
            _Watch(
                convention=change.convention or new.name,
                touched=touched((change,)),
                words=explain(change, names),
            )
            for change in compare(before[new.name], new)
            if change.table != SOURCES
        ]
    return _reopen(screenings, desk, RowKeys(old), watches, end)


def _of_law(change: LawChange, keys: RowKeys) -> _Watch:
    key = keys.of(change.row)
    return _Watch(
        convention=change.convention,
        touched=Touched(
            refs=frozenset(change.refs),
            rows=frozenset((key,) if key else ()),
            states=frozenset(change.states),
        ),
        words=change.words,
        day=change.day,
        row=change.row,
        confidence=change.confidence,
    )


def _reopen(
    screenings: Iterable[Named],
    desk: Desk,
    keys: RowKeys,
    watches: Sequence[_Watch],
    end: datetime.date | None,
) -> Reopening:
    reopened: list[Reopened] = []
    otherwise: list[Reopened] = []
    unresolved: set[str] = set()
    looked_at = 0
    for file, saved in screenings:
        looked_at += 1
        on = basis(saved, desk, keys)
        unresolved.update(on.unresolved)
        day = saved.assessment.as_of
        touches = tuple(
            Touch(
                words=watch.words,
                because=because,
                day=watch.day,
                row=watch.row,
                confidence=watch.confidence,
            )
            for watch in watches
            if (watch.day is None or watch.day > day)
            and (because := why_touched(watch.touched, watch.convention, on))
        )
        again = _again(file, saved, desk, touches, max(day, end or day))
        if touches:
            reopened.append(again)
        elif again.differences:
            otherwise.append(again)
    return Reopening(
        looked_at=looked_at,
        reopened=tuple(sorted(reopened, key=_urgency)),
        otherwise=tuple(sorted(otherwise, key=_urgency)),
        unresolved=tuple(sorted(unresolved)),
    )


def _again(
    file: str,
    saved: SavedScreening,
    desk: Desk,
    touches: tuple[Touch, ...],
    day: datetime.date,
) -> Reopened:
    then = saved.assessment
    now = desk.screen(saved.declaration, day, then.notes)
    return Reopened(
        file=file,
        declaration_id=saved.declaration.id,
        saved_on=saved.saved_on,
        as_of=then.as_of,
        now_as_of=day,
        then=then.outcome,
        now=now.outcome,
        changes=touches,
        differences=differences(then, now),
    )


def _urgency(one: Reopened) -> tuple[bool, bool, str]:
    """Another answer comes first, then other findings."""
    return one.then == one.now, not one.differences, one.file
