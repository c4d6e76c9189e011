"""The audit log on both databases: only added to, one chain, every tampering seen."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Connection, Executable, create_engine, delete, text, update
from sqlalchemy.exc import DBAPIError

from customhouse.operations.audit_log import chain
from customhouse.store import audit
from customhouse.store.audit import FIRST
from customhouse.store.engine import Store
from customhouse.store.tables import audit as table

DAY = datetime(2025, 6, 1, 12, 30, 15, 250_000, UTC)
TRIGGERS = {
    "sqlite": ["drop trigger audit_no_update", "drop trigger audit_no_delete"],
    "postgresql": ["drop trigger audit_no_change on audit"],
}


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty database of its own, on each kind."""
    url = f"sqlite:///{tmp_path / 'a.db'}"
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_url")
        url = server.rpartition("/")[0] + "/audit_of_one_test"
        run(server, "drop database if exists audit_of_one_test with (force)")
        run(server, "create database audit_of_one_test")
    store = Store(url)
    store.migrate()
    yield store
    store.close()


def run(server: str, statement: str) -> None:
    engine = create_engine(
        server.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def write(store: Store, count: int = 6) -> None:
    for number in range(count):
        with store.writing() as connection:
            audit.record(
                connection,
                None,
                DAY + timedelta(seconds=number),
                "thing.done",
                f"thing:{number}",
                {"name": "Zoë, 税関", "count": str(number)},
            )


def tamper(store: Store, *statements: Executable) -> None:
    with store.writing() as connection:
        for trigger in TRIGGERS[connection.dialect.name]:
            connection.execute(text(trigger))
        for statement in statements:
            connection.execute(statement)


def take_out(sequence: int) -> Executable:
    return delete(table).where(table.c.sequence == sequence)


def move(sequence: int, to: int) -> Executable:
    return update(table).where(table.c.sequence == sequence).values(sequence=to)


def test_an_untouched_log_holds(store: Store) -> None:
    assert chain(store).rows == 0 and chain(store).last_hash == FIRST
    write(store)
    found = chain(store)
    assert (found.rows, found.first_broken) == (6, None)
    with store.reading() as connection:
        rows = list(audit.entries(connection))
    assert [row.sequence for row in rows] == [1, 2, 3, 4, 5, 6]
    assert all(later.previous == earlier.hash for earlier, later in pairwise(rows))
    assert rows[0].at == DAY and rows[-1].hash == found.last_hash


@pytest.mark.parametrize(
    "change",
    [
        {"action": "thing.undone"},
        {"subject": "thing:99"},
        {"detail": "{}"},
        {"iso3": "KEN"},
        {"user_id": uuid.UUID(int=1)},
        {"at": DAY},
        {"previous": "1" * 64},
        {"hash": "1" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_row_is_found(store: Store, change: dict[str, object]) -> None:
    write(store)
    tamper(store, update(table).where(table.c.sequence == 4).values(**change))
    assert chain(store).first_broken == 4


@pytest.mark.parametrize("taken", [1, 4])
def test_a_row_taken_out_is_found(store: Store, taken: int) -> None:
    write(store)
    tamper(store, take_out(taken))
    assert chain(store).first_broken == taken


def test_a_row_taken_out_is_found_when_the_others_close_up(store: Store) -> None:
    write(store)
    tamper(store, take_out(3), move(4, 3), move(5, 4), move(6, 5))
    assert chain(store).first_broken == 3


def test_swapped_rows_are_found(store: Store) -> None:
    write(store)
    tamper(store, move(2, 99), move(5, 2), move(99, 5))
    assert chain(store).first_broken == 2


def test_rows_cut_off_at_the_end_show_beside_a_kept_hash(store: Store) -> None:
    write(store)
    kept = chain(store).last_hash
    tamper(store, take_out(5), take_out(6))
    found = chain(store)
    assert found.first_broken is None and found.last_hash != kept


@pytest.mark.parametrize(
    "statement", ["update audit set detail = '{}' where sequence = 2", "delete from audit"]
)
def test_the_database_refuses_to_change_a_row(store: Store, statement: str) -> None:
    write(store, 2)
    with pytest.raises(DBAPIError, match="append-only"), store.writing() as connection:
        connection.execute(text(statement))
    assert chain(store).rows == 2 and chain(store).first_broken is None


def test_postgresql_refuses_to_empty_the_log(store: Store) -> None:
    write(store, 2)
    if store.is_sqlite:
        return
    with pytest.raises(DBAPIError, match="append-only"), store.writing() as connection:
        connection.execute(text("truncate audit"))
    assert chain(store).rows == 2


def test_many_writers_keep_one_chain(store: Store) -> None:
    def one(writer: int) -> None:
        for number in range(15):
            with store.writing() as connection:
                audit.record(connection, None, DAY, "thing.done", f"thing:{writer}-{number}")

    in_threads(one, range(8))
    found = chain(store)
    assert (found.rows, found.first_broken) == (120, None)
    with store.reading() as connection:
        told = {row.subject for row in audit.entries(connection)}
    assert len(told) == 120


def test_a_change_that_fails_leaves_no_row_and_no_gap(store: Store) -> None:
    def one(writer: int) -> None:
        try:
            with store.writing() as connection:
                audit.record(connection, None, DAY, "thing.done", f"thing:{writer}")
                _fail_when(connection, writer % 2 == 1)
        except RuntimeError:
            pass

    in_threads(one, range(20))
    found = chain(store)
    assert (found.rows, found.first_broken) == (10, None)


def _fail_when(connection: Connection, failing: bool) -> None:
    assert connection.in_transaction()
    if failing:
        raise RuntimeError


def in_threads(work: Callable[[int], None], numbers: Sequence[int]) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, numbers))
