"""Screenings that were kept, and who may find them. A row is written once and never changed."""

import datetime
import uuid
from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, insert, or_, select, tuple_

from customhouse.accounts.actor import Actor
from customhouse.saved.record import SavedScreening, decode, encode, fingerprint
from customhouse.screening.finding import Outcome
from customhouse.store.tables import (
    invitations,
    organisations,
    screening_provisions,
    screening_refs,
    screenings,
    users,
)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A kept screening as a list shows it."""

    id: uuid.UUID
    declaration_id: str
    regime: str | None
    country_of_export: str | None
    country_of_destination: str | None
    outcome: Outcome
    as_of: datetime.date
    created_at: datetime.datetime
    officer: str
    organisation: str
    iso3: str


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A kept screening whole. `user_id` is who screened, `organisation_id` whose it is."""

    line: Line
    user_id: uuid.UUID
    organisation_id: uuid.UUID
    fingerprint: str
    saved: SavedScreening


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which screenings are asked for; an empty field asks for nothing. Days are in UTC."""

    words: str = ""
    outcomes: Collection[Outcome] = ()
    ref: str = ""
    provision: str = ""
    country: str = ""
    first: datetime.date | None = None
    last: datetime.date | None = None


class Place(msgspec.Struct, frozen=True):
    """Where a page of the list ends: the newest come first."""

    created_at: datetime.datetime
    id: uuid.UUID


def add(
    connection: Connection,
    actor: Actor,
    saved: SavedScreening,
    now: datetime.datetime,
    *,
    words: str,
    origin: str | None,
    destination: str | None,
) -> uuid.UUID:
    """Keep a screening of the actor; the same declaration screened again is another row.

    `words` are what it is searched by, in lower case; `origin` and `destination` the alpha-3
    codes of the countries of export and of destination, where they are known.
    """
    key = uuid.uuid4()
    declaration, assessment = saved.declaration, saved.assessment
    connection.execute(
        insert(screenings),
        {
            "id": key,
            "organisation_id": actor.organisation_id,
            "user_id": actor.user_id,
            "iso3": actor.iso3,
            "declaration_id": declaration.id[:200],
            "words": words,
            "regime": declaration.regime,
            "country_of_export": origin,
            "country_of_destination": destination,
            "outcome": assessment.outcome,
            "as_of": assessment.as_of,
            "created_at": now,
            "fingerprint": fingerprint(saved),
            "record": encode(saved),
        },
    )
    asking = [f for item in assessment.items for f in item.findings if f.applies != "no"]
    refs = sorted({finding.subject for finding in asking if finding.subject})
    provisions = sorted({finding.provision for finding in asking})
    if refs:
        connection.execute(
            insert(screening_refs), [{"screening_id": key, "ref": ref} for ref in refs]
        )
    if provisions:
        connection.execute(
            insert(screening_provisions),
            [{"screening_id": key, "provision": provision} for provision in provisions],
        )
    return key


def visible(actor: Actor, now: datetime.datetime) -> ColumnElement[bool]:
    """The screenings that the actor may see. The one place where scope is decided.

    One's own, the organisation's or those of the State as the roles grant, and those to which
    one's organisation is invited. Nobody sees another State's unless invited.
    """
    invited = select(invitations.c.screening_id).where(
        invitations.c.organisation_id == actor.organisation_id,
        invitations.c.withdrawn_at.is_(None),
        invitations.c.expires_at > now,
    )
    grounds: list[ColumnElement[bool]] = []
    if actor.may("screenings.read_own"):
        grounds.append(screenings.c.user_id == actor.user_id)
    if actor.may("screenings.read_organisation"):
        grounds.append(screenings.c.organisation_id == actor.organisation_id)
        grounds.append(screenings.c.id.in_(invited))
    if actor.may("screenings.read_state"):
        grounds.append(screenings.c.iso3 == actor.iso3)
    return or_(*grounds) if grounds else screenings.c.id.is_(None)


def matching(asked: Filter) -> ColumnElement[bool]:
    """The condition that a filter sets."""
    s = screenings.c
    conditions: list[ColumnElement[bool]] = [s.id.is_not(None)]
    for word in asked.words.split():
        conditions.append(
            or_(
                s.words.contains(word, autoescape=True),
                s.declaration_id.icontains(word, autoescape=True),
            )
        )
    if asked.outcomes:
        conditions.append(s.outcome.in_(asked.outcomes))
    if asked.ref:
        refs = screening_refs.c
        conditions.append(s.id.in_(select(refs.screening_id).where(refs.ref == asked.ref)))
    if asked.provision:
        provisions = screening_provisions.c
        found = select(provisions.screening_id).where(provisions.provision == asked.provision)
        conditions.append(s.id.in_(found))
    if asked.country:
        conditions.append(
            or_(s.country_of_export == asked.country, s.country_of_destination == asked.country)
        )
    if asked.first:
        conditions.append(s.created_at >= _midnight(asked.first))
    if asked.last:
        conditions.append(s.created_at < _midnight(asked.last + datetime.timedelta(days=1)))
    return and_(*conditions)


def page(
    connection: Connection,
    actor: Actor,
    now: datetime.datetime,
    asked: Filter,
    *,
    after: Place | None = None,
    limit: int = 25,
) -> tuple[list[Line], Place | None]:
    """The newest first, and where the next page begins; `None` at the end."""
    query = _lines().where(visible(actor, now), matching(asked))
    if after is not None:
        query = query.where(
            tuple_(screenings.c.created_at, screenings.c.id) < tuple_(*_bound(after))
        )
    rows = connection.execute(
        query.order_by(screenings.c.created_at.desc(), screenings.c.id.desc()).limit(limit + 1)
    ).all()
    lines = [Line(**row._mapping) for row in rows[:limit]]
    more = len(rows) > limit
    return lines, Place(lines[-1].created_at, lines[-1].id) if more else None


def get(
    connection: Connection, actor: Actor, now: datetime.datetime, key: uuid.UUID
) -> Kept | None:
    """A screening that the actor may see; `None` for any other, whether there is one or not."""
    row = connection.execute(
        _lines()
        .add_columns(
            screenings.c.user_id,
            screenings.c.organisation_id,
            screenings.c.fingerprint,
            screenings.c.record,
        )
        .where(screenings.c.id == key, visible(actor, now))
    ).first()
    if row is None:
        return None
    told = dict(row._mapping)
    return Kept(
        user_id=told.pop("user_id"),
        organisation_id=told.pop("organisation_id"),
        fingerprint=told.pop("fingerprint"),
        saved=decode(told.pop("record")),
        line=Line(**told),
    )


def _lines() -> Select[Any]:
    s = screenings.c
    columns: Sequence[ColumnElement[Any]] = (
        s.id,
        s.declaration_id,
        s.regime,
        s.country_of_export,
        s.country_of_destination,
        s.outcome,
        s.as_of,
        s.created_at,
        users.c.name.label("officer"),
        organisations.c.name.label("organisation"),
        s.iso3,
    )
    return (
        select(*columns)
        .join(users, users.c.id == s.user_id)
        .join(organisations, organisations.c.id == s.organisation_id)
    )


def _bound(after: Place) -> tuple[ColumnElement[object], ColumnElement[object]]:
    from sqlalchemy import bindparam

    return (
        bindparam("after_at", after.created_at, screenings.c.created_at.type),
        bindparam("after_id", after.id, screenings.c.id.type),
    )


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), datetime.UTC)
