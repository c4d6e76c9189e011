import datetime
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from customhouse.declarations.declaration import Declaration
from customhouse.declarations.source import Limits
from tests.declarations.build import (
    EXAMPLES,
    declared,
    json_refusal,
    read_json,
    read_one,
    read_text,
    refusal,
)

FULL: dict[str, Any] = {
    "id": "T-1",
    "date": "2025-06-01",
    "regime": "export",
    "country_of_export": "DE",
    "country_of_destination": "GH",
    "transit_countries": ["NL"],
    "exporter": {"name": "A", "id": "1"},
    "consignee": {"name": "B", "id": "2"},
    "items": [
        {
            "number": 7,
            "description": "insecticide",
            "hs_code": "3808.59",
            "hs_edition": "2022",
            "cas": ["298-00-0"],
            "un": ["3017"],
            "waste_codes": ["A4030"],
            "smiles": ["CCO"],
            "is_waste": False,
            "purpose": "pesticide",
            "formulation": {
                "type": "EC",
                "ingredients": [{"name": "x", "cas": "298-00-0", "strength": 20.0, "unit": "%"}],
            },
            "net_mass_kg": 10.5,
            "gross_mass_kg": 11.0,
            "packages": 2,
            "value": -5.0,
            "currency": "USD",
            "facts": {"pcb_mg_kg": 12.0, "food": False},
        }
    ],
    "documents": [
        {
            "type": "sds",
            "reference": "R",
            "issuer": "I",
            "issued_on": "2025-01-02",
            "valid_until": "2026-01-02",
            "covers_items": [7],
        }
    ],
}


def test_every_field_of_the_contract_is_read() -> None:
    result = read_json(FULL)
    assert json.loads(msgspec.json.encode(result.declarations[0])) == FULL
    assert result.notes == ()


def test_everything_but_items_may_be_missing() -> None:
    assert read_one({"items": [{}]}) == msgspec.convert({"items": [{"number": 1}]}, Declaration)


def test_null_and_empty_text_are_missing() -> None:
    def emptied(value: Any, empty: Any) -> Any:
        return dict.fromkeys(value, empty) if isinstance(value, dict) else empty

    for empty in (None, "", "  "):
        raw = {key: emptied(value, empty) for key, value in FULL.items() if key != "items"}
        item = dict.fromkeys(FULL["items"][0], empty)
        assert read_one({**raw, "items": [item]}) == read_one({"items": [{}]})


def test_single_texts_stand_for_lists_of_one() -> None:
    item = read_one(declared(cas="50-29-3", un=3077, waste_codes="Y48", smiles="CCO")).items[0]
    assert (item.cas, item.un, item.waste_codes, item.smiles) == (
        ("50-29-3",), ("3077",), ("Y48",), ("CCO",),
    )  # fmt: skip
    assert read_one(declared(un=[4, "UN1234", None, ""])).items[0].un == ("0004", "UN1234")
    raw = declared(declaration={"transit_countries": "NL", "documents": [{"covers_items": 1}]})
    assert read_one(raw).transit_countries == ("NL",)
    assert read_one(raw).documents[0].covers_items == (1,)


def test_whole_numbers_fit_where_numbers_do_and_the_reverse() -> None:
    item = read_one(declared(net_mass_kg=5, packages=3.0)).items[0]
    assert (item.net_mass_kg, item.packages) == (5.0, 3)
    assert isinstance(item.packages, int)


def test_words_of_a_choice_may_be_in_capitals() -> None:
    raw = declared(hs_edition=2022, declaration={"regime": "IMPORT"})
    assert read_one(raw).regime == "import"
    assert read_one(raw).items[0].hs_edition == "2022"


def test_what_no_list_knows_is_kept_for_screening() -> None:
    raw = declared(
        cas=["50-29-4"],
        value=-100,
        declaration={"country_of_export": "XX", "country_of_destination": "Freedonia"},
    )
    declaration = read_one(raw)
    assert declaration.country_of_export == "XX"
    assert declaration.country_of_destination == "Freedonia"
    assert declaration.items[0].cas == ("50-29-4",)
    assert declaration.items[0].value == -100


