"""National layers: what the law of a State adds, and that it never takes anything away."""

from datetime import date
from functools import cache
from typing import Any

import msgspec
import pytest
from evidence.cases import EvidenceCase, every_case
from hypothesis import given
from msgspec.structs import replace

from customhouse.declarations.declaration import (
    Declaration,
    DocumentType,
    Formulation,
    Ingredient,
)
from customhouse.desk import Desk
from customhouse.reference.provision import provision_words
from customhouse.screening.finding import SEVERITY, Applies, Finding, Outcome
from tests.screening.build import DAY, PAPERS, Pieces, assess, declare, findings, paper, papers
from tests.screening.strategies import DECLARATIONS
from tests.screening.test_invariants import check_citation, modest

NOW = date(2026, 11, 24)
CASES = every_case()

E_WASTE: Pieces = {
    "description": "Waste office equipment, no hazardous components",
    "waste_codes": ("Y49",),
    "is_waste": True,
    "purpose": "recovery",
    "country_of_export": "DE",
    "country_of_destination": "TN",
}
PLASTIC: Pieces = {
    "description": "Clean PET flakes, sorted",
    "waste_codes": ("B3011",),
    "is_waste": True,
    "purpose": "recovery",
    "date": NOW,
}
PARAQUAT: Pieces = {
    "description": "Paraquat dichloride 42 % TK",
    "cas": ("1910-42-5",),
    "purpose": "pesticide",
    "country_of_export": "DE",
    "country_of_destination": "KE",
}
MERCURY: Pieces = {
    "description": "Mercury",
    "cas": ("7439-97-6",),
    "purpose": "industrial",
    "country_of_export": "ES",
    "country_of_destination": "PE",
}
CARBARYL: Pieces = {
    "description": "Carbaryl 50 WP",
    "cas": ("63-25-2",),
    "country_of_export": "CN",
    "country_of_destination": "IN",
}


@pytest.fixture(scope="module")
def eu() -> Desk:
    return Desk.shipped(("eu",))


@pytest.fixture(scope="module")
def both() -> Desk:
    return Desk.shipped(("eu", "in"))


def own(desk: Desk, pieces: Pieces, layer: str = "") -> list[Finding]:
    """The findings of the layers."""
    names = {layer} if layer else desk.library.national.names
    found = findings(assess(desk, declare(**pieces)))
    return [f for f in found if f.provision.partition(":")[0] in names]


def answers(desk: Desk, pieces: Pieces) -> set[tuple[str, Applies, Outcome]]:
    return {(f.provision, f.applies, f.outcome) for f in own(desk, pieces)}


def outcomes(pieces: Pieces, *desks: Desk) -> list[Outcome]:
    return [assess(one, declare(**pieces)).outcome for one in desks]


def test_e_waste_to_tunisia_is_held_and_with_the_layer_refused(desk: Desk, eu: Desk) -> None:
    assert outcomes(E_WASTE, desk, eu) == ["hold", "refuse"]
    (finding,) = own(eu, E_WASTE)
    assert (finding.provision, finding.subject) == ("eu:art-36", "basel:Y49")
    assert "Germany, by the law of the EU" in finding.explanation
    assert "No 1013/2006" in finding.explanation
    assert {c.row.partition("@")[0] for c in finding.citations} == {"eu"}
    assert any("/export_bans.csv:" in c.row for c in finding.citations)


@pytest.mark.parametrize("state", ["FR", "US", "NO", "BG"])
def test_the_export_ban_spares_the_states_it_names(eu: Desk, state: str) -> None:
    assert own(eu, E_WASTE | {"country_of_destination": state}) == []


def test_the_ban_of_a_group_is_not_that_of_another_state(eu: Desk) -> None:
    assert own(eu, E_WASTE | {"country_of_export": "CH"}) == []


@pytest.mark.parametrize(
    ("day", "provision"),
    [
        (date(2024, 12, 31), None),
        (date(2025, 1, 1), "eu:art-36"),
        (date(2026, 5, 20), "eu:art-36"),
        (date(2026, 5, 21), "eu:art-39"),
    ],
)
def test_the_law_of_the_day_decides(eu: Desk, day: date, provision: str | None) -> None:
    found = {f.provision for f in own(eu, E_WASTE | {"date": day})}
    assert found == ({provision} if provision else set())


def test_an_unknown_destination_is_asked_for(eu: Desk) -> None:
    assert answers(eu, E_WASTE | {"country_of_destination": ""}) == {
        ("eu:art-36", "unknown", "request_documents")
    }


def test_papers_do_not_lift_a_ban(eu: Desk) -> None:
    pieces = E_WASTE | {"documents": papers(*PAPERS, "permit")}
    assert answers(eu, pieces) == {("eu:art-36", "yes", "refuse")}


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2026, 5, 20), "release", "release"),
        (date(2026, 11, 20), "release", "hold"),
        (date(2026, 11, 21), "release", "refuse"),
    ],
)
def test_clean_plastic_to_viet_nam(
    desk: Desk, eu: Desk, day: date, before: Outcome, after: Outcome
) -> None:
    pieces = PLASTIC | {"country_of_export": "DE", "country_of_destination": "VN", "date": day}
    assert outcomes(pieces, desk, eu) == [before, after]


