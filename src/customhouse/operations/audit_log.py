"""The audit log, as those who audit read and check it."""

import uuid

import msgspec

from customhouse.accounts.actor import Actor
from customhouse.operations.context import Context
from customhouse.store import audit, names
from customhouse.store.audit import Entry
from customhouse.store.engine import Store

PAGE = 50


class LogPage(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of the log, the newest first; `before` asks for the next page, `None` at the end."""

    entries: list[Entry]
    names: dict[uuid.UUID, str]
    before: int | None


class Chain(msgspec.Struct, frozen=True, kw_only=True):
    """The chain of all rows; `first_broken` is the first that was tampered with."""

    rows: int
    last_hash: str
    first_broken: int | None


def newest(
    context: Context, actor: Actor, *, before: int | None = None, limit: int = PAGE
) -> LogPage:
    """What was done by people of the actor's own State. Raises `DeniedError`.

    Nobody reads another State's rows, in the organisation that runs the installation neither.
    """
    actor.require("audit.read")
    with context.store.reading() as connection:
        found = audit.latest(connection, iso3=actor.iso3, before=before, limit=limit + 1)
        entries = found[:limit]
        people = {entry.user_id for entry in entries if entry.user_id is not None}
        told = names.of_people(connection, people)
    more = len(found) > limit
    return LogPage(entries=entries, names=told, before=entries[-1].sequence if more else None)


def check(context: Context, actor: Actor) -> Chain:
    """Check the chain over the rows of all States; tells none of them. Raises `DeniedError`."""
    actor.require("audit.read")
    return chain(context.store)


def chain(store: Store) -> Chain:
    """Check every row of a store's log against the one before.

    The last hash, kept elsewhere, shows later whether rows were cut off at the end.
    """
    with store.reading() as connection:
        rows, last_hash = audit.last(connection)
        return Chain(rows=rows, last_hash=last_hash, first_broken=audit.first_broken(connection))
