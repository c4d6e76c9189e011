import datetime

import pytest

from customhouse.declarations.declaration import Declaration, Ingredient
from customhouse.declarations.source import Limits
from tests.declarations.build import EXAMPLES, read_text, refusal


def _read(text: str) -> tuple[Declaration, ...]:
    return read_text(text, "lines.csv").declarations


def test_one_line_is_one_item_of_one_declaration() -> None:
    (declaration,) = _read("description,hs_code\nscrap,7404.00\nmore scrap,7404.00\n")
    assert [i.description for i in declaration.items] == ["scrap", "more scrap"]
    assert [i.number for i in declaration.items] == [1, 2]
    assert declaration.id == ""


def test_lines_of_one_id_are_one_declaration_wherever_they_stand() -> None:
    declarations = _read("declaration_id,regime,description\nA,import,x\nB,,y\nA,,z\n")
    assert [(d.id, len(d.items)) for d in declarations] == [("A", 2), ("B", 1)]
    assert declarations[0].regime == "import"


def test_every_column() -> None:
    cells = {
        "declaration_id": "A", "date": "2025-06-01", "regime": "export",
        "country_of_export": "DE", "country_of_destination": "GH", "transit_countries": "NL;BE",
        "exporter_name": "N", "exporter_id": "1", "consignee_name": "M", "consignee_id": "2",
        "item_number": "4", "description": "d", "hs_code": "3808.59", "hs_edition": "2022",
        "cas": "50-29-3;58-89-9", "un": "2761", "waste_codes": "Y4", "smiles": "CCO",
        "is_waste": "no", "purpose": "pesticide", "formulation_type": "EC",
        "ingredient_name": "a;b", "ingredient_cas": "50-29-3;", "ingredient_strength": "20;1.5",
        "ingredient_unit": "%;g/l", "net_mass_kg": "1e3", "gross_mass_kg": "1100.5",
        "packages": "10", "value": "-5", "currency": "EUR",
        "documents": "sds:R:1:2026-01-01; permit:P",
        "facts.pcb_mg_kg": "12.5", "facts.food": "no", "facts.laboratory": "Lab 7",
        "facts.other": "true", "facts.count": "3",
    }  # fmt: skip
    (declaration,) = _read("\t".join(cells) + "\n" + "\t".join(cells.values()) + "\n")
    item = declaration.items[0]
    assert declaration.date == datetime.date(2025, 6, 1)
    assert declaration.transit_countries == ("NL", "BE")
    assert (declaration.exporter.name, declaration.consignee.id) == ("N", "2")
    assert (item.number, item.cas, item.un) == (4, ("50-29-3", "58-89-9"), ("2761",))
    assert (item.is_waste, item.net_mass_kg, item.packages, item.value) == (False, 1000, 10, -5)
    assert item.formulation is not None
    assert item.formulation.ingredients == (
        Ingredient(name="a", cas="50-29-3", strength=20, unit="%"),
        Ingredient(name="b", strength=1.5, unit="g/l"),
    )
    assert item.facts == {
        "pcb_mg_kg": 12.5, "food": False, "laboratory": "Lab 7", "other": True, "count": 3,
    }  # fmt: skip
    sds, permit = declaration.documents
    assert (sds.type, sds.reference, sds.valid_until) == ("sds", "R:1", datetime.date(2026, 1, 1))
    assert (permit.type, permit.reference, permit.covers_items) == ("permit", "P", (4,))


