"""The states of a case and who may move it, as data: `moves.json`.

No move is made by time: silence never releases, and a clock that has run out only tells. A
release takes two persons, of whom one proposes and another confirms. What is confirmed is what
was proposed: when something was added since that bears on it (a fact, a correction, a screening,
a question or its answer), the release is declined and proposed again.
"""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

import msgspec

from customhouse.accounts.actor import Actor
from customhouse.accounts.permissions import Role
from customhouse.coordination.case import Case, shaken
from customhouse.coordination.entries import Answered, Asked, Screened
from customhouse.coordination.following import says_something
from customhouse.coordination.restated import ABOUT_PAPERS, results_of

State = Literal[
    "open",
    "inspection",
    "held",
    "referred",
    "release_proposed",
    "released",
    "refused",
    "take_back",
    "seized",
    "closed",
]
Need = Literal[
    "reason",
    "evidence",
    "open_question",
    "no_open_question",
    "nothing_unknown",
    "another_person",
    "nothing_new",
    "no_running_clock",
]
STATES: tuple[State, ...] = get_args(State)
START: State = "open"
IN_THE_FORM: frozenset[Need] = frozenset({"reason", "evidence"})
"""What the form of a move asks for; all else has to be there before."""


class Move(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row: from which states to which, by whom, and what has to be there."""

    move: str
    title: str
    sources: tuple[State, ...] = msgspec.field(name="from")
    to: State
    roles: tuple[Role, ...]
    needs: tuple[Need, ...]


class MoveError(ValueError):
    """A move that cannot be made; `unmet` names what is not there, empty for a wrong state."""

    def __init__(self, problem: str, unmet: tuple[Need, ...] = ()):
        super().__init__(problem)
        self.unmet = unmet


@cache
def moves() -> Mapping[str, Move]:
    """All moves by name."""
    data = files("customhouse.coordination").joinpath("moves.json").read_bytes()
    return {row.move: row for row in msgspec.json.decode(data, type=list[Move])}


def possible(case: Case, actor: Actor) -> list[Move]:
    """The moves from the state of the case that the actor's roles allow, met or not."""
    return [
        move
        for move in moves().values()
        if case.state in move.sources and not actor.roles.isdisjoint(move.roles)
    ]


def unmet(
    move: Move, case: Case, actor: Actor, reason: str, evidence: tuple[int, ...]
) -> tuple[Need, ...]:
    """What the move needs and is not there."""
    return tuple(need for need in move.needs if not _MET[need](case, actor, reason, evidence))


def check(name: str, case: Case, actor: Actor, reason: str, evidence: tuple[int, ...]) -> Move:
    """The move, when it can be made now by this actor. Raises `MoveError`."""
    move = moves().get(name)
    if move is None:
        raise MoveError(f"there is no move {name}")
    if case.state not in move.sources:
        raise MoveError(f"a case that is {case.state} cannot be moved so")
    if actor.roles.isdisjoint(move.roles):
        raise MoveError(f"this takes the role {' or '.join(move.roles)}")
    if not set(evidence) <= set(case.evidence):
        problem = "the evidence names an entry that is not there, or that is no evidence"
        raise MoveError(problem, ("evidence",))
    missing = unmet(move, case, actor, reason, evidence)
    if missing:
        raise MoveError(f"it needs: {', '.join(missing)}", missing)
    return move


def _nothing_unknown(case: Case) -> bool:
    """The latest screening tells everything, and rests on nothing that has changed since.

    A result with facts or an answer on a paper that it could not know asks for another, and so
    does a correction of what led to it.
    """
    screenings = case.every(Screened)
    if not screenings:
        return False
    number, latest = screenings[-1]
    told = max(_to_be_screened(case), default=0)
    return not latest.missing and told < number and number not in shaken(case)


def _to_be_screened(case: Case) -> list[int]:
    """The evidence that changes a declaration."""
    papers = {asked.referral for _, asked in case.every(Asked) if asked.question in ABOUT_PAPERS}
    answers = [n for n, answered in case.every(Answered) if answered.referral in papers]
    return [*answers, *(number for number, _ in results_of(case))]


def _another_person(case: Case, actor: Actor) -> bool:
    """Who made the latest move is another account of the actor's own organisation.

    Whether two accounts are one person is for who gives the accounts to see.
    """
    by = case.moved_by
    return (
        by is not None
        and by.user_id is not None
        and by.organisation_id == actor.organisation_id
        and by.user_id != actor.user_id
    )


_MET: Mapping[Need, Callable[[Case, Actor, str, tuple[int, ...]], bool]] = {
    "reason": lambda _case, _actor, reason, _evidence: says_something(reason),
    "evidence": lambda _case, _actor, _reason, evidence: bool(evidence),
    "open_question": lambda case, _actor, _reason, _evidence: bool(case.open_questions),
    "no_open_question": lambda case, _actor, _reason, _evidence: not case.open_questions,
    "nothing_unknown": lambda case, _actor, _reason, _evidence: _nothing_unknown(case),
    "another_person": lambda case, actor, _reason, _evidence: _another_person(case, actor),
    "nothing_new": lambda case, _actor, _reason, _evidence: not case.news,
    "no_running_clock": lambda case, _actor, _reason, _evidence: not case.running_clocks,
}
