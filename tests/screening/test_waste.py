from datetime import date
from typing import Any

import pytest

from customhouse.desk import Desk
from customhouse.screening.basel.classify import classify, is_dirty
from customhouse.screening.waste import (
    declared_codes,
    named_codes,
    plain_code,
    waste_heading,
    waste_state,
)
from tests.screening.basel_rows import clean_plastic, copper, plastic, televisions, waste
from tests.screening.build import Pieces, assess, case_of, declare

BARE: Pieces = {"description": "Goods, lot 5"}


def verdict(desk: Desk, **pieces: Any) -> str:
    return waste_state(case_of(desk, **pieces)).verdict


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (BARE, "no"),
        (BARE | {"is_waste": True}, "yes"),
        (BARE | {"is_waste": False}, "no"),
        (BARE | {"waste_codes": ("B1010",)}, "yes"),
        (BARE | {"waste_codes": ("D10",)}, "no"),
        (BARE | {"hs_code": "3915.90"}, "yes"),
        (BARE | {"hs_code": "3915.90", "purpose": "industrial"}, "unknown"),
        (BARE | {"hs_code": "3915.90", "purpose": "recovery"}, "yes"),
        (BARE | {"hs_code": "3915.90", "is_waste": False}, "conflict"),
        (BARE | {"waste_codes": ("Y48",), "is_waste": False}, "conflict"),
        ({"description": "Plastic waste", "is_waste": False}, "conflict"),
        ({"description": "Plastic waste"}, "yes"),
        (BARE | {"purpose": "disposal"}, "yes"),
        (BARE | {"purpose": "R4"}, "yes"),
        (BARE | {"purpose": "reuse"}, "no"),
        (BARE | {"purpose": "pesticide"}, "no"),
    ],
)
def test_whether_the_goods_are_waste(desk: Desk, pieces: Pieces, expected: str) -> None:
    assert verdict(desk, **pieces) == expected


@pytest.mark.parametrize("is_waste", [None, False])
def test_used_equipment_is_waste_without_a_test(desk: Desk, is_waste: bool | None) -> None:
    shipped = televisions(is_waste=is_waste)
    assert verdict(desk, **shipped) == "unknown"
    assert verdict(desk, **shipped | {"facts": {"functional_test": "yes"}}) == "unknown"
    assert verdict(desk, **shipped | {"facts": {"functional_test": True}}) == "no"
    assert verdict(desk, **shipped | {"facts": {"functional_test": False}}) == "yes"


def test_used_goods_that_are_not_electrical_need_no_test(desk: Desk) -> None:
    assert verdict(desk, description="Used books", hs_code="4901.99") == "no"


def test_a_test_does_not_make_waste_a_product(desk: Desk) -> None:
    facts = {"functional_test": True}
    assert verdict(desk, **plastic(is_waste=None, facts=facts)) == "yes"


@pytest.mark.parametrize(
    "code", ["3915.90", "391590", "3915 90 00", "٣٩١٥٩٠", "３９１５９０", "HS 3915"]
)
def test_a_heading_for_waste_in_any_spelling(desk: Desk, code: str) -> None:
    assert waste_heading(case_of(desk, **BARE, hs_code=code)) is not None


@pytest.mark.parametrize("code", ["", "39", "ABCD", "9401.69"])
def test_no_heading_for_waste(desk: Desk, code: str) -> None:
    assert waste_heading(case_of(desk, **BARE, hs_code=code)) is None


def test_headings_belong_to_an_edition(desk: Desk) -> None:
    """Heading 8549 for electrical waste came with the edition of 2022."""
    of = {
        edition: case_of(desk, **BARE, hs_code="8549.21", hs_edition=edition)
        for edition in ("2017", "2022", "")
    }
    assert waste_heading(of["2017"]) is None
    assert waste_heading(of["2022"]) is not None
    assert waste_heading(of[""]) is not None


def test_codes_declared_in_fields_and_words(desk: Desk) -> None:
    case = case_of(desk, description="Plastic waste, Basel code Y48", waste_codes=("A3210", "R3"))
    assert set(declared_codes(case)) == {"A3210", "Y48"}
    assert plain_code(" d 10") == "D10"


def test_words_of_a_waste_name_its_code_on_the_day(desk: Desk) -> None:
    words = {"description": "Waste television sets", "hs_code": "8549.29"}
    new = {row.code for row in named_codes(case_of(desk, **words))}
    old = {row.code for row in named_codes(case_of(desk, **words, date=date(2024, 6, 1)))}
    assert not {"A1180", "B1110"} & new
    assert not {"A1181", "Y49"} & old


def test_a_declared_code_settles_the_trade_words(desk: Desk) -> None:
    """ "Copper cable scrap" names A1190 and B1115; the declared code says which."""
    words = "Copper cable scrap"
    open_ = assess(desk, declare(description=words, hs_code="7404.00")).items[0]
    settled = assess(
        desk, declare(description=words, hs_code="7404.00", waste_codes=("B1115",))
    ).items[0]
    assert {"basel:A1190", "basel:B1115"} <= {c.ref for c in open_.candidates}
    assert "basel:A1190" not in {c.ref for c in settled.candidates}


def control(desk: Desk, **pieces: Any) -> str:
    return classify(case_of(desk, **pieces)).control


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (plastic(), "controlled"),
        (copper(), "green"),
        (clean_plastic(), "green"),
        (clean_plastic(purpose=""), "unsettled"),
        (clean_plastic(purpose="disposal"), "controlled"),
        (clean_plastic(facts={"contaminated": True}), "controlled"),
        (clean_plastic(description="Polyethylene film, unwashed"), "disputed"),
        (clean_plastic(description="Polyethylene film, uncontaminated"), "green"),
        (copper(description="Copper scrap and spent lead-acid batteries"), "disputed"),
        (waste("", "Plastic scrap in bales", "3915.90"), "unsettled"),
        (waste("", "Spent lead-acid batteries", "8549.11"), "controlled"),
        (waste("B3010", "Plastic scrap", "3915.90"), "unsettled"),
        (waste("B3010", "Plastic scrap", "3915.90", date=date(2020, 6, 1)), "green"),
        (waste("A1180", "Assorted units", "8549.29"), "controlled"),
        (waste("Y1", "Bags", "3825.30"), "controlled"),
    ],
)
def test_how_a_waste_is_controlled(desk: Desk, pieces: Pieces, expected: str) -> None:
    assert control(desk, **pieces) == expected


def test_a_hazardous_code_among_green_ones_decides(desk: Desk) -> None:
    mixed = classify(case_of(desk, **copper(waste_codes=("B1010", "A1160"))))
    assert mixed.control == "controlled"
    assert mixed.hazardous


def test_an_ended_code_stands_for_its_strictest_successor(desk: Desk) -> None:
    old = classify(case_of(desk, **waste("A1180", "Assorted units", "8549.29")))
    assert old.hazardous
    assert {row.code for row in old.codes} <= {"A1181", "Y49"}


@pytest.mark.parametrize(
    ("words", "dirty"),
    [
        ("contaminated with oil", True),
        ("household collection", True),
        ("not contaminated", False),
        ("free of household waste", False),
        ("uncontaminated", False),
        ("unwashed", True),
        ("clean", False),
        ("free of oil, contaminated with paint", True),
    ],
)
def test_words_of_contamination(desk: Desk, words: str, dirty: bool) -> None:
    assert is_dirty(case_of(desk, description=words)) is dirty
