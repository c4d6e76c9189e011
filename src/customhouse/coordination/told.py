"""A case with what was screened in it: what statistics, networks and hit rates are made of."""

import datetime

import msgspec

from customhouse.coordination.case import Case
from customhouse.coordination.entries import Answered, Asked, Moved, ResultReported, Screened
from customhouse.saved.record import SavedScreening
from customhouse.screening.finding import SEVERITY

FINDS = frozenset({"refused", "take_back", "seized"})
"""States in which something was found that should not pass."""

_ENDS = FINDS | {"released"}
_CONFIRMING = SEVERITY["hold"]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A case, the screening that it began with and the latest one, where there are any."""

    case: Case
    first: SavedScreening | None = None
    latest: SavedScreening | None = None

    @property
    def opened_at(self) -> datetime.datetime:
        """When the case was opened."""
        return self.case.entries[0].at


def ended_in(case: Case) -> str | None:
    """The state in which a closed case ended before it was closed; `None` for any other."""
    if case.state != "closed":
        return None
    ends = [body.to for _, body in case.every(Moved) if body.to in _ENDS]
    return ends[-1] if ends else None


def is_find(case: Case) -> bool:
    """Whether a closed case led to a find.

    It ended refused, seized or taken back; or an authority said that the goods are controlled;
    or the declaration was screened again because of a result or an answer, to hold or refuse.
    """
    return ended_in(case) in FINDS or _said_to_be_controlled(case) or _shown_by_evidence(case)


def _said_to_be_controlled(case: Case) -> bool:
    asked = {b.referral for _, b in case.every(Asked) if b.question == "is_it_controlled"}
    return any(
        body.verdict == "confirmed" and body.referral in asked for _, body in case.every(Answered)
    )


def _shown_by_evidence(case: Case) -> bool:
    evidence = {n for n, body in case.standing.items() if isinstance(body, ResultReported)}
    evidence |= {n for n, b in case.every(Answered) if b.verdict in ("confirmed", "partly")}
    return any(
        SEVERITY[entry.body.outcome] >= _CONFIRMING and not evidence.isdisjoint(entry.body.because)
        for entry in case.entries
        if isinstance(entry.body, Screened)
    )