def test_missing_item_numbers_are_filled_by_place() -> None:
    assert [i.number for i in read_one({"items": [{}, {"number": None}, {}]}).items] == [1, 2, 3]


def test_a_list_holds_several_declarations() -> None:
    result = read_json([declared(), declared(description="other")])
    assert [d.items[0].description for d in result.declarations] == ["goods", "other"]


# Notes


def test_fields_that_are_none_are_noted() -> None:
    raw = declared(purpos="x", **{"zz\u202e": 1}, declaration={"exporter": {"nam": "A"}})
    assert read_json(raw).notes == (
        "items[1].purpos is not a field of a declaration: not read; did you mean purpose?",
        "items[1].zz is not a field of a declaration: not read",
        "exporter.nam is not a field of a declaration: not read; did you mean name?",
    )


def test_a_flood_of_notes_is_cut_off() -> None:
    notes = read_json({"items": [{f"field{n}": n for n in range(5000)}]}).notes
    assert len(notes) == 101
    assert notes[-1] == "and 4900 more notes"


def test_control_characters_are_taken_out_and_noted() -> None:
    result = read_json(declared(description="lin\u200bdane\x07 20\x00EC\n(\u202eabc)\ud800"))
    assert result.declarations[0].items[0].description == "lindane 20 EC (abc)\ufffd"
    assert result.notes == ("items[1].description had control or invisible characters: taken out",)


def test_line_breaks_in_a_text_are_white_space() -> None:
    result = read_text('{"items": [{"description": "two\n\tlines"}]}', "d.json")
    assert result.declarations[0].items[0].description == "two lines"
    assert result.notes == ()


def test_joiners_that_scripts_need_stay() -> None:
    word = "می\u200cخواهم"
    assert read_one(declared(description=word)).items[0].description == word


def test_a_document_for_an_item_that_is_not_there_is_noted() -> None:
    raw = declared(declaration={"documents": [{"type": "sds", "covers_items": [1, 3]}]})
    assert read_json(raw).notes == (
        "documents[0].covers_items names item 3, which is not declared",
    )


def test_facts_are_kept_and_doubtful_ones_noted() -> None:
    facts = {
        "pcb_mgkg": 3,
        "food": "no",
        "chain_length": "C14-17",
        "laboratory": True,
        "x": [1, {}],
    }
    result = read_json(declared(facts={**facts, "gone": None}))
    assert result.declarations[0].items[0].facts == facts
    assert result.notes == (
        "items[1].facts.pcb_mgkg is not a fact that rules know: kept, not used; "
        "did you mean pcb_mg_kg?",
        "items[1].facts.food should be true or false: kept, not used",
        "items[1].facts.x is not a fact that rules know: kept, not used",
    )


# Refusals: each names the field, the line and what to do


