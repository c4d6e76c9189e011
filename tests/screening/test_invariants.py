"""What holds of every declaration, whatever is in it."""

import re
from datetime import date
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from customhouse.declarations.declaration import Declaration, Item, Trader
from customhouse.desk import Desk
from customhouse.reference.pack import shipped_folder
from customhouse.reference.provision import provision_words
from customhouse.screening.case import Case
from customhouse.screening.finding import SEVERITY, Assessment, Finding, strictest
from customhouse.screening.waste import waste_state
from tests.screening.build import DAY, Row, assess, declare
from tests.screening.strategies import DECLARATIONS, ROWS, items

modest = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
CITATION = re.compile(
    r"(?P<pack>[a-z]+)@(?P<version>\d{4}\.\d+)/(?P<file>[a-z_]+\.(?:csv|json))"
    r"(?::(?P<line>\d+)|#(?P<rule>[A-Z]{3}-\d+))"
)
PROVISION = re.compile(
    r"(?:basel|rotterdam|stockholm):(?:art-\d+a?(?:-(?:\d+|[a-z]|[ivx]+))*|annex-(?:[abc]|[ivx]+))"
)


@pytest.fixture(scope="module")
def second_desk() -> Desk:
    return Desk.shipped()


@cache
def lines(pack: str, file: str) -> list[str]:
    return shipped_folder(pack).joinpath(file).read_text("utf-8").splitlines()


def severity(desk: Desk, declaration: Declaration, as_of: date | None = None) -> int:
    return SEVERITY[assess(desk, declaration, as_of).outcome]


def with_item(declaration: Declaration, **fields: Any) -> Declaration:
    return replace(declaration, items=(replace(declaration.items[0], **fields),))


def check_finding(desk: Desk, finding: Finding) -> None:
    assert finding.explanation
    assert finding.because
    assert finding.rule in desk.library.rules
    assert PROVISION.fullmatch(finding.provision)
    assert provision_words(finding.provision) != finding.provision
    if finding.applies == "unknown":
        assert finding.outcome != "release"
    if finding.applies == "no":
        assert finding.outcome == "release"
    assert finding.citations
    for citation in finding.citations:
        check_citation(desk, citation.row)
        assert citation.row in finding.because
        assert citation.source


def check_citation(desk: Desk, row: str) -> None:
    found = CITATION.fullmatch(row)
    assert found, row
    assert desk.library.versions[found["pack"]] == found["version"]
    text = lines(found["pack"], found["file"])
    if found["rule"]:
        assert any(f'"id": "{found["rule"]}"' in line for line in text)
    else:
        assert 1 < int(found["line"]) <= len(text)
        assert text[int(found["line"]) - 1].strip()


def check_assessment(desk: Desk, declaration: Declaration) -> None:
    assessment = assess(desk, declaration)
    for item in assessment.items:
        for finding in item.findings:
            check_finding(desk, finding)
        assert item.outcome == strictest([f.outcome for f in item.findings])
    assert assessment.outcome == strictest([item.outcome for item in assessment.items])
    assert [item.number for item in assessment.items] == [i.number for i in declaration.items]
    asked = {ask.field for i in assessment.items for f in i.findings for ask in f.asks}
    assert {missing.field for missing in assessment.missing} == asked
    assert assessment.packs == desk.library.versions


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.rule}-{row.why}")
def test_every_row_of_the_tables(desk: Desk, row: Row) -> None:
    check_assessment(desk, declare(**row.pieces))


@modest
@given(declaration=DECLARATIONS)
def test_findings_are_whole(desk: Desk, declaration: Declaration) -> None:
    check_assessment(desk, declaration)


@modest
@given(declaration=DECLARATIONS)
def test_the_same_bytes(desk: Desk, second_desk: Desk, declaration: Declaration) -> None:
    first = msgspec.json.encode(assess(desk, declaration))
    assert msgspec.json.encode(assess(desk, declaration)) == first
    assert msgspec.json.encode(assess(second_desk, declaration)) == first


@modest
@given(declaration=DECLARATIONS)
def test_an_assessment_comes_back_from_json(desk: Desk, declaration: Declaration) -> None:
    assessment = assess(desk, declaration)
    data = msgspec.json.encode(assessment)
    assert msgspec.json.decode(data, type=Assessment) == assessment


@modest
@given(declaration=DECLARATIONS, other=items(number=99), first=st.booleans())
def test_another_item_changes_nothing(
    desk: Desk, declaration: Declaration, other: Item, first: bool
) -> None:
    item = declaration.items[0]
    both = (other, item) if first else (item, other)
    alone = assess(desk, declaration).items[0]
    together = assess(desk, replace(declaration, items=both)).items
    assert together[1 if first else 0] == alone


@modest
@given(
    declaration=DECLARATIONS,
    name=st.sampled_from(["colour", "pcb_mg_kgs", "note"]),
    value=st.sampled_from([True, False, 0, "clean, tested, not waste", None]),
    mass=st.sampled_from([0.0, 1.0, 1e9]),
)
def test_facts_that_no_rule_knows_never_relax(
    desk: Desk, declaration: Declaration, name: str, value: Any, mass: float
) -> None:
    before = severity(desk, declaration)
    facts = declaration.items[0].facts | {name: value}
    assert severity(desk, with_item(declaration, facts=facts)) == before
    assert severity(desk, with_item(declaration, gross_mass_kg=mass)) >= before
    named = replace(declaration, exporter=Trader(name="Ministry of Environment", id="DE 1"))
    assert severity(desk, named) == before


@modest
@given(declaration=DECLARATIONS, place=st.integers(0, 9))
def test_a_document_less_never_relaxes(desk: Desk, declaration: Declaration, place: int) -> None:
    documents = declaration.documents
    assume(documents)
    place %= len(documents)
    fewer = replace(declaration, documents=documents[:place] + documents[place + 1 :])
    assert severity(desk, fewer) >= severity(desk, declaration)


SILENCE: tuple[dict[str, Any], ...] = (
    {"country_of_export": ""},
    {"country_of_destination": ""},
    {"country_of_export": "", "country_of_destination": ""},
    {"regime": None},
    {"date": None},
)


@modest
@given(declaration=DECLARATIONS, silence=st.sampled_from(SILENCE))
def test_saying_less_never_releases(
    desk: Desk, declaration: Declaration, silence: dict[str, Any]
) -> None:
    """A country that no list knows is asked for again; not to name one is another matter."""
    as_of = declaration.date or DAY
    assume("XX" not in {getattr(declaration, field) for field in silence})
    assume(assess(desk, declaration, as_of).outcome != "release")
    assert assess(desk, replace(declaration, **silence), as_of).outcome != "release"


def _is_waste(desk: Desk, declaration: Declaration) -> bool:
    item = declaration.items[0]
    view = desk.library.view(declaration.date or DAY)
    return waste_state(Case(declaration, item, *desk.identify(item), view)).verdict != "no"


@modest
@given(declaration=DECLARATIONS)
def test_no_purpose_never_releases(desk: Desk, declaration: Declaration) -> None:
    """Save where the purpose is the only sign that the goods are waste at all."""
    silent = with_item(declaration, purpose="")
    assume(_is_waste(desk, silent) or not _is_waste(desk, declaration))
    assume(assess(desk, declaration).outcome != "release")
    assert assess(desk, silent).outcome != "release"
