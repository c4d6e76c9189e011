"""Items that nobody can tell what they are, or that try to hide it."""

from typing import Any

import pytest

from customhouse.declarations.declaration import Formulation, Ingredient
from customhouse.desk import Desk
from tests.screening.build import Pieces, assess, case_of, declare, findings, outcome_of, papers
from tests.screening.rotterdam_rows import aldicarb
from tests.screening.stockholm_rows import endosulfan

CHEMICAL: Pieces = {"description": "chemical product n.e.s.", "hs_code": "3808.91"}

NOTHING: tuple[Pieces, ...] = (
    {},
    {"description": ""},
    {"description": " \t\n"},
    {"description": "\u200b\u200f\u202e"},
    {"description": "\x00\x07\x1b"},
    {"description": "---"},
    {"description": "…?!"},
    {"cas": ("",)},
    {"cas": ("n/a",)},
    {"cas": ("-", "none")},
    {"un": ("",)},
    {"un": ("none",)},
    {"waste_codes": ("",)},
    {"waste_codes": (" ", "-")},
    {"smiles": ("",)},
    {"smiles": (" ",)},
    {"formulation": Formulation()},
    {"formulation": Formulation(ingredients=(Ingredient(), Ingredient(name="-", cas="n/a")))},
    {"hs_code": "9401.69"},
)


@pytest.mark.parametrize("pieces", NOTHING, ids=repr)
def test_neither_words_nor_numbers(desk: Desk, pieces: Pieces) -> None:
    assessment = assess(desk, declare(**pieces))
    assert assessment.outcome != "release"
    assert "STK-01" in {finding.rule for finding in findings(assessment)}


@pytest.mark.parametrize(
    "pieces",
    [
        {},
        {"cas": ("",)},
        {"cas": ("n/a",)},
        {"smiles": ("",)},
        {"formulation": Formulation(ingredients=(Ingredient(name="-"),))},
        {"description": "CHEMICAL"},
        {"description": "insecticide"},
        {"description": "\u202echemical\u202c \u200bproduct"},
    ],
    ids=repr,
)
def test_a_chemical_that_says_nothing(desk: Desk, pieces: Pieces) -> None:
    assert outcome_of(desk, **CHEMICAL | pieces) != "release"


def test_a_chemical_that_says_what_it_is(desk: Desk) -> None:
    """A valid number of another substance is an answer."""
    assert outcome_of(desk, **CHEMICAL | {"cas": ("7732-18-5",)}) == "release"


@pytest.mark.parametrize(
    "cas", ["58-89-8", "58899", "CAS 58-89-8", "58-89", "1234567", "0", "58-89-9-9", "５８-８９-８"]
)
def test_a_number_that_cannot_be_one(desk: Desk, cas: str) -> None:
    assert outcome_of(desk, description="White powder", cas=(cas,)) != "release"


@pytest.mark.parametrize(
    "cas",
    [
        "58-89-9",
        "58899",
        " CAS 58-89-9 ",
        "５８-８９-９",
        "٥٨-٨٩-٩",
        "५८-८९-९",
        "⁵⁸-⁸⁹-⁹",
        "58‑89‑9",
        "58–89–9",
    ],
)
def test_a_number_in_any_digits(desk: Desk, cas: str) -> None:
    assert outcome_of(desk, description="White powder", cas=(cas,)) != "release"


@pytest.mark.parametrize(
    "code",
    [
        "39.15.90.00.00.00.00",
        "ABCD",
        "12",
        "39I5.90",
        "39l590",
        "-",
        "????",
        "0" * 13,
        "HS",
        "ex",
        "3" * 100_000,
    ],
    ids=lambda code: code[:20],
)
def test_a_customs_code_that_cannot_be_one(desk: Desk, code: str) -> None:
    assert outcome_of(desk, description="Wooden chairs", hs_code=code) != "release"


@pytest.mark.parametrize(
    "code", ["9401", "9401.69", "9401 69 00", "HS 9401.69", "ex 9401", "ex9401", "94016900.00"]
)
def test_a_customs_code_in_any_spelling(desk: Desk, code: str) -> None:
    assert outcome_of(desk, description="Wooden chairs", hs_code=code) == "release"


