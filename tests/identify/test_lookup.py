import pytest
from hypothesis import given
from hypothesis import strategies as st

from customhouse.identify.index import Index
from customhouse.identify.lookup import Lookup
from tests.identify.small_packs import PACKS

LOOKUP = Lookup(PACKS, Index.build(PACKS))


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("309-00-2", "stockholm:aldrin"),
        ("309002", "stockholm:aldrin"),
        ("200-401-2", "rotterdam:lindane"),
        ("UN 2761", "rotterdam:aldrin"),
        ("2761", "rotterdam:aldrin"),
        ("2903.83", "stockholm:mirex"),
        ("290383", "stockholm:mirex"),
        ("A1180", "basel:A1180"),
        ("y 48", "basel:Y48"),
        ("R4", "basel:R4"),
        ("uv328", "stockholm:uv328"),
        ("stockholm:pcn", "stockholm:pcn"),
        ("basel:a1180", "basel:A1180"),
        ("mirex", "stockholm:mirex"),
        ("毒死蜱", "stockholm:chlorpyrifos"),
        ("хлорпирифос", "stockholm:chlorpyrifos"),
        ("hexachlorobenzène", "stockholm:hcb"),
        ("lindane 25% EC", "rotterdam:lindane"),
        ("perfluorooctanoic", "stockholm:pfoa"),
        ("chlorinated paraffins", "stockholm:sccp"),
        ("paraffins chlorinated", "stockholm:sccp"),
        ("clorpirifos", "stockholm:chlorpyrifos"),
        ("electronic scrap", "basel:A1180"),
    ],
)
def test_the_best_result_is_what_was_asked_for(query: str, first: str) -> None:
    assert LOOKUP.search(query)[0].ref == first


def test_a_reference_finds_its_entry_and_no_other_convention_before_it() -> None:
    results = LOOKUP.search("rotterdam:lindane")
    assert results[0].ref == "rotterdam:lindane"
    assert all(result.score < results[0].score for result in results[1:])


@pytest.mark.parametrize(
    ("query", "specificity"),
    [
        ("309-00-2", "exact"),
        ("UN 2761", "flag"),
        ("mirex", "exact"),
        ("PCB", "flag"),
        ("mire", "flag"),
        ("mirrex", "flag"),
    ],
)
def test_a_result_says_how_far_it_settles_the_matter(query: str, specificity: str) -> None:
    assert LOOKUP.search(query)[0].specificity == specificity


@pytest.mark.parametrize(
    "query", ["chlorpyrifos-methyl", "5598-13-0", "50-00-0", "zzz", "", "-", "309-00-3"]
)
def test_what_is_not_listed_is_not_answered_with_what_it_resembles(query: str) -> None:
    assert LOOKUP.search(query) == []


def test_kinds_of_match_keep_their_order() -> None:
    results = LOOKUP.search("dechlorane")
    assert [result.ref for result in results] == ["stockholm:mirex", "stockholm:dechlorane-plus"]
    assert results[0].score == 1.0
    assert 0.8 <= results[1].score < 0.9


@given(st.text(max_size=60), st.integers(1, 30))
def test_results_are_ranked_each_once_and_limited(query: str, limit: int) -> None:
    results = LOOKUP.search(query, limit)
    assert len(results) <= limit
    assert len({result.ref for result in results}) == len(results)
    scores = [result.score for result in results]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