def test_a_national_definition_asks_for_consent_until_it_is_shown(eu: Desk) -> None:
    pieces = PLASTIC | {"country_of_export": "DE", "country_of_destination": "TR"}
    assert answers(eu, pieces) == {("eu:art-44", "yes", "hold")}
    shown = pieces | {"documents": papers("basel_consent")}
    assert answers(eu, shown) == {("eu:art-44", "yes", "release")}
    late = pieces | {"documents": papers("basel_consent", valid_until=date(2026, 1, 1))}
    assert answers(eu, late) == {("eu:art-44", "yes", "hold")}
    assert own(eu, pieces | {"country_of_destination": "PL"}) == []


def test_a_doubtful_ban_refers_and_never_refuses(eu: Desk) -> None:
    pieces = PLASTIC | {
        "description": "Aluminium scrap",
        "waste_codes": ("B1010",),
        "country_of_export": "DE",
        "country_of_destination": "VN",
        "date": date(2027, 6, 1),
    }
    assert answers(eu, pieces) == {("eu:art-40", "unknown", "refer")}


def test_paraquat_to_kenya_needs_notification_and_consent(desk: Desk, eu: Desk) -> None:
    assert outcomes(PARAQUAT, desk, eu) == ["release", "hold"]
    assert answers(eu, PARAQUAT) == {
        ("eu:art-8", "yes", "request_documents"),
        ("eu:art-14-6", "yes", "hold"),
    }
    assert {f.subject for f in own(eu, PARAQUAT)} == {"eu:paraquat"}


@pytest.mark.parametrize(
    ("shown", "left"),
    [
        (("pic_export_notification",), {"eu:art-14-6"}),
        (("pic_import_consent",), {"eu:art-8"}),
        (("pic_export_notification", "pic_import_consent"), set()),
        (("permit",), {"eu:art-8", "eu:art-14-6"}),
    ],
)
def test_each_measure_has_its_paper(
    eu: Desk, shown: tuple[DocumentType, ...], left: set[str]
) -> None:
    found = own(eu, PARAQUAT | {"documents": papers(*shown)})
    assert {f.provision for f in found if f.outcome != "release"} == left


def test_the_role_of_the_state_decides(eu: Desk) -> None:
    """Notification is for export: paraquat into the Union, or inside it, is another matter."""
    assert own(eu, PARAQUAT | {"country_of_export": "KE", "country_of_destination": "DE"}) == []
    assert own(eu, PARAQUAT | {"country_of_destination": "FR"}) == []
    assert own(eu, PARAQUAT | {"country_of_export": "GB", "transit_countries": ("DE",)}) == []


def test_waste_is_outside_the_law_on_chemicals(eu: Desk) -> None:
    pieces = PARAQUAT | {"is_waste": True, "waste_codes": ("A4030",), "purpose": "disposal"}
    found = [f for f in own(eu, pieces) if f.subject == "eu:paraquat"]
    assert {(f.applies, f.outcome) for f in found} == {("no", "release")}


def test_mercury_is_prohibited_from_its_limit_on(desk: Desk, eu: Desk) -> None:
    assert answers(eu, MERCURY) == {("eu:art-15", "yes", "refuse")}

    def alloy(strength: float | None) -> Pieces:
        one = Ingredient(name="", cas="7439-97-6", strength=strength, unit="%")
        return MERCURY | {
            "cas": (),
            "description": "Amalgam",
            "formulation": Formulation(ingredients=(one,)),
        }

    assert answers(eu, alloy(95.0)) == {("eu:art-15", "yes", "refuse")}
    assert answers(eu, alloy(94.9)) == {("eu:art-15", "no", "release")}
    assert answers(eu, alloy(None)) == {("eu:art-15", "yes", "refuse")}


def test_research_is_for_a_person(eu: Desk) -> None:
    assert answers(eu, MERCURY | {"purpose": "research"}) == {("eu:art-15", "unknown", "refer")}


def test_white_asbestos_may_not_enter(desk: Desk, eu: Desk) -> None:
    pieces: Pieces = {
        "description": "White asbestos fibre",
        "country_of_export": "RU",
        "country_of_destination": "DE",
        "purpose": "industrial",
    }
    assert answers(eu, pieces) == {("eu:annex-xvii", "yes", "refuse")}


def test_a_misspelt_name_is_settled_first(eu: Desk) -> None:
    found = own(eu, PARAQUAT | {"cas": (), "description": "Chlorothalonill 720 SC"})
    assert [(f.applies, f.outcome, f.subject) for f in found] == [
        ("unknown", "request_documents", "eu:chlorothalonil")
    ]


@pytest.mark.parametrize(
    ("purpose", "answer"),
    [
        ("pesticide", ("in:art-27", "yes", "refuse")),
        ("", ("in:art-27", "unknown", "hold")),
        ("industrial", ("in:art-27", "unknown", "refer")),
    ],
)
def test_a_pesticide_banned_in_india(
    both: Desk, purpose: str, answer: tuple[str, Applies, Outcome]
) -> None:
    assert answers(both, CARBARYL | {"purpose": purpose}) == {answer}


