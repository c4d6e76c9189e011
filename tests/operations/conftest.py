"""A context on each kind of database, shared by the tests of operations."""

from collections.abc import Iterator

import pytest

from customhouse.operations.context import Context
from tests.operations.stores import DATABASES, Clock, context_on


@pytest.fixture(scope="package")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="package", params=DATABASES)
def each(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, clock: Clock
) -> Iterator[Context]:
    """The context, once on SQLite and once on PostgreSQL; its moment is that of `clock`."""
    url = f"sqlite:///{tmp_path_factory.mktemp('operations') / 'desk.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    with context_on(url, clock) as context:
        yield context
