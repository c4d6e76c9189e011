"""Open a case, add to it, move it, find it again.

Everything that is added is asked for with the number of the last entry that its author has
seen: when somebody else added something meanwhile, `ConflictError` tells what.
"""

import uuid
from collections.abc import Sequence

from sqlalchemy import Connection

from customhouse.accounts.actor import Actor
from customhouse.coordination import moves
from customhouse.coordination.case import Case, CaseError, case_of
from customhouse.coordination.entries import (
    AnyBody,
    Author,
    Corrected,
    Entry,
    Fact,
    Moved,
    Opened,
    Said,
    Screened,
)
from customhouse.coordination.following import may_follow, says_something
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.store import audit, cases, organisations, screenings
from customhouse.store.cases import CaseFilter, CaseLine, CasePlace, ConflictError
from customhouse.store.screenings import Kept

LONGEST_TITLE = 200
LONGEST_NUMBER = 40


def open_case(
    context: Context,
    actor: Actor,
    *,
    number: str,
    title: str,
    screening: uuid.UUID | None = None,
    told: Sequence[Fact] = (),
    linked: uuid.UUID | None = None,
    answers: uuid.UUID | None = None,
) -> uuid.UUID:
    """Open a case by hand, or from a kept screening that the actor may see.

    `told` are its first facts, written with the opening or not at all. `linked` and `answers` are
    those of `Opened`, for a reply to another installation: `replies` checks them.

    Raises `DeniedError`, `CaseError`, and `NotFoundError` for a screening out of sight.
    """
    actor.require("cases.open")
    number, title = " ".join(number.split()), " ".join(title.split())
    if not (len(number) <= LONGEST_NUMBER and says_something(number)):
        raise CaseError(f"the number has 1 to {LONGEST_NUMBER} characters")
    if not (len(title) <= LONGEST_TITLE and says_something(title)):
        raise CaseError(f"the title has 1 to {LONGEST_TITLE} characters")
    if "\0" in number + title:
        raise CaseError("the number or the title has a sign that cannot be kept")
    now = context.now()
    key = uuid.uuid4()
    with context.store.writing() as connection:
        kept = _screening(context, connection, actor, screening) if screening else None
        if cases.number_taken(connection, actor.organisation_id, number):
            raise CaseError(f"there is a case {number} already")
        author = author_of(connection, actor)
        opened = Opened(
            number=number, title=title, screening=screening, linked=linked, answers=answers
        )
        entry = cases.create(connection, actor, author, key, opened, now)
        entries = [entry]
        if kept is not None:
            entries.append(cases.add(connection, case_of(entries), author, screened(kept), now))
        audit.record(connection, actor, now, "case.opened", f"case:{key}")
        append(context, connection, actor, case_of(entries), told)
    return key


def get(context: Context, actor: Actor, key: uuid.UUID) -> Case:
    """A case whole. Raises `NotFoundError` for one that the actor may not see."""
    with context.store.reading() as connection:
        return _seen(connection, actor, key)


def history(
    context: Context,
    actor: Actor,
    asked: CaseFilter,
    *,
    after: CasePlace | None = None,
    limit: int = 25,
) -> tuple[list[CaseLine], CasePlace | None]:
    """The cases that the actor may see, what changed last first."""
    with context.store.reading() as connection:
        return cases.page(connection, actor, asked, after=after, limit=limit)


def tell(
    context: Context,
    actor: Actor,
    key: uuid.UUID,
    seen: int,
    told: Sequence[Fact | Said],
) -> list[Entry]:
    """Add facts and messages within the own organisation, all or none.

    What is said to somebody asked, or put into another language, is told by `answers`. Raises
    `DeniedError`, `NotFoundError`, `CaseError` and `ConflictError`.
    """
    if not all(isinstance(body, Fact | Said) for body in told):
        raise CaseError("only facts and messages are told")
    if any(isinstance(body, Said) and body.referral is not None for body in told):
        raise CaseError("answer in the thread of the question")
    return _append(context, actor, key, seen, told)


