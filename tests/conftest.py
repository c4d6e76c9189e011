"""What many tests share: one desk with the shipped packs, built once a process."""

import pytest

from customhouse.desk import Desk


@pytest.fixture(scope="session")
def desk() -> Desk:
    return Desk.shipped()