def test_a_document_on_several_lines_covers_their_items() -> None:
    (declaration,) = _read("item_number,documents\n1,sds:A\n2,sds:B\n3,sds:A\n")
    assert [(d.reference, d.covers_items) for d in declaration.documents] == [
        ("A", (1, 3)),
        ("B", (2,)),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    (declaration,) = _read(f'description{delimiter}hs_code\n"a, b; c"{delimiter}7404\n')
    assert declaration.items[0].description == "a, b; c"
    assert declaration.items[0].hs_code == "7404"


def test_a_decimal_comma_where_commas_are_free() -> None:
    (declaration,) = _read("description;net_mass_kg\nx;1234,5\n")
    assert declaration.items[0].net_mass_kg == 1234.5


def test_what_spreadsheets_add_is_read_over() -> None:
    text = "\ufeffsep=;\r\n\r\nDescription;HS-Code;;\r\nx;7404;;\r\n;;;\r\n\r\n"
    (declaration,) = _read(text)
    assert [i.hs_code for i in declaration.items] == ["7404"]


def test_short_lines_leave_the_last_columns_empty() -> None:
    assert _read("description,hs_code,un\nx\n")[0].items[0].un == ()


def test_columns_that_are_none_are_noted() -> None:
    notes = read_text("descripton,hs_code,remark,remark\nx,7404,a,b\n", "l.csv").notes
    assert notes == (
        "column 'descripton' is not one of a declaration: not read; did you mean description?",
        "column 'remark' is not one of a declaration: not read",
    )


def test_the_example() -> None:
    result = read_text((EXAMPLES / "pesticide_lines.csv").read_text("utf-8"), "x.csv")
    assert result.notes == ()
    assert [(d.id, len(d.items)) for d in result.declarations] == [
        ("IN-KE-3301", 3),
        ("CN-PE-0907", 2),
    ]
    formulation = result.declarations[0].items[1].formulation
    assert formulation is not None
    assert formulation.ingredients[0].strength == 3.0
    assert result.declarations[0].documents[0].covers_items == (1,)


@pytest.mark.parametrize(
    ("text", "line", "field", "words"),
    [
        ("description,net_mass_kg\nx,12\ny,many\n", 3, "net_mass_kg", "not a number"),
        ('description,net_mass_kg\nx,"1,5"\n', 2, "net_mass_kg", "not a number"),
        ("description;net_mass_kg\nx;1.234,5\n", 2, "net_mass_kg", "not a number"),
        ("description;net_mass_kg\nx;12 kg\n", 2, "net_mass_kg", "not a number"),
        ("description,net_mass_kg\nx,nan\n", 2, "net_mass_kg", "not a number"),
        ("description,net_mass_kg\nx,1e999\n", 2, "net_mass_kg", "beyond"),
        ("description,net_mass_kg\nx,-1\n", 2, "net_mass_kg", "less than 0"),
        ("description,packages\nx,1.5\n", 2, "packages", "not a whole number"),
        ("description,is_waste\nx,maybe\n", 2, "is_waste", "neither true nor false"),
        ("description,facts.food\nx,maybe\n", 2, "facts.food", "neither true nor false"),
        ("description,facts.pcb_mg_kg\nx,-2\n", 2, "facts.pcb_mg_kg", "not 0 to"),
        ("description,regime\nx,exprot\n", 2, "regime", "mean export?"),
        ("description,date\nx,2025-13-01\n", 2, "date", "does not exist"),
        ("description,regime\nx,import\ny,export\n", 3, "regime", "'import' on line 2"),
        ("ingredient_name,ingredient_strength\na;b,20;99999\n", 2, "ingredient_strength", ""),
        ("ingredient_strength,ingredient_unit\n101,%\n", 2, "ingredient_strength", "the whole"),
        ("description,documents\nx,sdz:1\n", 2, "documents", "mean sds?"),
        ("description,documents\nx,sds:1:2025-02-30\n", 2, "documents", "does not exist"),
        ("item_number,description\n1,x\n1,y\n", 3, "item_number", "two items have"),
        ("item_number,description\n0,x\n", 2, "item_number", "less than 1"),
        ("declaration_id,description\n,x\nB,y\n", 2, "declaration_id", "is empty"),
        ("declaration_id,description\nB,x\n,y\n", 3, "declaration_id", "is empty"),
        ("description,description\nx,y\n", 1, "description", "stands twice"),
        ("description,hs_code\nx,7404,more\n", 2, "", "3 cells, the header 2"),
        ('description,hs_code\n"x,7404\n', 2, "", "no CSV"),
        ('description,hs_code\n"x"y,7404\n', 2, "", "no CSV"),
        ("a,b\n1,2\n", 1, "", "no column of the first line"),
        ("description\n", None, "", "no line below"),
        ("description,hs_code\n,\n", None, "", "no line below"),
    ],
)
def test_refusals_name_line_and_column(text: str, line: int | None, field: str, words: str) -> None:
    error = refusal(text, "lines.csv")
    assert (error.line, error.field) == (line, field)
    assert words in error.problem


def test_long_lines_and_many_lines_are_refused() -> None:
    few = Limits(text_chars=100, items=2)
    assert refusal("description\n" + "x" * 101, "l.csv", few).line == 2
    assert refusal("description" + "," * 100, "l.csv", few).line == 1
    over = refusal('description\n"' + "x\n" * 60 + '"', "l.csv", few)
    assert "more than 100 characters" in over.problem
    assert refusal("description\n" + "x\n" * 3, "l.csv", few).line == 4
    assert len(read_text("description\n" + "x\n" * 2, "l.csv", few).declarations[0].items) == 2


def test_a_field_beyond_what_csv_allows_is_refused() -> None:
    error = refusal('description\n"' + "x" * 200_000 + '"', "l.csv")
    assert "field larger than field limit" in error.problem
