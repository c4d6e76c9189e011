import datetime

import pytest

from customhouse.declarations.declaration import Declaration
from customhouse.declarations.read import read_declarations
from customhouse.declarations.sad_dates import DateOrder
from customhouse.declarations.source import Limits
from tests.declarations.build import EXAMPLES, read_text, refusal

EXAMPLE = (EXAMPLES / "sad_import_lindane.xml").read_text("utf-8")


def _sad(items: str = "<Item/>", head: str = "") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<ASYCUDA>{head}\n{items}</ASYCUDA>'


def _read(text: str) -> Declaration:
    (declaration,) = read_text(text, "sad.xml").declarations
    return declaration


def test_the_example() -> None:
    declaration = _read(EXAMPLE)
    assert declaration.id == "BCA-2025-0519-7"
    assert declaration.date == datetime.date(2025, 5, 19)
    assert declaration.regime == "import"
    assert (declaration.country_of_export, declaration.country_of_destination) == ("IN", "TZ")
    assert declaration.transit_countries == ("OM",)
    assert declaration.exporter.name.startswith("SHREE CHEMICALS PVT. LTD. PLOT 44")
    assert declaration.exporter.id == ""
    assert declaration.consignee.id == "100233417"
    lindane, neem, oil = declaration.items
    assert lindane.hs_code == "38085900000"
    assert lindane.description == (
        "LINDANE 20 EC (GAMMA-HCH) INSECTICIDE, 200 L DRUMS, CAS 58-89-9; "
        "Goods specified in Subheading Note 1 to this Chapter"
    )
    assert (lindane.net_mass_kg, lindane.gross_mass_kg, lindane.packages) == (4000, 4320, 20)
    assert (lindane.value, lindane.currency) == (13600, "USD")
    assert (neem.number, oil.number) == (2, 3)
    assert [(d.type, d.reference, d.covers_items) for d in declaration.documents] == [
        ("other", "SC/25-26/0881", (1, 2, 3)),
        ("sds", "SDS-LIN-20EC", (1,)),
        ("analysis", "LAB-7741", (3,)),
        ("other", "P-0081", (3,)),
    ]
    assert declaration.documents[1].issued_on == datetime.date(2025, 4, 28)


def test_what_was_not_read_as_written_is_noted() -> None:
    assert read_text(EXAMPLE, "sad.xml").notes == (
        "transit_countries: 'OM', from box 10 of the SAD",
        "attached document code 'Z44' ('Permit of the agency') is not known: read as other",
    )


def test_an_administration_brings_its_own_document_codes() -> None:
    result = read_declarations(EXAMPLE.encode(), "sad.xml", document_codes={"z44": "permit"})
    assert result.declarations[0].documents[3].type == "permit"
    assert len(result.notes) == 1


def test_words_of_the_contract_are_document_codes() -> None:
    document = "<Attached_document_code>BASEL_CONSENT</Attached_document_code>"
    text = _sad(f"<Item><Attached_documents>{document}</Attached_documents></Item>")
    assert _read(text).documents[0].type == "basel_consent"


@pytest.mark.parametrize(
    ("kind", "procedure", "flow", "regime"),
    [
        ("IM", "4", "I", "import"),
        ("IM4", "", "", "import"),
        ("EX", "1", "E", "export"),
        ("EX", "3", "E", "export"),
        ("IM", "8", "I", "transit"),
        ("EX8", "", "", "transit"),
        ("T1", "", "", "transit"),
        ("TR", "8", "I", "transit"),
        ("<null/>", "<null/>", "E", "export"),
        ("SD", "", "I", "import"),
        ("SD", "", "", None),
        ("", "", "", None),
    ],
)
def test_regimes(kind: str, procedure: str, flow: str, regime: str | None) -> None:
    head = (
        f"<Property><Sad_flow>{flow}</Sad_flow></Property><Identification><Type>"
        f"<Type_of_declaration>{kind}</Type_of_declaration>"
        f"<Declaration_gen_procedure_code>{procedure}</Declaration_gen_procedure_code>"
        "</Type></Identification>"
    )
    assert _read(_sad(head=head)).regime == regime


@pytest.mark.parametrize(
    ("first", "transit"), [("OM", ("OM",)), ("IN", ()), ("TZ", ()), ("<null/>", ())]
)
def test_box_10_is_transit_only_when_it_is_neither_end(first: str, transit: tuple[str]) -> None:
    head = (
        "<General_information><Country>"
        f"<Country_first_destination>{first}</Country_first_destination>"
        "<Export><Export_country_code>IN</Export_country_code></Export>"
        "<Destination><Destination_country_code>TZ</Destination_country_code></Destination>"
        "</Country></General_information>"
    )
    assert _read(_sad(head=head)).transit_countries == transit


def test_the_currency_of_the_invoice_serves_items_without_one() -> None:
    head = "<Valuation><Gs_Invoice><Currency_code>EUR</Currency_code></Gs_Invoice></Valuation>"
    amount = "<Amount_foreign_currency>-5.5</Amount_foreign_currency>"
    item = f"<Item><Valuation_item><Item_Invoice>{amount}</Item_Invoice></Valuation_item></Item>"
    (read,) = _read(_sad(item, head)).items
    assert (read.value, read.currency) == (-5.5, "EUR")


