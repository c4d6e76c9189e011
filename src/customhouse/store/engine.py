"""The database: SQLite without configuration, PostgreSQL by one setting."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

_BUSY_MS = 10_000
_WRITES = "customhouse_writes"
_MIGRATING = 6_226_001
"""The advisory lock under which one server of several brings a PostgreSQL database up to date."""


class StoreError(Exception):
    """A database that cannot be used; `problem` and `remedy` are for the person who runs it."""

    def __init__(self, problem: str, remedy: str):
        super().__init__(f"{problem}. {remedy}")
        self.problem = problem
        self.remedy = remedy


class Store:
    """One database. Build one a process and keep it; it is safe between threads."""

    def __init__(self, url: str | URL):
        try:
            parsed = make_url(url)
        except ArgumentError:
            raise StoreError(f"{url} is no database address", _ADDRESS) from None
        if parsed.get_backend_name() == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        elif parsed.get_backend_name() != "sqlite":
            raise StoreError(f"{parsed.drivername} is not supported", _ADDRESS)
        self.url = parsed
        try:
            self.engine = _sqlite(parsed) if self.is_sqlite else create_engine(
                parsed, pool_size=10, max_overflow=20, pool_pre_ping=True
            )  # fmt: skip
        except (ArgumentError, NoSuchModuleError) as error:
            raise StoreError(str(error), _ADDRESS) from None

        self._turn = threading.RLock() if self.is_sqlite else nullcontext()

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded default."""
        return self.url.get_backend_name() == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database and changes nothing."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: all of it is kept when the block ends, none of it when it raises.

        SQLite takes the write lock at once, so that two writers wait and never fail halfway. Those
        of one process wait in a queue here: SQLite itself looks again after ever longer sleeps.
        """
        with (
            self._turn,
            self.engine.connect().execution_options(**{_WRITES: True}) as connection,
            connection.begin(),
        ):
            yield connection

    def migrate(self) -> None:
        """Bring the tables up to date. Raises `StoreError` when the database is out of reach."""
        from alembic import command

        from customhouse.store.migrate import configuration

        try:
            with self.engine.connect() as connection:
                if not self.is_sqlite:
                    connection.execute(text("select pg_advisory_xact_lock(:n)"), {"n": _MIGRATING})
                command.upgrade(configuration(connection), "head")
                connection.commit()
        except DBAPIError as error:
            raise StoreError(
                f"the database {self.url.render_as_string(hide_password=True)} does not answer: "
                f"{str(error.orig).strip().splitlines()[0]}",
                "Check its address, that it runs, and the rights of its user.",
            ) from None

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": _BUSY_MS / 1000})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the store begins its transactions itself
        cursor = connection.cursor()
        cursor.execute("pragma journal_mode = wal")
        cursor.execute("pragma synchronous = full")  # what was acknowledged survives a power cut
        cursor.execute("pragma foreign_keys = on")
        cursor.execute(f"pragma busy_timeout = {_BUSY_MS}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("begin immediate" if writes else "begin")

    return engine


_ADDRESS = "Give sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE."
