"""The office that most of these tests work in."""

from pathlib import Path

import pytest

from tests.publishing.world import World, found


@pytest.fixture
def world(tmp_path: Path) -> World:
    return found(tmp_path)
