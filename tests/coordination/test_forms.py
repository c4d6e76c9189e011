"""The forms as data, and how a case fills them."""

import datetime
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customhouse.coordination.case import Case
from customhouse.coordination.entries import (
    AnyBody,
    CaseError,
    ClockStarted,
    ContainerSeen,
    Drafted,
    ItemFound,
    PartyNamed,
    Signed,
)
from customhouse.coordination.forms import check, states
from customhouse.coordination.forms.drafts import drafted, drafts, mark, new_name
from customhouse.coordination.forms.fillers import FILLERS, filled
from customhouse.coordination.forms.form import BY_HAND, Form, forms, texts
from customhouse.coordination.forms.ground import TYPED, Field, Ground
from customhouse.declarations.declaration import Declaration, Document, Trader
from customhouse.desk import Desk
from customhouse.reference.library import Library
from customhouse.reference.pack import Pack
from customhouse.reference.provision import provision_words
from customhouse.reference.records import Contact
from customhouse.saved.record import SavedScreening
from tests.coordination.build import BODIES, opened, put
from tests.screening.build import declare
from tests.screening.strategies import DECLARATIONS

DAY = datetime.date(2025, 6, 1)
PLASTIC = declare(
    id="K-1",
    regime="export",
    country_of_export="DE",
    country_of_destination="GH",
    transit_countries=("NL",),
    exporter=Trader(name="Alt Kunststoff GmbH", id="DE-7"),
    consignee=Trader(name="Accra Recycling"),
    description="mixed plastic waste",
    hs_code="391590",
    waste_codes=("Y48", "R3"),
    net_mass_kg=24000.0,
    packages=24,
    documents=(Document(type="basel_notification", reference="DE-1", issuer="DE"),),
)


def ground_of(desk: Desk, case: Case, declaration: Declaration | None = PLASTIC) -> Ground:
    if declaration is None:
        return Ground(case=case, saved=None, library=desk.library)
    answer = desk.screen(declaration, declaration.date or DAY)
    saved = SavedScreening(declaration=declaration, assessment=answer, saved_on=DAY)
    return Ground(case=case, saved=saved, library=desk.library)


def boxes(
    desk: Desk, name: str, *bodies: AnyBody, declaration: Declaration | None = PLASTIC
) -> dict[str, Field]:
    return filled(forms()[name], ground_of(desk, opened(*bodies), declaration))


@pytest.mark.parametrize("form", forms().values(), ids=lambda form: form.form)
def test_every_box_is_filled_by_something_that_is_there(form: Form) -> None:
    assert [box.box for box in form.boxes if box.fill not in FILLERS] == []
    assert len({box.id for box in form.boxes}) == len({box.box for box in form.boxes})
    assert len({box.id for box in form.boxes}) == len(form.boxes)
    assert form.box(form.state_box).required == "yes"
    assert any(box.required == "yes" and box.fill == BY_HAND for box in form.boxes)
    provisions = [form.provision, *(box.provision for box in form.boxes if box.provision)]
    assert [one for one in provisions if provision_words(one) == one] == []
    assert not set(form.signers) - {"officer", "supervisor", "authority"}


def test_no_filler_is_left_over_and_every_text_is_told_to_the_catalogues() -> None:
    used = {box.fill for form in forms().values() for box in form.boxes}
    assert set(FILLERS) == used
    assert "Reason for the export" in set(texts())


@pytest.mark.parametrize(
    ("name", "points", "last"),
    [
        ("basel_notification", "basel:annex-v-a-", 21),
        ("basel_movement_document", "basel:annex-v-b-", 14),
    ],
)
def test_every_point_of_annex_v_has_a_box(name: str, points: str, last: int) -> None:
    told = {box.provision for box in forms()[name].boxes}
    assert {f"{points}{number}" for number in range(1, last + 1)} <= told


def test_only_what_stays_at_home_is_signed_by_an_officer() -> None:
    by_officers = {name for name, form in forms().items() if "officer" in form.signers}
    assert by_officers == {"basel_movement_document"}


