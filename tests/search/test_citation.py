"""Provisions as people write them."""

import pytest

from customhouse.search.citation import citation, place_of


@pytest.mark.parametrize(
    ("query", "place", "rest"),
    [
        ("article 6 basel", ("art", "6"), ("basel",)),
        ("Art. 3(2)(b)(iii) Stockholm", ("art", "3", "2", "b", "iii"), ("stockholm",)),
        ("Article 3, paragraph 2", ("art", "3", "2"), ()),
        ("art 4A", ("art", "4a"), ()),
        ("annex viii", ("annex", "viii"), ()),
        ("Basel Annex IX", ("annex", "ix"), ("basel",)),
        ("статья 6", ("art", "6"), ()),
        ("第6条", ("art", "6"), ()),
    ],
)
def test_citation(query: str, place: tuple[str, ...], rest: tuple[str, ...]) -> None:
    found = citation(query)
    assert found is not None
    assert (found.place, found.rest) == (place, rest)


@pytest.mark.parametrize("query", ["", "article", "articles made of plastic", "annex lindane", "6"])
def test_no_citation(query: str) -> None:
    assert citation(query) is None


def test_what_a_citation_reaches() -> None:
    found = citation("article 6(1)")
    assert found is not None
    assert found.reaches(place_of("basel:art-6-1")) == 0
    assert found.reaches(place_of("basel:art-6-1-d")) == 1
    assert found.reaches(place_of("basel:art-6")) == -1
    assert found.reaches(place_of("basel:art-6-10")) is None
    assert found.reaches(place_of("basel:annex-i")) is None
