import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import casrn
from stdnum.eu import ecnumber

from customhouse.declarations.declaration import Formulation, Ingredient, Item
from customhouse.identify.normalise import Folded
from customhouse.identify.numbers import (
    cas_field,
    code_field,
    hs_field,
    invalid_cas,
    is_cas,
    is_ec,
    text_numbers,
    un_field,
)


def in_text(text: str) -> list[tuple[str, str, str]]:
    """Kind, value and words of each number in a text."""
    return [(n.kind, n.value, n.evidence) for n in text_numbers("description", Folded(text))]


@given(st.integers(0, 9_999_999_999))
def test_check_digits_agree_with_another_library(number: int) -> None:
    digits = f"{number:05}"
    cas = f"{digits[:-3]}-{digits[-3:-1]}-{digits[-1]}"
    if 2 <= len(digits[:-3]) <= 7 and digits[0] != "0":
        assert is_cas(cas) == casrn.is_valid(cas)
    ec = f"{number % 10**7:07}"
    ec = f"{ec[:3]}-{ec[3:6]}-{ec[6]}"
    assert is_ec(ec) == ecnumber.is_valid(ec)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("aldrin 309-00-2 powder", ("cas", "309-00-2", "309-00-2")),
        ("CAS No. 309–00–2", ("cas", "309-00-2", "309–00–2")),
        ("cas 000309-00-2", ("cas", "309-00-2", "000309-00-2")),
        ("CAS: 309 - 00 - 2", ("cas", "309-00-2", "309 - 00 - 2")),
        ("CAS# 309002", ("cas", "309-00-2", "309002")),
        ("CAS ٣٠٩-٠٠-٢", ("cas", "309-00-2", "٣٠٩-٠٠-٢")),
        ("EC 200-401-2", ("ec", "200-401-2", "200-401-2")),
        ("UN 2761", ("un", "2761", "2761")),
        ("UN2761, PG II", ("un", "2761", "2761")),
        ("UN No. 2761", ("un", "2761", "2761")),
        ("ONU 2761", ("un", "2761", "2761")),
        ("ООН 2761", ("un", "2761", "2761")),
        ("联合国编号2761", ("un", "2761", "2761")),
        ("HS 3808.91", ("hs", "380891", "3808.91")),
        ("HS code: 38089190", ("hs", "38089190", "38089190")),
        ("NCM 3808.91.90", ("hs", "38089190", "3808.91.90")),
        ("tariff heading 3915", ("hs", "3915", "3915")),
        ("ТН ВЭД 3808 91", ("hs", "380891", "3808 91")),
        ("海关编码38089190", ("hs", "38089190", "38089190")),
        ("waste A1180", ("code", "A1180", "A1180")),
        ("y 48", ("code", "Y48", "y 48")),
        ("б/у лом А1180", ("code", "A1180", "А1180")),  # Cyrillic А
    ],
)
def test_a_number_is_found_in_text(text: str, number: tuple[str, str, str]) -> None:
    assert in_text(text) == [number]


@pytest.mark.parametrize(
    "text",
    [
        "part 12345-67-8",  # wrong check digit and no label
        "phone 555-123-4567",
        "380891",
        "lot 2761",
        "invoice 2020-05-15",
        "AC300",
        "GC010",
        "BA1180",
        "A11801",
        "Y48.5",
        "HS 380",
        "A3210-7",
        "3808.91 kg",
    ],
)
def test_other_digits_are_no_numbers(text: str) -> None:
    assert in_text(text) == []


@pytest.mark.parametrize(
    ("text", "labelled"),
    [
        ("Basel code A1180", True),
        ("Annex VIII: A1180", True),
        ("annex ix list B1180", True),
        ("bearing A1180", False),
    ],
)
def test_a_code_knows_whether_the_text_calls_it_one(text: str, labelled: bool) -> None:
    (number,) = text_numbers("description", Folded(text))
    assert number.labelled is labelled


@pytest.mark.parametrize(
    ("value", "numbers"),
    [
        ("309-00-2", [("309-00-2", True)]),
        (" CAS 309-00-2 ", [("309-00-2", True)]),
        ("309002", [("309-00-2", True)]),
        ("309-00-2; 58-89-9", [("309-00-2", True), ("58-89-9", True)]),
        ("309-00-3", [("309-00-3", False)]),
        ("309-00", [("309-00", False)]),
        ("n/a", []),
        ("", []),
    ],
)
def test_a_cas_field_is_read_and_judged(value: str, numbers: list[tuple[str, bool]]) -> None:
    assert [(n.value, n.valid) for n in cas_field("cas[0]", value)] == numbers


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("3808.91", "380891"),
        ("38.08.91", "380891"),
        ("3808 91 90 00", "3808919000"),
        ("HS 3915", "3915"),
        ("391", None),
        ("3808919000123", None),
        ("unknown", None),
    ],
)
def test_a_customs_code_is_read_however_it_is_grouped(value: str, code: str | None) -> None:
    assert [n.value for n in hs_field("hs_code", value)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ("A1180", ["A1180"]),
        ("a 1181", ["A1181"]),
        ("Y 48", ["Y48"]),
        ("Basel B3011 / Y48", ["B3011", "Y48"]),
        ("AC300", []),
        ("16 06 01*", []),
    ],
)
def test_a_field_of_codes_holds_basel_codes_alone(value: str, codes: list[str]) -> None:
    assert [n.value for n in code_field("waste_codes[0]", value)] == codes


def test_a_un_field_needs_no_label() -> None:
    assert [n.value for n in un_field("un[0]", "UN2761")] == ["2761"]
    assert [n.value for n in un_field("un[0]", "0028")] == ["0028"]
    assert [n.value for n in un_field("un[0]", "27611")] == []


def test_wrong_cas_numbers_are_told_with_their_field() -> None:
    item = Item(
        description="CAS 309-00-3, part 12345-67-8",
        cas=("58-89-9", "58-89-8", "n/a"),
        formulation=Formulation(ingredients=(Ingredient(cas="2921-88-2"), Ingredient(cas="1-2"))),
    )
    assert [(n.field, n.value, n.span) for n in invalid_cas(item)] == [
        ("cas[1]", "58-89-8", None),
        ("description", "309-00-3", (4, 12)),
        ("formulation.ingredients[1].cas", "1-2", None),
    ]


@given(st.text(st.sampled_from("CASUNHEYAB0123456789-–. :№ооНВА"), max_size=60))
def test_spans_slice_to_the_evidence(text: str) -> None:
    for number in text_numbers("description", Folded(text)):
        assert number.span is not None
        assert text[slice(*number.span)] == number.evidence