@pytest.mark.parametrize(
    ("raw", "field", "words"),
    [
        (declared(net_mass_kg="12"), "items[1].net_mass_kg", "the text '12', not a number"),
        (declared(net_mass_kg=True), "items[1].net_mass_kg", "not a number"),
        (declared(net_mass_kg=-1), "items[1].net_mass_kg", "less than 0"),
        (declared(gross_mass_kg=-0.5), "items[1].gross_mass_kg", "less than 0"),
        (declared(packages=-1), "items[1].packages", "less than 0"),
        (declared(packages=1.5), "items[1].packages", "not a whole number"),
        (declared(net_mass_kg=10**400), "items[1].net_mass_kg", "beyond every real quantity"),
        (declared(number="1"), "items[1].number", "not a whole number"),
        (declared(number=0), "items[1].number", "less than 1"),
        (declared(hs_code=3808.59), "items[1].hs_code", "not text"),
        (declared(description=["a"]), "items[1].description", "a list, not text"),
        (declared(cas=[502]), "items[1].cas[0]", "not text"),
        (declared(cas={}), "items[1].cas", "an object, not a list"),
        (declared(is_waste="yes"), "items[1].is_waste", "not true or false"),
        (declared(is_waste=1), "items[1].is_waste", "not true or false"),
        (declared(hs_edition="2020"), "items[1].hs_edition", "not one of 2012, 2017, 2022"),
        (declared(formulation="EC"), "items[1].formulation", "not an object"),
        (declared(facts=[]), "items[1].facts", "a list, not an object"),
        (declared(facts={"pcb_mg_kg": -1}), "items[1].facts.pcb_mg_kg", "not 0 to"),
        (declared(facts={"chlorine_percent": 101}), "items[1].facts.chlorine_percent", "100"),
        (declared(facts={"x": [10**400]}), "items[1].facts.x", "beyond"),
        ({"items": [{}], "regime": "exprot"}, "regime", "did you mean export?"),
        ({"items": [{}], "regime": 1.5}, "regime", "not text"),
        ({"items": [{}], "date": "2025-02-30"}, "date", "a day that does not exist"),
        ({"items": [{}], "date": "01/06/2025"}, "date", "not a date"),
        ({"items": [{}], "date": "2025-06-01T00:00:00"}, "date", "not a date"),
        ({"items": [{}], "date": 20250601}, "date", "not a date"),
        ({"items": [{}], "exporter": "ACME"}, "exporter", "not an object"),
        ({"items": [{}], "documents": {"type": "sds"}}, "documents", "not a list"),
        ({"items": [{}], "documents": [None]}, "documents[0]", "null, not an object"),
        ({"items": [{}], "documents": [{"type": "sdz"}]}, "documents[0].type", "mean sds?"),
        ({"items": [{}], "documents": [{"issued_on": "x"}]}, "documents[0].issued_on", "date"),
        ({"items": [{}], "documents": [{"covers_items": [0]}]}, "documents[0].covers_items[0]", ""),
        ({"items": []}, "items", "no items"),
        ({"items": None}, "items", "no items"),
        ({}, "items", "no items"),
        ({"items": "x"}, "items", "not a list"),
        ({"items": {"number": 1}}, "items", "not a list"),
        ({"items": [1]}, "items[1]", "the number 1, not an object"),
        ({"items": [{"number": 3}, {"number": 3}]}, "items[3].number", "two items have"),
        ({"items": [{"number": 2}, {}]}, "items[2].number", "two items have"),
        ({"items": [{"number": 5, "packages": "x"}]}, "items[5].packages", ""),
        ([declared(), declared(packages="x")], "declarations[1].items[1].packages", ""),
        ([declared(), 5], "declarations[1]", "not an object"),
    ],
)
def test_what_cannot_be_meant_is_refused(raw: Any, field: str, words: str) -> None:
    error = json_refusal(raw)
    assert error.field == field
    assert words in error.problem


@pytest.mark.parametrize(
    ("strength", "unit", "refused"),
    [(100, "%", False), (100.5, "%", True), (640, "g/l", False), (-1, "g/l", True), (-1, "", True),
     (10**5, "g/l", True), (640, "G/L", False), (20, "ppm", True)],
)  # fmt: skip
def test_strengths(strength: float, unit: str, refused: bool) -> None:
    raw = declared(formulation={"ingredients": [{"strength": strength, "unit": unit}]})
    if refused:
        assert json_refusal(raw).field.startswith("items[1].formulation.ingredients[0].")
    else:
        formulation = read_one(raw).items[0].formulation
        assert formulation is not None
        assert formulation.ingredients[0].strength == strength


