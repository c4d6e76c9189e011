"""What many tests share: one desk with the shipped packs, built once a process."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from customhouse.desk import Desk
from customhouse.operations.context import Context
from customhouse.reference.pack import load_shipped
from customhouse.store.engine import Store
from tests.servers import postgres

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
"""Time is measured in benchmarks; a busy machine is no reason for a test to fail."""


@pytest.fixture(scope="session")
def desk() -> Desk:
    return Desk.shipped()


@pytest.fixture(scope="session")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """All that operations work with, on a real SQLite file, shared: make your own people."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'desk.db'}")
    store.migrate()
    yield Context(load_shipped(), store)
    store.close()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A running PostgreSQL with an empty database.

    Not in pytest's own folder, which another run of the tests at once may close to others.
    """
    with (
        tempfile.TemporaryDirectory(prefix="customhouse-") as folder,
        postgres(Path(folder) / "postgres") as url,
    ):
        yield url
