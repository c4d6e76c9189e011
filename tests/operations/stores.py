"""All that operations work with, on SQLite and on PostgreSQL, with a clock that tests set."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from customhouse.operations.context import Context
from customhouse.reference.pack import load_shipped
from customhouse.store.engine import Store

DATABASES = ("sqlite", "postgresql")


class Clock:
    """The time of day, and `ahead` of it."""

    def __init__(self) -> None:
        self.ahead = datetime.timedelta()

    def __call__(self) -> datetime.datetime:
        return datetime.datetime.now(datetime.UTC) + self.ahead


@contextmanager
def context_on(url: str, clock: Clock) -> Iterator[Context]:
    store = Store(url)
    store.migrate()
    yield Context(load_shipped(), store, clock)
    store.close()