def attach(
    context: Context, actor: Actor, key: uuid.UUID, seen: int, screening: uuid.UUID
) -> Entry:
    """Give a case that was opened by hand the kept screening of its declaration.

    A case has one declaration: once it is screened, `rescreen` screens it again. Raises what
    `tell` raises, and `NotFoundError` for a screening that the actor may not see.
    """
    actor.require("cases.write")
    with context.store.writing() as connection:
        case = current(connection, actor, key, seen)
        if case.screened is not None:
            raise CaseError("the case has a screening: screen it again for a reason")
        kept = _screening(context, connection, actor, screening)
        return append(context, connection, actor, case, [screened(kept)])[0]


def correct(
    context: Context,
    actor: Actor,
    key: uuid.UUID,
    seen: int,
    correction: Corrected,
) -> Entry:
    """Put a fact right, or take it back. Nothing is deleted: both stay in the case."""
    return _append(context, actor, key, seen, [correction])[0]


def move(
    context: Context,
    actor: Actor,
    key: uuid.UUID,
    seen: int,
    name: str,
    reason: str,
    evidence: tuple[int, ...] = (),
) -> Entry:
    """Move the case to another state. Raises `MoveError` and what `tell` raises."""
    actor.require("cases.write")
    now = context.now()
    with context.store.writing() as connection:
        case = current(connection, actor, key, seen)
        made = moves.check(name, case, actor, reason, evidence)
        body = Moved(move=name, to=made.to, reason=reason.strip(), evidence=evidence)
        entry = cases.add(connection, case, author_of(connection, actor), body, now)
        detail = {"move": name, "to": made.to}
        audit.record(connection, actor, now, "case.moved", f"case:{key}", detail)
    return entry


def _append(
    context: Context, actor: Actor, key: uuid.UUID, seen: int, bodies: Sequence[AnyBody]
) -> list[Entry]:
    actor.require("cases.write")
    with context.store.writing() as connection:
        case = current(connection, actor, key, seen)
        return append(context, connection, actor, case, bodies)


def append(
    context: Context,
    connection: Connection,
    actor: Actor,
    case: Case,
    bodies: Sequence[AnyBody],
) -> list[Entry]:
    """Add entries within a transaction, each checked against those before. Raises `CaseError`."""
    now = context.now()
    author = author_of(connection, actor)
    written: list[Entry] = []
    for body in bodies:
        may_follow(case, body)
        entry = cases.add(connection, case, author, body, now)
        written.append(entry)
        case = case_of([*case.entries, entry])
        kind = str(body.__struct_config__.tag)
        detail = {"kind": kind, "entry": str(entry.sequence)}
        audit.record(connection, actor, now, "case.entry", f"case:{case.id}", detail)
    return written


def current(connection: Connection, actor: Actor, key: uuid.UUID, seen: int) -> Case:
    """The actor's own case, as it was seen. Raises `NotFoundError` and `ConflictError`.

    Who may only read it, as an auditor of the State, adds nothing.
    """
    case = _seen(connection, actor, key)
    if cases.owner(connection, key) != actor.organisation_id:
        raise NotFoundError
    if case.last.sequence != seen:
        raise ConflictError(tuple(e for e in case.entries if e.sequence > seen))
    return case


def author_of(connection: Connection, actor: Actor) -> Author:
    """The actor as the author of an entry."""
    home = organisations.get(connection, actor.organisation_id)
    return Author(
        via="account",
        name=actor.name,
        iso3=actor.iso3,
        user_id=actor.user_id,
        organisation_id=actor.organisation_id,
        organisation=home.name if home else "",
    )


def screened(kept: Kept, because: tuple[int, ...] = ()) -> Screened:
    """A kept screening as an entry. What a finding cannot tell for want of a fact is missing."""
    assessment = kept.saved.assessment
    unknown = {
        finding.provision
        for item in assessment.items
        for finding in item.findings
        if finding.applies == "unknown"
    }
    return Screened(
        screening=kept.line.id,
        outcome=assessment.outcome,
        missing=tuple(sorted(unknown)),
        because=because,
    )


def _seen(connection: Connection, actor: Actor, key: uuid.UUID) -> Case:
    case = cases.get(connection, actor, key)
    if case is None:
        raise NotFoundError
    return case


def _screening(context: Context, connection: Connection, actor: Actor, key: uuid.UUID) -> Kept:
    kept = screenings.get(connection, actor, context.now(), key)
    if kept is None:
        raise NotFoundError
    return kept
