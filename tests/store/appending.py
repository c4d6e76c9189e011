"""A program that adds to cases or keeps screenings until it is killed, told to do so by a test.

It says on its standard output what was acknowledged, each time after it was.
"""

import itertools
import os
import sys
import uuid
from collections.abc import Iterator

import msgspec

from customhouse.accounts.actor import Actor
from customhouse.coordination.entries import ItemFound, Said
from customhouse.operations import cases, screenings
from customhouse.operations.context import Context
from customhouse.reference.pack import load_shipped
from customhouse.store.cases import ConflictError
from customhouse.store.engine import Store
from tests.screening.build import declare


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What to do. Two entries are told at a time, in turn to each case; screenings without cases.

    `times` ends it, for a program that is not killed.
    """

    url: str
    actor: Actor
    cases: tuple[uuid.UUID, ...] = ()
    times: int | None = None


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What was acknowledged: a screening, or the entries of a case up to a number.

    `won` is false when somebody else had added to the case.
    """

    key: uuid.UUID
    sequence: int = 0
    won: bool = True


def acknowledged(order: Order) -> Iterator[Told]:
    """Do it, and tell of each thing once it is kept."""
    context = Context(() if order.cases else load_shipped(), Store(order.url))
    rounds = itertools.count() if order.times is None else range(order.times)
    for number in rounds:
        if not order.cases:
            declared = declare(id=f"A-{number}", description="drums of used oil")
            (answer,) = screenings.screen(context, order.actor, [declared])
            assert answer.id is not None
            yield Told(key=answer.id)
        for key in order.cases:
            yield add(context, order.actor, key, number)


def add(context: Context, actor: Actor, key: uuid.UUID, number: int) -> Told:
    """Tell of goods and of what was said of them, both or neither."""
    seen = cases.get(context, actor, key).last.sequence
    bodies = (ItemFound(description=f"drum {number}"), Said(text=f"{number}", language="en"))
    try:
        written = cases.tell(context, actor, key, seen, bodies)
    except ConflictError as conflict:
        assert [entry.sequence for entry in conflict.since][:1] == [seen + 1]
        return Told(key=key, sequence=seen, won=False)
    return Told(key=key, sequence=written[-1].sequence)


def main() -> None:
    """Do what the first argument orders, in JSON."""
    for told in acknowledged(msgspec.json.decode(sys.argv[1], type=Order)):
        os.write(1, msgspec.json.encode(told) + b"\n")


if __name__ == "__main__":
    main()