def test_plastic_waste_to_india_is_barred_by_both(both: Desk) -> None:
    pieces = PLASTIC | {"country_of_export": "DE", "country_of_destination": "IN"}
    found = {(f.provision, f.outcome) for f in own(both, pieces)}
    assert {("in:annex-vi", "refuse"), ("eu:art-39", "refuse")} <= found
    assert not own(both, pieces | {"date": date(2018, 6, 1)}, "in")


@pytest.mark.parametrize(
    ("purpose", "answer"),
    [
        ("disposal", {("in:art-12", "yes", "refuse")}),
        ("", {("in:art-12", "unknown", "refer"), ("in:art-13", "yes", "hold")}),
        ("recovery", {("in:art-13", "yes", "hold")}),
    ],
)
def test_hazardous_waste_to_india(
    both: Desk, purpose: str, answer: set[tuple[str, Applies, Outcome]]
) -> None:
    pieces: Pieces = {
        "description": "Waste lead-acid batteries",
        "waste_codes": ("A1160",),
        "is_waste": True,
        "purpose": purpose,
        "country_of_export": "US",
        "country_of_destination": "IN",
    }
    assert answer <= answers(both, pieces)
    permitted = pieces | {"documents": (paper("permit"),)}
    assert ("in:art-13", "yes", "hold") not in answers(both, permitted)


def test_findings_name_rows_that_are_there(both: Desk) -> None:
    for pieces in (E_WASTE, PLASTIC | {"country_of_destination": "IN"}, PARAQUAT, CARBARYL):
        for finding in own(both, pieces):
            assert provision_words(finding.provision).split(" ")[1] == "law,"
            for citation in finding.citations:
                if "#" not in citation.row:
                    check_citation(both, citation.row)


def as_now(desk: Desk, declaration: Declaration, as_of: date | None) -> bytes:
    """The answer without what layers add."""
    day = as_of or declaration.date or DAY
    assessment = desk.screen(declaration, day)
    names = desk.library.national.names
    items = tuple(
        replace(
            item,
            candidates=tuple(c for c in item.candidates if c.convention not in names),
            findings=tuple(f for f in item.findings if f.provision.partition(":")[0] not in names),
        )
        for item in assessment.items
    )
    return msgspec.json.encode([(i.number, i.candidates, i.findings) for i in items])


@cache
def _declaration(case_id: str) -> Declaration:
    case = next(case for case in CASES if case.id == case_id)
    return msgspec.convert(case.declaration, Declaration)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_layer_only_adds(desk: Desk, both: Desk, case: EvidenceCase) -> None:
    """Every finding of the conventions stands, and no outcome is relaxed."""
    declaration = _declaration(case.id)
    day = case.as_of or declaration.date or DAY
    assert as_now(both, declaration, day) == as_now(desk, declaration, day)
    before, after = (assess(one, declaration, day) for one in (desk, both))
    assert SEVERITY[after.outcome] >= SEVERITY[before.outcome]


def places(declaration: Declaration) -> list[Declaration]:
    """The same goods on ways that the layers have a word on."""
    ways: list[dict[str, Any]] = [
        {"country_of_export": "DE"},
        {"country_of_destination": "IN"},
        {"country_of_export": "FR", "country_of_destination": "IN"},
        {"country_of_export": "", "country_of_destination": "DE"},
    ]
    return [replace(declaration, **way) for way in ways]


@modest
@given(declaration=DECLARATIONS)
def test_a_layer_only_adds_whatever_is_declared(
    desk: Desk, both: Desk, declaration: Declaration
) -> None:
    for one in (declaration, *places(declaration)):
        assert as_now(both, one, None) == as_now(desk, one, None)
        before, after = assess(desk, one, one.date or DAY), assess(both, one, one.date or DAY)
        assert SEVERITY[after.outcome] >= SEVERITY[before.outcome]
        for finding in (f for item in after.items for f in item.findings):
            assert finding.applies != "unknown" or finding.outcome != "release"


@modest
@given(declaration=DECLARATIONS)
def test_a_document_less_never_relaxes_a_layer(both: Desk, declaration: Declaration) -> None:
    for one in places(declaration):
        bare = replace(one, documents=())
        with_papers = replace(one, documents=papers(*PAPERS, "permit", "pic_import_consent"))
        day = one.date or DAY
        lax, strict = assess(both, with_papers, day), assess(both, bare, day)
        assert SEVERITY[strict.outcome] >= SEVERITY[lax.outcome]


def test_without_layers_nothing_is_national(desk: Desk) -> None:
    assert desk.library.national.names == frozenset()
    for case in CASES:
        assessment = assess(desk, _declaration(case.id), case.as_of or DAY)
        assert set(assessment.packs) == {"common", "basel", "rotterdam", "stockholm"}
        assert not own_refs(assessment)


def own_refs(assessment: Any) -> set[str]:
    known = {"basel", "rotterdam", "stockholm"}
    return {
        c.ref for item in assessment.items for c in item.candidates if c.convention not in known
    }
