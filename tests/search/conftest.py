"""One search over the shipped packs, built once a process."""

import pytest

from customhouse.reference.pack import load_shipped
from customhouse.search.search import Search


@pytest.fixture(scope="session")
def search() -> Search:
    return Search(load_shipped())