@pytest.mark.parametrize(
    "smiles", ["C1CC(", "xyz", "C" * 900 + "(", "\x00", "💥", "C(C)(C)(C)(C)C"]
)
def test_a_structure_that_cannot_be_one(desk: Desk, smiles: str) -> None:
    assert outcome_of(desk, description="White powder", smiles=(smiles,)) != "release"


@pytest.mark.parametrize("code", ["Z99", "GC010", "Y999", "A9999", "16 02 13*", "B1010x", "💥"])
def test_a_waste_code_that_no_annex_has(desk: Desk, code: str) -> None:
    assert outcome_of(desk, description="Copper", waste_codes=(code,)) != "release"


@pytest.mark.parametrize("field", ["country_of_export", "country_of_destination"])
@pytest.mark.parametrize("code", ["XX", "ZZZ", "Germany", "?", "\u202eED", " "])
def test_a_country_that_no_list_knows(desk: Desk, field: str, code: str) -> None:
    shipped: Pieces = {"description": "Wooden chairs", field: code}
    assert outcome_of(desk, **shipped) != "release"


def test_a_country_of_transit_that_no_list_knows(desk: Desk) -> None:
    shipped = {"description": "Wooden chairs", "transit_countries": ("NL", "XX")}
    assessment = assess(desk, declare(**shipped))
    assert assessment.outcome == "request_documents"
    assert [missing.field for missing in assessment.missing] == ["transit_countries[2]"]


@pytest.mark.parametrize(
    "words",
    [
        "\x00lindane\x00",
        "\u202elindane\u202c",
        "\ufefflindane",
        "lin\u200bdane",
        "lin\u00addane",
        "LINDANE",
        "ｌｉｎｄａｎｅ",
        "lindane\u0301",
        "lindane" + "!" * 1000,
        "(((lindane)))",
    ],
    ids=ascii,
)
def test_marks_do_not_hide_a_name(desk: Desk, words: str) -> None:
    assert outcome_of(desk, description=words) != "release"


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "plastic film " * 8_000,
        "a-" * 50_000,
        "58-89-" * 16_000,
        "\u202e" * 100_000,
        "éèê " * 25_000,
        "化学品" * 33_000,
        "without " * 12_500,
        "Y48 " * 25_000,
        "1" * 100_000,
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_a_long_text_is_read(desk: Desk, text: str) -> None:
    assert assess(desk, declare(description=text, hs_code="3920.10")).items
    assert outcome_of(desk, description=f"lindane {text}") != "release"
    assert assess(desk, declare(description="Chairs", purpose=text)).items


@pytest.mark.parametrize(
    "facts",
    [
        {"pcb_mg_kg": float("nan")},
        {"pcb_mg_kg": float("-inf")},
        {"pop_mg_kg": "0"},
        {"pop_mg_kg": True},
        {"pcb_mg_kg": None},
        {"laboratory": ""},
        {"laboratory": " "},
        {"functional_test": "yes"},
        {"": ""},
        {"article": []},
    ],
    ids=repr,
)
@pytest.mark.parametrize("purpose", ["pesticide", "industrial", "research", "recovery"])
def test_facts_of_the_wrong_kind_open_nothing(
    desk: Desk, facts: dict[str, Any], purpose: str
) -> None:

    documents = papers("analysis", "sds")
    base: Pieces = {"purpose": purpose, "net_mass_kg": 1.0, "documents": documents}
    for pieces in (
        endosulfan(**base),
        endosulfan(**base, cas=("1336-36-3",), description="PCB oil"),
    ):
        assert outcome_of(desk, **pieces | {"facts": facts}) == outcome_of(desk, **pieces)


def test_numbers_without_end(desk: Desk) -> None:
    case = case_of(desk, facts={"a": float("nan"), "b": float("inf"), "c": 1, "d": True, "e": "1"})
    assert [case.number(name) for name in "abcdef"] == [None, None, 1.0, None, None, None]


def test_hostile_fields_of_a_listed_chemical(desk: Desk) -> None:
    shipped = aldicarb(
        description="Aldicarb \u202e\x00" + "A" * 100_000,
        cas=("116-06-3", "", "💥", "1" * 10_000),
        un=("💥", "9999", ""),
        waste_codes=("💥",),
        smiles=("💥", "CCO"),
        currency="💥",
        value=float("inf"),
        net_mass_kg=float("nan"),
        gross_mass_kg=0.0,
        purpose="💥",
    )
    assert outcome_of(desk, **shipped) != "release"
