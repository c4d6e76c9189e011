"""The packs that come with customhouse are sound."""

from customhouse.reference.pack import SHIPPED, load_shipped
from customhouse.reference.verify import verify


def test_the_shipped_packs_load() -> None:
    packs = load_shipped()
    assert tuple(pack.name for pack in packs) == SHIPPED
    assert all(pack.row_counts() and pack.sources for pack in packs)


def test_the_shipped_packs_have_no_problems() -> None:
    assert [str(problem) for problem in verify(load_shipped())] == []
