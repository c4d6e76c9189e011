"""What many tests share: one desk with the shipped packs, built once a process."""

import pytest
from hypothesis import settings

from customhouse.desk import Desk

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
"""Time is measured in benchmarks; a busy machine is no reason for a test to fail."""


@pytest.fixture(scope="session")
def desk() -> Desk:
    return Desk.shipped()
