"""Screen the declaration of a case again, with what answers and results have shown since."""

import uuid
from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection

from customhouse.accounts.actor import Actor
from customhouse.coordination.case import Case, CaseError, shaken
from customhouse.coordination.entries import Entry, Screened
from customhouse.coordination.restated import Restated, restated
from customhouse.operations import screenings as screening
from customhouse.operations.cases import append, current, screened
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.store import cases, screenings
from customhouse.store.screenings import Kept


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What would be screened. `problem` says in English what is missing, `restated` is `None` then.

    `kept` is the screening that the declaration comes from.
    """

    case: Case
    kept: Kept
    restated: Restated | None
    problem: str = ""


def preview(context: Context, actor: Actor, key: uuid.UUID, items: Mapping[int, int]) -> Preview:
    """What the evidence changes in the declaration; nothing is written.

    `items` says of which item a result is, by the number of its entry. Raises `DeniedError`,
    `NotFoundError`, and `CaseError` for a case without a screening that the actor may see.
    """
    actor.require("cases.write")
    with context.store.reading() as connection:
        case = cases.get(connection, actor, key)
        if case is None or cases.owner(connection, key) != actor.organisation_id:
            raise NotFoundError
        kept = _kept(context, connection, actor, case)
    try:
        made = restated(kept.saved.declaration, case, items)
    except CaseError as error:
        return Preview(case=case, kept=kept, restated=None, problem=str(error))
    return Preview(case=case, kept=kept, restated=made)


def rescreen(
    context: Context, actor: Actor, key: uuid.UUID, seen: int, items: Mapping[int, int]
) -> Entry:
    """Screen again under the law of the same day, keep the answer, and write it into the case.

    Raises what `preview` raises, `ConflictError`, and `CaseError` when there is no evidence.
    """
    actor.require("cases.write")
    with context.store.reading() as connection:
        case = current(connection, actor, key, seen)
        kept = _kept(context, connection, actor, case)
    made = restated(kept.saved.declaration, case, items)
    because = made.because or _taken_back(case)
    if not because:
        raise CaseError("there is no answer on a paper and no result with facts yet")
    [answer] = screening.screen(
        context,
        actor,
        [made.declaration],
        as_of=kept.line.as_of,
        notes=(*kept.saved.assessment.notes, *_notes(made)),
    )
    with context.store.writing() as connection:
        case = current(connection, actor, key, seen)
        again = screenings.get(connection, actor, context.now(), answer.id) if answer.id else None
        if again is None:
            raise NotFoundError
        return append(context, connection, actor, case, [screened(again, because)])[0]


def _taken_back(case: Case) -> tuple[int, ...]:
    """The corrections of what led to the latest screening, when nothing of that is left."""
    latest = max((number for number, _ in case.every(Screened)), default=0)
    return tuple(entry.sequence for entry in shaken(case).get(latest, ()))


def _kept(context: Context, connection: Connection, actor: Actor, case: Case) -> Kept:
    """The latest screening that was not made from the evidence of the case."""
    first = [body for _, body in case.every(Screened) if not body.because]
    if not first:
        raise CaseError("this case was opened without a screening: screen a declaration first")
    kept = screenings.get(connection, actor, context.now(), first[-1].screening)
    if kept is None:
        raise CaseError(
            "you may not see the screening of this case: ask whoever made it, or a supervisor"
        )
    return kept


def _notes(made: Restated) -> list[str]:
    """What was changed, for the reader of the new answer."""
    told = [
        f"{change.fact} of item {change.item} is {change.after}, as a laboratory found."
        for change in made.facts
    ]
    for paper in made.papers:
        name = f"{paper.paper.type} {paper.paper.reference or 'without reference'}"
        if paper.becomes == "left_out":
            told.append(f"{name} does not count: the answer of those asked is {paper.verdict}.")
        elif paper.becomes == "added":
            entries = ", ".join(map(str, paper.because))
            told.append(f"{name} is added: see entry {entries} of the case.")
    return told
