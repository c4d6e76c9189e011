"""Bundles that were sent and taken in, and copies of cases of other installations."""

import datetime
import hashlib
import uuid
from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, insert, select, update

from customhouse.accounts.actor import Actor
from customhouse.coordination.case import Case
from customhouse.coordination.entries import Entry, encode
from customhouse.store import cases as kept_cases
from customhouse.store.tables import case_entries, cases, exchanges

Direction = Literal["out", "in"]

_LONGEST_NUMBER = 40


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """One bundle of a case: to or from whom, and the numbers of its first and last entry."""

    direction: Direction
    peer: str
    at: datetime.datetime
    first: int
    last: int


def key_of(direction: Direction, case_id: uuid.UUID, bundle: str) -> str:
    """The id of an exchange: one bundle may be taken in by several organisations of a desk."""
    return hashlib.sha256(f"{direction} {case_id} {bundle}".encode()).hexdigest()


def is_known(connection: Connection, direction: Direction, case_id: uuid.UUID, bundle: str) -> bool:
    """Whether the bundle, known by its SHA-256, was sent or taken in before."""
    key = key_of(direction, case_id, bundle)
    return (
        connection.execute(select(exchanges.c.id).where(exchanges.c.id == key)).first() is not None
    )


def note(connection: Connection, case_id: uuid.UUID, bundle: str, exchange: Exchange) -> None:
    """Keep that a bundle was sent or taken in; of one that was before nothing new."""
    if is_known(connection, exchange.direction, case_id, bundle):
        return
    row = msgspec.structs.asdict(exchange)
    key = key_of(exchange.direction, case_id, bundle)
    row |= {"id": key, "case_id": case_id, "peer": exchange.peer[:200]}
    connection.execute(insert(exchanges), row)


def of_case(connection: Connection, case_id: uuid.UUID) -> list[Exchange]:
    """The exchanges of a case, the newest first."""
    c = exchanges.c
    rows = connection.execute(
        select(c.direction, c.peer, c.at, c.first, c.last)
        .where(c.case_id == case_id)
        .order_by(c.at.desc(), c.id)
    )
    return [Exchange(**row._mapping) for row in rows]


def keep_copy(
    connection: Connection,
    actor: Actor,
    copy: Case,
    fresh: Sequence[Entry],
    now: datetime.datetime,
) -> None:
    """Keep the entries that came of a copy; the copy as a whole is `copy`, and is new or grows."""
    row: dict[str, Any] = {
        "state": copy.state,
        "outcome": copy.screened.outcome if copy.screened else None,
        "changed_at": now,
        "last_sequence": copy.last.sequence,
        "last_hash": copy.last.hash,
    }
    if kept_cases.owner(connection, copy.id) is None:
        number = _number(connection, actor, copy)
        row |= {
            "id": copy.id,
            "organisation_id": actor.organisation_id,
            "iso3": actor.iso3,
            "number": number,
            "title": copy.title,
            "words": f"{number} {copy.number} {copy.title}".casefold(),
            "opened_at": copy.entries[0].at,
        }
        connection.execute(insert(cases), row)
    else:
        connection.execute(update(cases).where(cases.c.id == copy.id).values(**row))
    connection.execute(
        insert(case_entries),
        [
            {
                "case_id": copy.id,
                "sequence": entry.sequence,
                "kind": entry.body.__struct_config__.tag,
                "at": entry.at,
                "record": encode(entry),
            }
            for entry in fresh
        ],
    )


def _number(connection: Connection, actor: Actor, copy: Case) -> str:
    """The number of a copy begins with the State that it came from, so that it is none of ours."""
    number = f"{copy.entries[0].by.iso3} {copy.number}"[:_LONGEST_NUMBER]
    if kept_cases.number_taken(connection, actor.organisation_id, number):
        number = f"{number[: _LONGEST_NUMBER - 9]} {copy.id.hex[:8]}"
    return number
