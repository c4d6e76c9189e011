"""Letters to be sent by e-mail, each occasion once. One that failed stays until it is sent."""

import datetime
import uuid

import msgspec
from sqlalchemy import Connection, insert, select, update

from customhouse.store.tables import outbox


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A letter to one person. `about` names the occasion and the person."""

    id: uuid.UUID
    about: str
    address: str
    subject: str
    body: str
    created_at: datetime.datetime
    sent_at: datetime.datetime | None = None
    tries: int = 0
    problem: str = ""


def add(connection: Connection, letter: Letter) -> None:
    """Keep a letter to be sent. Raises `IntegrityError` when there is one about this already."""
    connection.execute(insert(outbox), msgspec.structs.asdict(letter))


def unsent(connection: Connection, beginning: str) -> list[Letter]:
    """The letters whose occasion begins so and that were not sent, the oldest first."""
    rows = connection.execute(
        select(outbox)
        .where(outbox.c.sent_at.is_(None), outbox.c.about.startswith(beginning, autoescape=True))
        .order_by(outbox.c.created_at, outbox.c.about)
    )
    return [Letter(**row._mapping) for row in rows]


def known(connection: Connection, beginning: str) -> set[str]:
    """The occasions that begin so and have a letter, sent or not."""
    query = select(outbox.c.about).where(outbox.c.about.startswith(beginning, autoescape=True))
    return set(connection.execute(query).scalars())


def claim(connection: Connection, letter: Letter) -> bool:
    """Count a try to send the letter; `False` when another did so since it was read."""
    done = connection.execute(
        update(outbox)
        .where(outbox.c.id == letter.id, outbox.c.tries == letter.tries, outbox.c.sent_at.is_(None))
        .values(tries=letter.tries + 1)
    )
    return done.rowcount == 1


def sent(connection: Connection, key: uuid.UUID, now: datetime.datetime) -> None:
    """Note that the letter was taken by the mail server."""
    connection.execute(update(outbox).where(outbox.c.id == key).values(sent_at=now, problem=""))


def failed(connection: Connection, key: uuid.UUID, problem: str) -> None:
    """Note why the letter was not sent; it stays to be tried again."""
    connection.execute(update(outbox).where(outbox.c.id == key).values(problem=problem))
