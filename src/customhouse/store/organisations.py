"""Organisations: a customs service, an authority, a training centre or a secretariat of a State."""

import datetime
import uuid
from typing import Literal, get_args

import msgspec
from sqlalchemy import Connection, insert, select

from customhouse.store.tables import organisations

Kind = Literal["customs", "authority", "training", "secretariat"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Organisation(msgspec.Struct, frozen=True, kw_only=True):
    """`hosts` marks the organisation that runs this installation."""

    id: uuid.UUID
    name: str
    kind: Kind
    iso3: str
    hosts: bool
    created_at: datetime.datetime


def add(connection: Connection, organisation: Organisation) -> None:
    """Keep a new organisation. Its name is its own within a State."""
    connection.execute(insert(organisations), msgspec.structs.asdict(organisation))


def get(connection: Connection, key: uuid.UUID) -> Organisation | None:
    """The organisation, if there is one."""
    row = connection.execute(select(organisations).where(organisations.c.id == key)).first()
    return Organisation(**row._mapping) if row else None


def every(connection: Connection) -> list[Organisation]:
    """All organisations by State and name."""
    rows = connection.execute(
        select(organisations).order_by(organisations.c.iso3, organisations.c.name)
    )
    return [Organisation(**row._mapping) for row in rows]
