"""Cases and their entries, and who may find them. An entry is written once and never changed."""

import datetime
import uuid
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, insert, or_, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from customhouse.accounts.actor import Actor
from customhouse.coordination.case import Case, CaseError, case_of
from customhouse.coordination.clocks import TELLING
from customhouse.coordination.entries import (
    FIRST,
    AnyBody,
    Author,
    Entry,
    Moved,
    Opened,
    Screened,
    decode,
    encode,
    sealed,
)
from customhouse.store import case_documents, clocks
from customhouse.store.tables import case_entries, cases, organisations


class ConflictError(Exception):
    """Somebody else added to the case meanwhile; `since` are the entries that were not seen."""

    def __init__(self, since: tuple[Entry, ...]):
        super().__init__("the case has changed since it was read")
        self.since = since


class CaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """A case as a list shows it."""

    id: uuid.UUID
    number: str
    title: str
    state: str
    outcome: str | None
    opened_at: datetime.datetime
    changed_at: datetime.datetime
    last_sequence: int
    organisation: str
    iso3: str


class CaseFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which cases are asked for; an empty field asks for nothing."""

    words: str = ""
    states: tuple[str, ...] = ()


class CasePlace(msgspec.Struct, frozen=True):
    """Where a page of the list ends: what changed last comes first."""

    changed_at: datetime.datetime
    id: uuid.UUID


def create(
    connection: Connection,
    actor: Actor,
    author: Author,
    key: uuid.UUID,
    opened: Opened,
    now: datetime.datetime,
) -> Entry:
    """Open a case of the actor's organisation; its number is its own there.

    Raises `CaseError` when the organisation has a case of the number, also since a moment ago.
    """
    entry = sealed(Entry(case=key, sequence=1, at=now, by=author, body=opened, previous=FIRST))
    row = {
        "id": key,
        "organisation_id": actor.organisation_id,
        "iso3": actor.iso3,
        "number": opened.number,
        "title": opened.title,
        "words": f"{opened.number} {opened.title}".casefold(),
        "state": "open",
        "outcome": None,
        "opened_at": now,
        "changed_at": now,
        "last_sequence": 1,
        "last_hash": entry.hash,
    }
    try:
        connection.execute(insert(cases), row)
    except IntegrityError:
        raise CaseError(f"there is a case {opened.number} already") from None
    _write(connection, entry)
    return entry


def add(
    connection: Connection,
    case: Case,
    author: Author,
    body: AnyBody,
    now: datetime.datetime,
) -> Entry:
    """Add an entry after those that `case` was made of.

    Raises `ConflictError` when there are more by now, and `CaseError` for a copy of a case of
    another installation; nothing is written then.
    """
    if case.is_copy:
        raise CaseError("this is a copy of a case of another installation: nothing is added to it")
    entry = sealed(
        Entry(
            case=case.id,
            sequence=case.last.sequence + 1,
            at=now,
            by=author,
            body=body,
            previous=case.last.hash,
        )
    )
    changes: dict[str, Any] = {
        "changed_at": now,
        "last_sequence": entry.sequence,
        "last_hash": entry.hash,
    }
    if isinstance(body, Moved):
        changes["state"] = body.to
    if isinstance(body, Screened):
        changes["outcome"] = body.outcome
    done = connection.execute(
        update(cases)
        .where(cases.c.id == case.id, cases.c.last_hash == case.last.hash)
        .values(**changes)
    )
    if done.rowcount != 1:
        raise ConflictError(entries(connection, case.id, after=case.last.sequence))
    _write(connection, entry)
    case_documents.note(connection, case, entry)
    if isinstance(body, TELLING):
        clocks.project(connection, case_of([*case.entries, entry]))
    return entry


def _write(connection: Connection, entry: Entry) -> None:
    connection.execute(
        insert(case_entries),
        {
            "case_id": entry.case,
            "sequence": entry.sequence,
            "kind": entry.body.__struct_config__.tag,
            "at": entry.at,
            "record": encode(entry),
        },
    )


def entries(connection: Connection, key: uuid.UUID, *, after: int = 0) -> tuple[Entry, ...]:
    """The entries of a case in order, those after a number."""
    rows = connection.execute(
        select(case_entries.c.record)
        .where(case_entries.c.case_id == key, case_entries.c.sequence > after)
        .order_by(case_entries.c.sequence)
    )
    return tuple(decode(row.record) for row in rows)


def visible(actor: Actor) -> ColumnElement[bool]:
    """The cases that the actor may see whole: the organisation's, or the State's, as roles grant.

    Who was asked something sees only what was shared, through the referral.
    """
    grounds: list[ColumnElement[bool]] = []
    if actor.may("cases.read_organisation"):
        grounds.append(cases.c.organisation_id == actor.organisation_id)
    if actor.may("cases.read_state"):
        grounds.append(cases.c.iso3 == actor.iso3)
    return or_(*grounds) if grounds else cases.c.id.is_(None)


def get(connection: Connection, actor: Actor, key: uuid.UUID) -> Case | None:
    """A case that the actor may see whole; `None` for any other, whether there is one or not."""
    found = connection.execute(select(cases.c.id).where(cases.c.id == key, visible(actor))).first()
    return case_of(entries(connection, key), kept_as=key) if found else None


def line(connection: Connection, actor: Actor, key: uuid.UUID) -> CaseLine | None:
    """A case that the actor may see whole, as a list shows it."""
    row = connection.execute(_lines().where(cases.c.id == key, visible(actor))).first()
    return CaseLine(**row._mapping) if row else None


def whole(connection: Connection, key: uuid.UUID) -> Case | None:
    """Any case, for who acts without an account: a guest, a reminder, an import."""
    found = entries(connection, key)
    return case_of(found, kept_as=key) if found else None


def number_taken(connection: Connection, organisation_id: uuid.UUID, number: str) -> bool:
    """Whether the organisation has a case of this number."""
    found = select(cases.c.id).where(
        cases.c.organisation_id == organisation_id, cases.c.number == number
    )
    return connection.execute(found).first() is not None


def owner(connection: Connection, key: uuid.UUID) -> uuid.UUID | None:
    """The organisation whose case it is."""
    owned: uuid.UUID | None = connection.execute(
        select(cases.c.organisation_id).where(cases.c.id == key)
    ).scalar_one_or_none()
    return owned


def page(
    connection: Connection,
    actor: Actor,
    asked: CaseFilter,
    *,
    after: CasePlace | None = None,
    limit: int = 25,
) -> tuple[list[CaseLine], CasePlace | None]:
    """What changed last first, and where the next page begins; `None` at the end."""
    query = _lines().where(visible(actor))
    for word in asked.words.casefold().split():
        query = query.where(cases.c.words.contains(word, autoescape=True))
    if asked.states:
        query = query.where(cases.c.state.in_(asked.states))
    if after is not None:
        query = query.where(
            tuple_(cases.c.changed_at, cases.c.id) < tuple_(after.changed_at, after.id)
        )
    rows = connection.execute(
        query.order_by(cases.c.changed_at.desc(), cases.c.id.desc()).limit(limit + 1)
    ).all()
    lines = [CaseLine(**row._mapping) for row in rows[:limit]]
    more = len(rows) > limit
    return lines, CasePlace(lines[-1].changed_at, lines[-1].id) if more else None


def _lines() -> Select[Any]:
    c = cases.c
    return select(
        c.id,
        c.number,
        c.title,
        c.state,
        c.outcome,
        c.opened_at,
        c.changed_at,
        c.last_sequence,
        organisations.c.name.label("organisation"),
        c.iso3,
    ).join(organisations, organisations.c.id == c.organisation_id)