def test_a_part_of_a_package_is_not_read() -> None:
    item = "<Item><Packages><Number_of_packages>0.06</Number_of_packages></Packages></Item>"
    result = read_text(_sad(item), "sad.xml")
    assert result.declarations[0].items[0].packages is None
    assert result.notes == ("items[1].packages is 0.06, a part of one: not read",)


# Dates


@pytest.mark.parametrize(
    ("others", "text", "day"),
    [
        ((), "2025-05-19", "2025-05-19"),
        ((), "2025-05-19T10:00:00", "2025-05-19"),
        ((), "5/19/25", "2025-05-19"),
        ((), "19/05/2025", "2025-05-19"),
        ((), "19.05.2025", "2025-05-19"),
        ((), "6/8/16", ""),
        ((), "6/6/16", "2016-06-06"),
        (("8/24/16",), "6/8/16", "2016-06-08"),
        (("24/8/16",), "6/8/16", "2016-08-06"),
        (("24/8/16", "8/24/16"), "6/8/16", ""),
        ((), "31/31/2025", "2025-31-31"),
        ((), "May 19", ""),
    ],
)
def test_short_dates_are_read_when_the_file_tells_their_order(
    others: tuple[str, ...], text: str, day: str
) -> None:
    assert DateOrder([*others, text]).read(text) == day


def test_a_date_with_two_meanings_is_noted_and_not_read() -> None:
    head = "<Property><Date_of_declaration>6/8/16</Date_of_declaration></Property>"
    result = read_text(_sad(head=head), "sad.xml")
    assert result.declarations[0].date is None
    assert result.notes == ("date '6/8/16' can be read in more than one way: not read",)


# Refusals

BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "&a;" * 10}">' for n in range(9))
    + "]>\n<ASYCUDA><Item>&a8;</Item></ASYCUDA>"
)
EXTERNAL = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    "<ASYCUDA><Item><Goods_description><Commercial_Description>&e;</Commercial_Description>"
    "</Goods_description></Item></ASYCUDA>"
)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        pytest.param(BOMB, 2, "DOCTYPE", id="billion laughs"),
        pytest.param(EXTERNAL, 1, "DOCTYPE", id="external entity"),
        pytest.param(_sad("<Item>&lt;!DOCTYPE</Item><!ENTITY"), 3, "ENTITY", id="entity"),
        pytest.param(_sad("<Item>&unknown;</Item>"), 3, "not XML", id="unknown entity"),
        pytest.param(_sad("<Item></Itm>"), 3, "not XML", id="tags that do not match"),
        pytest.param("<ASYCUDA>", 1, "not XML", id="cut off"),
        pytest.param("<ASYCUDA><Item>\x01</Item></ASYCUDA>", 1, "not XML", id="control"),
        pytest.param("<SAD><Item/></SAD>", 1, "not an ASYCUDA", id="another document"),
        pytest.param('<x:ASYCUDA xmlns:x="u"/>', 1, "not an ASYCUDA", id="a namespace"),
        pytest.param(_sad(""), None, "no items", id="no items"),
        pytest.param("no XML", 1, "not XML", id="no XML"),
    ],
)
def test_what_is_no_sad(text: str, line: int | None, words: str) -> None:
    error = refusal(text, "sad.xml")
    assert words in error.problem
    assert error.line == line


def test_an_entity_bomb_in_another_encoding_is_no_way_in() -> None:
    for encoding in ("utf-16", "utf-32"):
        assert "DOCTYPE" in refusal(BOMB.encode(encoding), "sad.xml").problem
    lying = BOMB.replace("?>", ' encoding="utf-7"?>', 1)
    assert "DOCTYPE" in refusal(lying, "sad.xml").problem


def test_deep_nesting_is_refused() -> None:
    for depth in (40, 100_000):
        error = refusal("<ASYCUDA>" + "<a>" * depth + "</a>" * depth + "</ASYCUDA>", "sad.xml")
        assert "lie within one another" in error.problem or "depth" in error.problem


def test_too_many_items_are_refused() -> None:
    error = refusal(_sad("<Item/>" * 3), "sad.xml", Limits(items=2))
    assert "3 items" in error.problem


@pytest.mark.parametrize(
    ("tag", "field", "value", "words"),
    [
        ("Packages", "Number_of_packages", "many", "not a number"),
        ("Packages", "Number_of_packages", "-1", "less than 0"),
        ("Packages", "Number_of_packages", "nan", "not a number"),
        ("Packages", "Number_of_packages", "1e999", "beyond"),
    ],
)
def test_wrong_numbers_name_their_line(tag: str, field: str, value: str, words: str) -> None:
    error = refusal(_sad(f"<Item>\n<{tag}>\n<{field}>{value}</{field}></{tag}></Item>"), "s.xml")
    assert error.line == 5
    assert words in error.problem


def test_an_impossible_date_is_refused() -> None:
    head = "<Property>\n<Date_of_declaration>2025-02-30</Date_of_declaration></Property>"
    error = refusal(_sad(head=head), "sad.xml")
    assert (error.field, error.line) == ("date", 3)