def test_a_movement_document_is_filled_from_declaration_and_entries(desk: Desk) -> None:
    told = boxes(
        desk,
        "basel_movement_document",
        PartyNamed(role="carrier", name="Hapag", iso3="DEU", address="Hamburg"),
        ContainerSeen(number="MSKU1", seal="S-9", seal_intact=False),
    )
    assert told["exporter"] == Field("Alt Kunststoff GmbH (DE-7)", ("declaration:exporter",))
    assert told["carriers"] == Field("Hapag, Hamburg, DEU", ("entry:2",))
    assert told["codes"] == Field("Y48", ("declaration:items[0].waste_codes[0]",))
    assert told["quantity"] == Field("24000 kg", ("declaration:items[0].net_mass_kg",))
    assert told["states"].text == "Germany (DEU) – Netherlands (NLD) – Ghana (GHA)"
    assert told["packages"].text == "24 packages\ncontainer MSKU1, seal S-9 broken"
    assert told["notification"].text == "Basel notification DE-1 by Germany (DEU)"
    assert told["disposal"].text.startswith("R3: ")
    assert told["movement_began"] == Field()


def test_what_was_found_stands_for_what_was_declared(desk: Desk) -> None:
    found = ItemFound(
        number=1, description="oily rags", refs=("basel:A4060",), mass_kg=Decimal(26000)
    )
    told = boxes(desk, "basel_notification", found)
    assert told["designation"] == Field("oily rags", ("entry:2",))
    assert told["codes"].text == "A4060"
    assert told["quantity"] == Field("26000 kg", ("entry:2",))
    assert told["classification"].sources[1].startswith("pack:basel@")
    unnumbered = boxes(
        desk, "basel_notification", ItemFound(description="rags", mass_kg=Decimal(5))
    )
    assert unnumbered["quantity"].text == "5 kg"


def test_a_mass_that_is_not_known_is_not_left_out_of_the_sum(desk: Desk) -> None:
    found = [ItemFound(description="a", mass_kg=Decimal(5)), ItemFound(description="b")]
    assert boxes(desk, "take_back_request", *found)["quantity"].text == "5 kg\nnot known"


def test_a_report_suggests_grounds_and_tells_the_clock(desk: Desk) -> None:
    clock = ClockStarted(clock="c", limit="basel-9-2-return", began_on=DAY)
    told = boxes(desk, "illegal_traffic_report", clock, ContainerSeen(number="X", place="Mombasa"))
    assert "Article 9(1)(b)" in told["grounds"].text
    assert told["grounds"].sources == ("finding:basel:art-9-1-b",)
    assert told["clock"].text.endswith("began 2025-06-01, ends 2025-07-01")
    assert told["found_at"] == Field("Mombasa", ("entry:3",))
    assert told["found_on"].text == "2026-03-02"


def test_the_office_of_a_state_comes_from_the_contacts(desk: Desk) -> None:
    office = Contact(
        row="deu@1/contacts.csv:2",
        confidence="source",
        source="OWN",
        iso3="DEU",
        convention="basel",
        role="competent_authority",
        name="Office for Waste",
        email="a@b.org",
    )
    ended = msgspec.structs.replace(office, name="Old", valid_to=datetime.date(2001, 1, 1))
    for_chemicals = msgspec.structs.replace(office, name="DNA", convention="rotterdam", role="dna")
    pack = Pack(
        name="deu", version="1", valid_from=DAY, tables={Contact: (ended, for_chemicals, office)}
    )
    library = Library([*desk.library.packs, pack])
    ground = msgspec.structs.replace(ground_of(desk, opened()), library=library)
    told = filled(forms()["basel_notification"], ground)["state_of_export"]
    assert told.text == "Germany (DEU)\nOffice for Waste, a@b.org"
    assert told.sources == ("declaration:country_of_export", "pack:deu@1/contacts.csv:2")
    rotterdam = filled(forms()["rotterdam_export_notification"], ground)["state_of_export"]
    assert rotterdam.text == "Germany (DEU)\nDNA, a@b.org"


def test_without_a_declaration_the_case_alone_fills(desk: Desk) -> None:
    told = boxes(
        desk,
        "take_back_request",
        PartyNamed(role="exporter", name="A", iso3="DEU"),
        declaration=None,
    )
    assert told["state_of_export"] == Field("Germany (DEU)", ("entry:2",))
    assert told["case_number"].text == "MSA/26/1"
    assert told["consignee"] == Field()


def test_gaps_are_the_needed_boxes_without_a_word(desk: Desk) -> None:
    form = forms()["basel_notification"]
    fields = {box.id: "x" for box in form.boxes} | {"reason": " … ", "codes": "Y48", "hazards": ""}
    assert [box.id for box in check.gaps(form, fields)] == ["reason"]
    assert [box.id for box in check.gaps(form, fields | {"codes": "Y31"})] == ["reason", "hazards"]
    assert [box.id for box in check.gaps(form, fields | {"codes": "A1181"})] == [
        "reason",
        "hazards",
    ]


