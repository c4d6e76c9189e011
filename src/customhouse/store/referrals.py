"""Who was asked in a case, and until when they may come in. What was said is in the case."""

import datetime
import uuid
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, insert, select, update

from customhouse.accounts.tokens import digest
from customhouse.store.tables import cases, organisations, referrals


class Referral(msgspec.Struct, frozen=True, kw_only=True):
    """One question's way in: `organisation_id` for accounts here, else a guest link."""

    id: uuid.UUID
    case_id: uuid.UUID
    organisation_id: uuid.UUID | None
    expires_at: datetime.datetime
    answer_by: datetime.date | None
    opened_at: datetime.datetime | None = None
    answered_at: datetime.datetime | None = None
    withdrawn_at: datetime.datetime | None = None

    def holds(self, now: datetime.datetime) -> bool:
        """Whether the one asked may come in at this moment."""
        return self.withdrawn_at is None and self.expires_at > now


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """A question as a list of the organisation asked shows it; `iso3` is the asking State."""

    referral: Referral
    organisation: str
    iso3: str


def add(connection: Connection, referral: Referral, token: str | None) -> None:
    """Keep a new referral; of the token only its hash."""
    columns = msgspec.structs.asdict(referral)
    hashed = digest(token) if token is not None else None
    connection.execute(insert(referrals), {**columns, "token_hash": hashed})


def get(connection: Connection, key: uuid.UUID) -> Referral | None:
    """The referral, if there is one."""
    row = connection.execute(_all().where(referrals.c.id == key)).first()
    return Referral(**row._mapping) if row else None


def of_token(connection: Connection, token: str) -> Referral | None:
    """The referral that a guest link opens, whether it still holds or not."""
    row = connection.execute(_all().where(referrals.c.token_hash == digest(token))).first()
    return Referral(**row._mapping) if row else None


def of_case(connection: Connection, case_id: uuid.UUID) -> dict[uuid.UUID, Referral]:
    """All referrals of a case by id."""
    rows = connection.execute(_all().where(referrals.c.case_id == case_id))
    return {row.id: Referral(**row._mapping) for row in rows}


def asked_of(
    connection: Connection, organisation_id: uuid.UUID, now: datetime.datetime
) -> list[Incoming]:
    """What an organisation is asked and may see now; what waits longest for an answer first."""
    rows = connection.execute(
        _all()
        .add_columns(organisations.c.name.label("organisation"), organisations.c.iso3)
        .join(cases, cases.c.id == referrals.c.case_id)
        .join(organisations, organisations.c.id == cases.c.organisation_id)
        .where(
            referrals.c.organisation_id == organisation_id,
            referrals.c.withdrawn_at.is_(None),
            referrals.c.expires_at > now,
        )
        .order_by(referrals.c.answered_at.is_not(None), referrals.c.expires_at, referrals.c.id)
    )
    found = []
    for row in rows:
        told = dict(row._mapping)
        organisation, iso3 = told.pop("organisation"), told.pop("iso3")
        one = Referral(**told)
        found.append(Incoming(referral=one, organisation=organisation, iso3=iso3))
    return found


def opened(connection: Connection, key: uuid.UUID, now: datetime.datetime) -> bool:
    """Note that the one asked looked for the first time; `False` when that was noted before."""
    return _mark(connection, key, "opened_at", now)


def answered(connection: Connection, key: uuid.UUID, now: datetime.datetime) -> bool:
    """Note the answer; `False` when there is one already."""
    return _mark(connection, key, "answered_at", now)


def withdraw(connection: Connection, key: uuid.UUID, now: datetime.datetime) -> bool:
    """Close the way in for good; `False` when it was closed before."""
    return _mark(connection, key, "withdrawn_at", now)


def _mark(connection: Connection, key: uuid.UUID, column: str, now: datetime.datetime) -> bool:
    done = connection.execute(
        update(referrals)
        .where(referrals.c.id == key, referrals.c[column].is_(None))
        .values({column: now})
    )
    return done.rowcount == 1


def _all() -> Select[Any]:
    c = referrals.c
    return select(
        c.id,
        c.case_id,
        c.organisation_id,
        c.expires_at,
        c.answer_by,
        c.opened_at,
        c.answered_at,
        c.withdrawn_at,
    )