def test_the_line_of_a_field_is_named() -> None:
    text = json.dumps({"items": [{"cas": ["a", "b"]}, {"packages": -2}]}, indent=1)
    error = refusal(text, "d.json")
    assert error.line is not None
    assert '"packages": -2' in text.splitlines()[error.line - 1]
    assert str(error).startswith(f"line {error.line}, field items[2].packages: ")


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ('{"items": [\n{},]}', "not JSON", 2),
        ('{"items": [{}]', "not JSON", 1),
        ("{'items': []}", "not JSON", 1),
        ('{"items": [{}]} x', "not JSON", 1),
        ('{"items": [{"value":\n NaN}]}', "NaN is not a number", 2),
        ('{"id": "NaN",\n"items": [{"value": -Infinity}]}', "-Infinity is not a number", 2),
        ('{"items": [{"value": 1e999}]}', "beyond every real quantity", 1),
        ('{"items": [{"facts": {"x":\n -1e999}}]}', "beyond every real quantity", 2),
        ('{"items": [{"cas": [],\n"un": [],\n"cas": []}]}', "the key 'cas' stands twice", 3),
        ('{"items": [{"a": {"b": 1, "a": 2}, "b": 3}],\n"id": "1", "i\\u0064": "2"}', "'id'", 2),
        ('{"items": [{"value": 1' + "0" * 5000 + "}]}", "thousands of digits", None),
        ("[]", "the list is empty", None),
        ("5", "the number 5, not an object", 1),
        ('"items"', "not an object", 1),
        ("null", "null, not an object", 1),
        ("truth", "not JSON", 1),
    ],
)
def test_text_that_is_no_declaration(text: str, words: str, line: int | None) -> None:
    error = refusal(text, "d.json")
    assert words in error.problem
    assert error.line == line


def test_deep_nesting_is_refused() -> None:
    for text in (
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"items": [{"x": ' + "[" * 40 + "]" * 40 + "}]}",
    ):
        assert "lie within one another" in refusal(text, "d.json").problem
    assert read_text('{"id": "' + "[" * 40 + '", "items": [{}]}', "d.json").declarations


def test_limits() -> None:
    few = Limits(text_chars=20, items=2, file_bytes=300)
    assert "longer than 20" in json_refusal(declared(description="x" * 21), few).problem
    assert "longer than 20" in json_refusal(declared(facts={"x" * 21: 1}), few).problem
    assert "3 items" in json_refusal({"items": [{}, {}, {}]}, few).problem
    assert "3 items" in json_refusal([declared(), declared(), declared()], few).problem
    assert "300 bytes" in refusal(" " * 301, "d.json", few).problem


@pytest.mark.parametrize("name", ["plastic_export.json", "ewaste.json", "lawful_scrap.json"])
def test_examples_are_read_without_a_note(name: str) -> None:
    text = (EXAMPLES / name).read_text("utf-8")
    result = read_text(text, name)
    assert result.notes == ()
    raw = {k: v for k, v in json.loads(text).items() if v}
    assert msgspec.to_builtins(result.declarations[0]).keys() == raw.keys()
    assert read_text(msgspec.json.encode(result.declarations[0]).decode(), name) == result


TEXTS = st.text(max_size=8)
NUMBERS = st.integers(0, 10**6) | st.floats(0, 10**6)
ITEMS = st.fixed_dictionaries(
    {},
    optional={
        "description": TEXTS,
        "cas": st.lists(TEXTS, max_size=2) | TEXTS,
        "un": st.lists(TEXTS | st.integers(0, 9999), max_size=2),
        "is_waste": st.booleans() | st.none(),
        "purpose": TEXTS,
        "net_mass_kg": NUMBERS | st.none(),
        "packages": st.integers(0, 1000),
        "value": st.floats(-(10**6), 10**6),
        "facts": st.dictionaries(TEXTS, st.booleans() | TEXTS, max_size=3),
    },
)
DECLARATIONS = st.fixed_dictionaries(
    {"items": st.lists(ITEMS, min_size=1, max_size=3)},
    optional={
        "id": TEXTS,
        "date": st.dates(datetime.date(1970, 1, 1)).map(str),
        "regime": st.sampled_from(["import", "export", "transit"]),
        "exporter": st.fixed_dictionaries({}, optional={"name": TEXTS, "id": TEXTS}),
        "documents": st.lists(st.fixed_dictionaries({}, optional={"reference": TEXTS}), max_size=2),
    },
)


@given(DECLARATIONS)
def test_what_is_read_reads_the_same_when_written(raw: dict[str, Any]) -> None:
    declaration = read_one(raw)
    assert read_one(msgspec.to_builtins(declaration)) == declaration