@pytest.mark.parametrize(
    ("field", "text", "differs"),
    [
        ("quantity", "25000 kg", False),
        ("quantity", "26 t", True),
        ("quantity", "24,000 kg", False),
        ("quantity", "24.5 tonnes", False),
        ("quantity", "26 000 kg", True),
        ("quantity", "26.000 t", False),
        ("quantity", "1" * 2000 + " " * 2000, False),
        ("quantity", "two loads: 12000 kg and 12000 kg", False),
        ("codes", "Y48", False),
        ("codes", "Y46", True),
        ("codes", "not coded", False),
        ("consignee", "ACCRA RECYCLING, Tema", False),
        ("consignee", "Another Ltd", True),
    ],
)
def test_a_contradiction_is_told_with_its_place(
    desk: Desk, field: str, text: str, differs: bool
) -> None:
    form = forms()["illegal_traffic_report"]
    found = check.contradictions(form, {field: text}, ground_of(desk, opened()))
    assert [(one.box, one.where) for one in found] == ([(field, "declaration")] if differs else [])


def test_another_paper_and_the_facts_are_compared_too_and_own_drafts_are_not(desk: Desk) -> None:
    form = forms()["basel_movement_document"]
    case = opened(
        ItemFound(description="bales", mass_kg=Decimal(30000)),
        Drafted(document="n-1", form="basel_notification", fields={"quantity": "24000 kg"}),
        Drafted(document="m-1", form=form.form, fields={"quantity": "1 kg"}),
        Drafted(document="other", form="no_such_form", fields={"quantity": "1 kg"}),
    )
    told = check.contradictions(form, {"quantity": "30000 kg"}, ground_of(desk, case), "m-1")
    assert [one.where for one in told] == ["declaration", "entry:3"]
    assert [
        one.where
        for one in check.contradictions(
            form, {"quantity": "24000 kg"}, ground_of(desk, case), "m-1"
        )
    ] == ["case"]


@pytest.mark.parametrize(
    ("name", "text", "state"),
    [
        ("basel_movement_document", "Germany (DEU) – Ghana (GHA)", "GHA"),
        ("basel_movement_document", "Ghana (GHA)", None),
        ("basel_notification", "Ghana (GHA)\nOffice (EPA)", "GHA"),
        ("basel_notification", "Ghana (GHA) or Togo (TGO)", None),
        ("basel_notification", "Ghana", None),
        ("basel_notification", "Ghana (XYZ)", None),
        ("take_back_request", "Germany (DEU)", "DEU"),
    ],
)
def test_the_state_concerned_is_what_the_box_says(
    desk: Desk, name: str, text: str, state: str | None
) -> None:
    form = forms()[name]
    assert states.concerned(form, {form.state_box: text}, desk.library) == state


def test_words_keep_their_places_until_a_person_changes_them(desk: Desk) -> None:
    form = forms()["basel_movement_document"]
    fresh = boxes(desk, form.form)
    first = drafted(form, "m-1", {"codes": "Y48 ", "transport": "sea"}, (fresh,))
    assert first.fields == {"codes": "Y48", "transport": "sea"}
    assert first.sources["codes"] == fresh["codes"].sources
    assert first.sources["transport"] == (TYPED,)
    assert first.sha256 == mark(form.form, first.fields)
    changed = drafted(form, "m-1", {"codes": "Y46"}, (fresh,))
    assert changed.sources["codes"] == (TYPED,)
    assert changed.sha256 != first.sha256


def test_drafts_know_their_signature_and_what_came_after() -> None:
    form = forms()["basel_movement_document"]
    one = Drafted(document=new_name(opened(), form), form=form.form, fields={"codes": "Y48"})
    case = opened(one, one, Signed(draft=3, name="A", office="B", iso3="GHA"))
    first, second = drafts(case)
    assert (first.newer, first.signature) == (3, None)
    assert second.signature is not None
    assert second.newer is None
    assert new_name(case, form) == "basel_movement_document-2"


@settings(max_examples=60)
@given(st.lists(BODIES, max_size=8), st.none() | DECLARATIONS)
def test_filling_and_checking_never_fail(
    desk: Desk, bodies: list[AnyBody], declaration: Declaration | None
) -> None:
    case = opened()
    for body in bodies:
        try:
            case = put(case, body)
        except CaseError:
            continue
    ground = ground_of(desk, case, declaration)
    for form in forms().values():
        told = filled(form, ground)
        assert told.keys() == {box.id for box in form.boxes}
        assert all(field.sources for field in told.values() if field.text)
        words = {key: field.text for key, field in told.items()}
        check.gaps(form, words)
        check.contradictions(form, words, ground)
        states.concerned(form, words, desk.library)
    drafts(case)
