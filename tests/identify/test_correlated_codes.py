"""A customs code of an edition that the packs do not speak of, read through the correlation."""

import msgspec
import pytest

from customhouse.declarations.declaration import Item
from customhouse.identify.index import Index
from customhouse.reference.pack import Pack
from customhouse.reference.records import HsCorrelation, Record

from .small_packs import BASEL, hint, identifier, pack, substance, waste_code

STOCKHOLM = (
    substance("mirex", "Mirex"),
    substance("aldrin", "Aldrin"),
    substance("endrin", "Endrin"),
    identifier("mirex", "HS2017", "290383"),
    identifier("aldrin", "HS2017", "290382"),
    identifier("endrin", "HS2017", "291050"),
    identifier("endrin", "HS2012", "291099"),
)


def link(start: str, code: str, end: str, other: str, relation: str) -> HsCorrelation:
    cells = {
        "row": "hs_correlation.csv:2",
        "from_edition": start,
        "from_code": code,
        "to_edition": end,
        "to_code": other,
        "relation": relation,
        "confidence": "known",
        "source": "T",
    }
    return msgspec.convert(cells, HsCorrelation)


def found(code: str, edition: str, *rows: Record, packs: tuple[Pack, ...] = ()) -> dict[str, str]:
    index = Index.build([pack("stockholm", *STOCKHOLM, *rows), *packs])
    item = Item(hs_code=code, hs_edition=edition)  # type: ignore[arg-type]
    return {one.ref: one.specificity for one in index.candidates(item)}


@pytest.mark.parametrize(
    ("relation", "expected"),
    [("same", "exact"), ("merged", "group"), ("split", "flag"), ("moved", None)],
)
def test_towards_a_newer_edition(relation: str, expected: str | None) -> None:
    row = link("2012", "290389", "2017", "290383", relation)
    assert found("2903.89.00", "2012", row).get("stockholm:mirex") == expected


def test_goods_that_stayed_in_part_under_their_number_are_flagged() -> None:
    row = link("2012", "290383", "2017", "290383", "moved")
    assert found("290383", "2012", row) == {"stockholm:mirex": "flag"}


@pytest.mark.parametrize(
    ("relation", "expected"),
    [("same", "exact"), ("split", "group"), ("merged", "flag"), ("moved", None)],
)
def test_back_from_an_edition_of_which_no_pack_has_a_row(
    relation: str, expected: str | None
) -> None:
    row = link("2017", "290383", "2022", "290384", relation)
    assert found("290384", "2022", row).get("stockholm:mirex") == expected


def test_back_from_an_edition_that_the_packs_know_only_the_same_goods_are_followed() -> None:
    known = identifier("aldrin", "HS2022", "290382")
    split = link("2017", "290383", "2022", "290384", "split")
    assert found("290384", "2022", known, split) == {}
    same = link("2017", "290383", "2022", "290384", "same")
    assert found("290384", "2022", known, same) == {"stockholm:mirex": "exact"}


def test_a_row_of_the_edition_itself_is_enough() -> None:
    row = link("2012", "291099", "2017", "290383", "same")
    assert found("291099", "2012", row) == {"stockholm:endrin": "exact"}


def test_another_convention_may_have_no_row_of_the_edition() -> None:
    """What one convention knows of a code does not silence the correlation for another."""
    rows = (
        waste_code("A4030", "Pesticide waste"),
        hint("2012", "290389", "A4030", "flag"),
    )
    row = link("2012", "290389", "2017", "290383", "same")
    assert found("290389", "2012", row, packs=(pack("basel", *rows),)) == {
        "basel:A4030": "flag",
        "stockholm:mirex": "exact",
    }


def test_waste_headings_are_followed_by_heading() -> None:
    row = link("2017", "3915", "2022", "3915", "same")
    assert found("3915.10", "2017", row, packs=(BASEL,)) == {"basel:Y48": "group"}


def test_over_two_editions() -> None:
    rows = (
        link("2017", "290382", "2022", "290385", "same"),
        link("2022", "290385", "2028", "290386", "split"),
    )
    assert found("290386", "2028", *rows) == {"stockholm:aldrin": "group"}


def test_without_an_edition_the_correlation_is_not_asked() -> None:
    row = link("2012", "290389", "2017", "290383", "same")
    assert found("290389", "", row) == {}
