"""The migrations make the tables that the code works with, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from customhouse.store.engine import Store, StoreError
from customhouse.store.tables import metadata


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    store = Store(url)
    yield store
    store.close()


def test_the_migrated_tables_are_those_of_the_code(store: Store) -> None:
    store.migrate()
    store.migrate()
    with store.reading() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
        assert set(inspect(connection).get_table_names()) >= set(metadata.tables)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://h/d", "mysql is not supported"),
        ("not a url", "not a url is no database address"),
        ("postgresql://nobody:hidden@127.0.0.1:1/none", "does not answer"),
        ("sqlite:////no/such/folder/a.db", "does not answer"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_in_words(url: str, told: str) -> None:
    with pytest.raises(StoreError, match=told) as raised:
        Store(url).migrate()
    assert "hidden" not in str(raised.value)


def test_a_second_server_starts_on_the_same_database(postgres_url: str) -> None:
    stores = [Store(postgres_url) for _ in range(3)]
    for store in stores:
        store.migrate()
    for store in stores:
        store.close()
